"""How long a form waits."""

from datetime import date, timedelta

from django.db.models.functions import TruncDate

from audit.retention import register_term
from unsorted.models import UnsortedForm

DAYS = 30


@register_term(
    "unsorted_forms",
    "Ongesorteerde formulieren",
    rule="unsorted",
    model=UnsortedForm,
    # After an attack there are many, and nobody in the organisation wrote them.
    at_once=True,
)
def old_forms(today: date):
    """Thirty days after it was sent, whether it was taken, discarded or never sorted."""
    sent = UnsortedForm.objects.annotate(sent_on=TruncDate("made_at"))
    return sent.filter(sent_on__lte=today - timedelta(days=DAYS))
