"""Change a sign-up without giving up its place, and send a lost ticket again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Can
from activities import notifications, seating
from activities.actions.meetups import require_open
from activities.actions.sign_ups import TOO_MANY, standard_phone
from activities.models import Meetup, SignUp
from activities.models.sign_ups import MOST_TOGETHER, compared_name
from audit.guards import action
from audit.models import record
from ground import phones
from ground.refusals import Refused
from outbox import actions as outbox

Status = SignUp.Status


@action(Can.SIGN_UP, says="zelf veranderd met hoeveel", recorded=False)
def change_own_party(meetup: Meetup, *, token: str, party: int, by: User) -> SignUp:
    """Change the size of a party with the secret of the guest's own ticket."""
    meetup = seating.lock_meetup(meetup)
    sign_up = meetup.sign_ups.by_token(token).get()
    _resize(sign_up, meetup, party, by=by)
    return sign_up


@action(Can.PLAN_MEETUPS, says="aanmelding veranderd", recorded=False)
def change_sign_up(sign_up: SignUp, *, name: str, phone: str, party: int, by: User) -> SignUp:
    """Change a guest's name, number and party size; the chairs stay.

    On a new number the guest hears again what they signed up for. Raises Refused when somebody with
    that name and number is on the list already.
    """
    meetup = seating.lock_meetup(sign_up.meetup)
    sign_up.refresh_from_db()
    require_open(meetup)
    if sign_up.status not in SignUp.ACTIVE:
        raise Refused("Deze gast staat niet meer op de lijst. Meld de gast opnieuw aan.")
    phone = standard_phone(phone)
    others = meetup.sign_ups.active().filter(phone=phone).exclude(pk=sign_up.pk)
    if any(compared_name(other.name) == compared_name(name) for other in others):
        raise Refused("Met deze naam en dit nummer staat al iemand op de lijst.", field="name")
    was = (sign_up.name, sign_up.phone)
    if was != (name, phone):
        person = SignUp.person_of(name, phone)
        offers = SignUp.objects.filter(person=person, status=Status.OFFERED).exclude(pk=sign_up.pk)
        if sign_up.status == Status.OFFERED and offers.exists():
            raise Refused(
                "Aan deze persoon is al een andere plek aangeboden. Wacht op dat antwoord."
            )
        sign_up.name, sign_up.phone, sign_up.person = name, phone, person
        sign_up.save(update_fields=["name", "phone", "person"])
        record("activities.change_sign_up", sign_up, by=by)
    if was[1] != phone:
        notifications.new_number(sign_up, meetup)
    _resize(sign_up, meetup, party, by=by)
    return sign_up


def _resize(sign_up: SignUp, meetup: Meetup, party: int, *, by: User) -> None:
    """Change how many come. Chairs that stay, stay; those that are given up go to the waiting list.

    The caller holds the lock on the meetup. Raises Refused when there is no chair for somebody
    more; everything then stays as it was.
    """
    if party == sign_up.party:
        return
    if not 1 <= party <= MOST_TOGETHER:
        raise Refused(str(TOO_MANY))
    require_open(meetup)
    if sign_up.status not in SignUp.ACTIVE:
        raise Refused(gettext("U staat niet meer op de lijst. Meld u opnieuw aan."))
    more = party - sign_up.party
    if sign_up.status in SignUp.SEATED and more > 0:
        free = seating.fits(meetup, seating.free_chairs(meetup), more, invited=sign_up.invited)
        if not free:
            raise Refused(
                gettext(
                    "Voor meer mensen is er nu geen plek. Uw eigen plek blijft. Bel ons, dan "
                    "kijken wij wat er kan."
                ),
                field="party",
            )
        seating.assign_chairs(sign_up, free)
    elif sign_up.status in SignUp.SEATED:
        given_up = list(sign_up.chairs.order_by("number"))[party:]
        sign_up.chairs.filter(pk__in=[chair.pk for chair in given_up]).delete()
    sign_up.party = party
    sign_up.save(update_fields=["party"])
    record("activities.change_party", sign_up, by=by, party=party)
    seating.fill(meetup, by=by)
    sign_up.refresh_from_db()


@action(Can.SIGN_UP, says="een kaartje opnieuw gevraagd", recorded=False)
def send_tickets_again(meetup: Meetup, *, phone: str, by: User) -> None:
    """Send every ticket of this number for a meetup to that number again, at most once an hour.

    Nothing is returned: whoever asks does not learn whether somebody is on the list. For a number
    that is not on it the same is done for nobody and undone, so that the time tells nothing either.
    """
    if meetup.is_cancelled or meetup.has_started:
        return
    hour = int(timezone.now().timestamp() // 3600)
    number = phones.standard(phone)
    found = list(meetup.sign_ups.active().reachable().filter(phone=number).select_related("meetup"))
    nobody = SignUp(pk=0, meetup=meetup, phone=number, status=Status.CONFIRMED)
    outbox.deliver_after_commit()
    try:
        with transaction.atomic():
            for sign_up in found or [nobody]:
                notifications.send_again(sign_up, round_=hour)
                record("activities.send_ticket_again", sign_up, by=by)
            if not found:
                raise NotOnTheList
    except NotOnTheList:
        pass


class NotOnTheList(Exception):
    """Undo what was done for a number that is not on the list."""
