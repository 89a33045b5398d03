"""Keep a form that came past the limit of everybody together, and send a code for it."""

import json

from django.conf import settings
from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from accounts.models import User
from accounts.roles import Can, roles_with
from audit.guards import create_action
from audit.models import record
from ground import phones
from ground.rate_limits import HOUR, within_limit_of_all
from ground.tokens import hash_token
from outbox import actions as outbox
from unsorted.kinds import Fields
from unsorted.models import UnsortedForm

Channel = UnsortedForm.Channel
DAY = 24 * HOUR


@create_action(Can.SIGN_UP, Can.REPORT, says="ongesorteerd bewaard", recorded=False)
def keep(*, kind: str, fields: Fields, phone: str, email: str = "", by: User) -> str:
    """Keep the form and return the token of its page; the same form sent again is one row.

    A code goes to the mobile number, else to the e-mail address. At most one code an hour goes to
    one address, and no more go to all together than `PUBLIC_LIMITS["form_code"]`: others wait for
    a colleague.
    """
    token = token_of(kind, fields)
    channel, address = reached_by(phone, email)
    defaults = {
        "kind": kind,
        "fields": fields,
        "address": address,
        "channel": channel,
        "language": get_language() or settings.LANGUAGE_CODE,
        "asks_code": False,
    }
    form, new = UnsortedForm.objects.get_or_create(token_hash=hash_token(token), defaults=defaults)
    if new:
        record("unsorted.keep", form, by=by)
        ask_code(form)
        tell_colleagues()
    return token


def token_of(kind: str, fields: Fields) -> str:
    """Return the secret of the page of this form: only who sent it can know all that is in it, and
    only with our key does the token follow."""
    sent = json.dumps([kind, fields], cls=DjangoJSONEncoder, sort_keys=True)
    return salted_hmac("unsorted.page", sent, algorithm="sha256").hexdigest()[:32]


def reached_by(phone: str, email: str) -> tuple[str, str]:
    """Return how the sender is reached, and where. A text message that a colleague would have to
    pass on is none: nobody but the sender may read a code."""
    if phone and phones.takes_text(phone) and settings.TEXT_GATEWAY:
        return Channel.TEXT, phone
    if email:
        return Channel.MAIL, email
    return (Channel.CALL, phone) if phone else ("", "")


def ask_code(form: UnsortedForm) -> None:
    """Queue the code, unless its address got one within the hour: then the key is that of the
    earlier message. Neither the page nor the time of the request tells which it was."""
    if form.channel not in (Channel.TEXT, Channel.MAIL) or not within_limit_of_all("form_code"):
        return
    UnsortedForm.objects.filter(pk=form.pk).update(asks_code=True)
    of_address, key = f"form_code:{form.address.lower()}", f"form:{form.pk}:code"
    cache.add(of_address, key, HOUR)
    key = cache.get(of_address, key)
    outbox.queue(key, form.address, "form_code", channel=form.channel, form=form.pk)


def tell_colleagues() -> None:
    """Tell those who sort forms that there are some, at most once a day."""
    day = f"{timezone.localdate()}"
    if cache.add(f"forms_wait:{day}", True, DAY):
        sorters = User.objects.filter(role__in=roles_with(Can.SORT_FORMS), is_active=True)
        for sorter in sorters.order_by("pk"):
            outbox.queue(f"forms-wait:{day}:{sorter.pk}", sorter.email, "forms_wait")
