"""Sign up on the public page: one answer, whether or not somebody was on the list before."""

from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities import notifications
from activities.actions.meetups import require_open
from activities.actions.sign_ups import SentBefore, add_to_list, require_party, standard_phone
from activities.models import Meetup, SignUp, SignUpReceipt
from activities.models.sign_ups import compared_name
from audit.guards import action
from audit.models import record
from outreach.models import Code

HOUR = 3600


class OnTheListAlready(Exception):
    """Undo the sign-up of somebody who was on the list before."""


@action(Can.SIGN_UP, says="zelf aangemeld", recorded=False, locked=True)
def sign_up_own(
    meetup: Meetup,
    *,
    key: UUID,
    name: str,
    phone: str,
    party: int = 1,
    fetch: bool = False,
    code: Code | None = None,
    on_behalf: str = "",
    language: str = "",
    by: User,
) -> SignUpReceipt:
    """Sign a visitor up, and return the receipt. Raises SentBefore. Without `language`, messages
    are in that of the page.

    Whoever knows a name and a number must not learn whether they are on the list. Everybody is
    therefore signed up as a newcomer, in a savepoint. For somebody with an active sign-up that is
    undone, and the ticket of the earlier sign-up goes to the number instead of the welcome, at most
    once an hour. Both ways run the same statements, so that the time tells nothing either.
    """
    require_party(party)
    phone = standard_phone(phone)
    receipt = SignUpReceipt.objects.filter(key=key).first()
    if receipt and receipt.sign_up.status in SignUp.ACTIVE:
        require_same_person(receipt, name, phone)
        return receipt
    require_open(meetup)
    known = active_sign_up(meetup, name, phone)
    more = {"fetch": fetch, "code": code, "on_behalf": on_behalf, "via": SignUp.Via.WEB}
    more |= {"language": language} if language else {}
    receipt = receipt or SignUpReceipt(key=key)
    try:
        with transaction.atomic():
            made = add_to_list(
                meetup, key=uuid4(), name=name, phone=phone, party=party, by=by, **more
            )
            if made.status == SignUp.Status.CONFIRMED:
                notifications.remind(made, meetup)
            receipt.comes = made.status == SignUp.Status.CONFIRMED
            receipt.ahead = 0 if receipt.comes else made.number_in_line
            run_deferred_triggers()
            if known:
                raise OnTheListAlready
    except OnTheListAlready:
        hour = int(timezone.now().timestamp() // HOUR)
        notifications.send_again(known, round_=hour)
        record("activities.send_ticket_again", known, by=by)
    else:
        notifications.confirm(made)
        record("activities.sign_up", made, by=by)
    receipt.sign_up = known or made
    receipt.name, receipt.party, receipt.fetch = name, party, fetch
    receipt.save()
    return receipt


def require_same_person(receipt: SignUpReceipt, name: str, phone: str) -> None:
    """Raise SentBefore when a form is sent again for somebody else."""
    alike = compared_name(receipt.name) == compared_name(name)
    if not alike and receipt.sign_up.phone != phone:
        raise SentBefore


def active_sign_up(meetup: Meetup, name: str, phone: str) -> SignUp | None:
    """Return the active sign-up with this number and this name, however spelled, or None."""
    wanted = compared_name(name)
    with_number = meetup.sign_ups.active().filter(phone=phone).order_by("-pk")
    return next((one for one in with_number if compared_name(one.name) == wanted), None)


def run_deferred_triggers() -> None:
    """Check the chairs now and not at the end of the transaction, where only what stays is
    checked."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@action(Can.SIGN_UP, says="zijn kaartje laten sturen", recorded=False)
def send_own_ticket(meetup: Meetup, *, token: str, by: User) -> None:
    """Send the ticket to the number of a receipt, at most once an hour."""
    receipt = SignUpReceipt.objects.by_token(token).select_related("sign_up").get()
    sign_up = receipt.sign_up
    if meetup.is_cancelled or meetup.has_started or sign_up.status not in SignUp.ACTIVE:
        return
    notifications.send_again(sign_up, round_=int(timezone.now().timestamp() // HOUR))
    record("activities.send_ticket_again", sign_up, by=by)
