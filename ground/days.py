"""Days in words: local, and with the year when it is not this one."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

# A month in a format of Django's `date_format`: its name, its short name, or its genitive.
MONTH = re.compile(r"[FMEN]")


def local_day(moment: date | datetime) -> date:
    """Return the local day of a moment; a day stays as it is."""
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def day_in_words(moment: date | datetime, style: str = "l j F") -> str:
    """Format a local day, with the year when it is another one than today's.

    `style` is a format of `date_format` with a month and without a year: 'l j F' gives 'dinsdag
    24 november', and 'maandag 20 december 2027' in 2026.
    """
    if local_day(moment).year != timezone.localdate().year:
        style = MONTH.sub(r"\g<0> Y", style, count=1)
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return date_format(local, style)
