"""Sign up for a meetup, answer an offer, cancel."""

from difflib import SequenceMatcher
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can
from activities import notifications, seating
from activities.actions.meetups import require_open, require_own
from activities.models import CallTask, Meetup, SignUp
from activities.models.sign_ups import MOST_TOGETHER, compared_name
from audit.guards import action, require_visible
from audit.models import record
from ground import phones
from ground.refusals import Refused
from outreach.models import Code
from tenants.models import Tenant

Status = SignUp.Status
Via = SignUp.Via
# Ask for confirmation when two names are at least this similar (difflib ratio, 0 to 1).
ALIKE = 0.8
TOO_MANY = _(
    "U kunt met 1, 2 of 3 mensen tegelijk komen. Bent u met meer? Bel ons, dan regelen wij het."
)


@action(Can.SIGN_UP, Can.PUBLISH_MEETUPS, says="aangemeld", recorded=False)
def sign_up(
    meetup: Meetup,
    *,
    key: UUID,
    name: str,
    phone: str,
    party: int = 1,
    fetch: bool = False,
    via: str = Via.WEB,
    code: Code | None = None,
    tenant: Tenant | None = None,
    on_behalf: str = "",
    other: bool = False,
    by: User,
) -> SignUp:
    """Give a party the lowest free chairs, or the last place on the waiting list.

    The same form sent twice, or the same person again, gets the existing sign-up. Raises
    SimilarName for a nearly identical name with the same number, unless `other` says it is somebody
    else. Partner workers sign up who phoned them, for a meetup of their organisation only.
    """
    if not by.can(Can.SIGN_UP):
        require_own(meetup, by)
    if tenant:
        require_visible(tenant, by=by)
    if not other:
        require_no_similar_name(meetup, key, name, phone)
    return create_sign_up(
        meetup, key=key, name=name, phone=phone, party=party, fetch=fetch, via=via, code=code,
        tenant=tenant, on_behalf=on_behalf, by=by,
    )  # fmt: skip


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, says="voor de volgende keer aangemeld", recorded=False)
def come_again(sign_up: SignUp, *, by: User) -> SignUp:
    """Sign a guest up for the next time, as they told the host. Idempotent: who is on that list
    already stays on it."""
    meetup = sign_up.meetup.next_time()
    if meetup is None or not Meetup.objects.hosted_by(by).filter(pk=meetup.pk).exists():
        raise Refused("Er staat nog geen volgende keer op de agenda.")
    if sign_up.status != Status.CONFIRMED:
        raise Refused("Deze gast staat niet op de lijst van wie komt. Meld eerst aan.")
    return create_sign_up(
        meetup, key=uuid4(), name=sign_up.name, phone=sign_up.phone,
        party=sign_up.party, fetch=sign_up.fetch, via=Via.AGAIN, tenant=sign_up.tenant,
        language=sign_up.language, by=by,
    )  # fmt: skip


def create_sign_up(
    meetup: Meetup, *, key: UUID, name: str, phone: str, party: int, by: User, **more
) -> SignUp:
    """Create a sign-up for every way of signing up, within the transaction of the calling
    action."""
    require_party(party)
    phone = standard_phone(phone)
    meetup = seating.lock_meetup(meetup)
    if there := existing_sign_up(meetup, key, name, phone):
        return there
    require_open(meetup)
    made = add_to_list(meetup, key=key, name=name, phone=phone, party=party, by=by, **more)
    # Recorded here and not by the decorator, so that a form sent twice is not in the audit trail
    # twice.
    record("activities.sign_up", made, by=by)
    notifications.welcome(made, meetup)
    return made


def require_party(party: int) -> None:
    if not 1 <= party <= MOST_TOGETHER:
        raise Refused(str(TOO_MANY))


def add_to_list(
    meetup: Meetup, *, key: UUID, name: str, phone: str, party: int, by: User, **more
) -> SignUp:
    """Create a sign-up and give it chairs, or the last place on the waiting list. The caller holds
    the lock on the meetup, and tells the guest."""
    invited = more.get("invite") is not None
    free = seating.free_chairs(meetup, None if invited else party)
    chairs = seating.fits(meetup, free, party, invited=invited)
    made = SignUp.objects.create(
        meetup=meetup,
        status=Status.CONFIRMED if chairs else Status.WAITING,
        key=key,
        name=name,
        phone=phone,
        person=SignUp.person_of(name, phone),
        party=party,
        invited=invited,
        language=more.pop("language", get_language() or "nl"),
        made_by_id=by.pk,
        **more,
    )
    plan_calls(made)
    if chairs:
        seating.assign_chairs(made, chairs)
    elif free:
        seating.fill(meetup, by=by, here=made)
    return made


def plan_calls(made: SignUp) -> None:
    """Plan the calls for a new sign-up: one made by somebody else, or by a guest who wants to be
    fetched."""
    why = []
    if made.on_behalf and made.via in {Via.OTHER, Via.WEB}:
        why.append(CallTask.Why.OTHER)
    if made.fetch:
        why.append(CallTask.Why.FETCH)
    if why:
        CallTask.objects.bulk_create(CallTask(sign_up=made, why=one) for one in why)


class SimilarName(Refused):
    """A guest with this number and a nearly identical name is signed up already. Only staff are
    told: knowing somebody's number must reveal nothing."""


def require_no_similar_name(meetup: Meetup, key: UUID, name: str, phone: str) -> None:
    """Raise Alike when this may be the same person, spelled differently; never for a form that was
    sent before."""
    here = Q(meetup=meetup, phone=standard_phone(phone), status__in=SignUp.ACTIVE)
    there = list(SignUp.objects.filter(here).values_list("key", "name"))
    wanted = compared_name(name)
    names = {compared_name(known) for _key, known in there}
    if wanted in names or str(key) in {str(known) for known, _name in there}:
        return
    if any(SequenceMatcher(None, wanted, known).ratio() >= ALIKE for known in names):
        raise SimilarName(
            "Met dit nummer en bijna deze naam staat al iemand op de lijst. Is het echt iemand "
            "anders? Zet dan het vinkje."
        )


class SentBefore(Refused):
    """This form already made a sign-up for somebody else: another name with another number."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "Met dit formulier is al iemand anders aangemeld. Wilt u deze persoon ook "
                "aanmelden? Druk dan nog een keer op de knop."
            )
        )


def existing_sign_up(meetup: Meetup, key: UUID, name: str, phone: str) -> SignUp | None:
    """Return the sign-up that this form made before, or the active one with this number and this
    name, however spelled; None otherwise. Raises SentBefore."""
    here = Q(meetup=meetup, phone=phone, status__in=SignUp.ACTIVE)
    found = SignUp.objects.filter(Q(key=key) | here).values_list("pk", "key", "name", "phone")
    same = []
    for pk, known, called, number in found:
        alike = compared_name(called) == compared_name(name)
        if known == key and not alike and number != phone:
            raise SentBefore
        if known == key or alike:
            same.append((known == key, pk))
    return SignUp.objects.get(pk=max(same)[1]) if same else None


def standard_phone(phone: str) -> str:
    try:
        return phones.standard(phone)
    except phones.NotANumber as problem:
        raise Refused(
            gettext("Op dit telefoonnummer kan niemand gebeld worden. Kijk het na.")
        ) from problem


@action(Can.PLAN_MEETUPS, says="ja gezegd op een plek", recorded=False)
def accept_offer(sign_up: SignUp, *, by: User) -> SignUp:
    """Accept an offer for a guest who says yes on the phone."""
    return _accept(sign_up, by=by)


@action(Can.SIGN_UP, says="zelf ja gezegd op een plek", recorded=False)
def accept_own(meetup: Meetup, *, token: str, by: User) -> SignUp:
    """Accept an offer with the secret of the guest's own ticket."""
    return _accept(meetup.sign_ups.by_token(token).get(), by=by)


@action(Can.PLAN_MEETUPS, says="een stoel gegeven", recorded=False)
def seat(sign_up: SignUp, *, by: User) -> SignUp:
    """Give free chairs to a guest whom a colleague has spoken to, ahead of others on the waiting
    list."""
    meetup = seating.lock_meetup(sign_up.meetup)
    require_open(meetup)
    sign_up.refresh_from_db()
    if sign_up.status in SignUp.SEATED:
        return _accept(sign_up, by=by)
    free = seating.chairs_available_to(seating.free_chairs(meetup), meetup, invited=True)
    if len(free) < sign_up.party:
        raise Refused("Daarvoor zijn niet genoeg stoelen vrij. Meld eerst iemand af.")
    seating.confirm(sign_up, meetup, free[: sign_up.party], by=by)
    record("activities.seat", sign_up, by=by)
    notifications.welcome(sign_up, meetup)
    return sign_up


@action(Can.SIGN_UP, says="weer op de wachtlijst", recorded=False)
def wait_again(meetup: Meetup, *, token: str, by: User) -> SignUp:
    """Put a guest whose offer lapsed at the end of the waiting list again."""
    meetup = seating.lock_meetup(meetup)
    sign_up = meetup.sign_ups.by_token(token).get()
    if sign_up.status != Status.LAPSED:
        return sign_up
    if anew := meetup.sign_ups.active().filter(phone=sign_up.phone, name=sign_up.name).first():
        # This person has signed up again in the meantime.
        return anew
    require_open(meetup)
    sign_up.move(Status.WAITING, by=by, waits_since=timezone.now(), passed=0)
    record("activities.wait_again", sign_up, by=by)
    seating.fill(meetup, by=by, here=sign_up)
    if sign_up.status == Status.CONFIRMED:
        notifications.welcome(sign_up, meetup)
    return sign_up


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, says="afgemeld", recorded=False)
def cancel_sign_up(sign_up: SignUp, *, by: User) -> SignUp:
    """Cancel for a guest who told a colleague or the host that they cannot come."""
    return cancel(sign_up, by=by)


@action(Can.SIGN_UP, says="zelf afgemeld", recorded=False)
def cancel_own(meetup: Meetup, *, token: str, by: User) -> SignUp:
    """Cancel with the secret of the guest's own ticket."""
    return cancel(meetup.sign_ups.by_token(token).get(), by=by)


def _accept(sign_up: SignUp, *, by: User) -> SignUp:
    """Confirm a sign-up whose chairs were held. Idempotent; raises Refused when the offer has
    lapsed."""
    meetup = seating.lock_meetup(sign_up.meetup)
    sign_up.refresh_from_db()
    if sign_up.status == Status.CONFIRMED:
        return sign_up
    require_open(meetup)
    if sign_up.status != Status.OFFERED:
        raise Refused(
            gettext(
                "Deze plek is niet meer vrij. U kunt weer op de wachtlijst, of bel ons: dan "
                "kijken wij samen wat er wel kan."
            )
        )
    sign_up.move(Status.CONFIRMED, by=by, offered_until=None)
    record("activities.accept_offer", sign_up, by=by)
    notifications.accepted(sign_up, meetup)
    return sign_up


def cancel(sign_up: SignUp, *, by: User) -> SignUp:
    """Cancel a sign-up and give its chairs to the waiting list. Idempotent."""
    meetup = seating.lock_meetup(sign_up.meetup)
    sign_up.refresh_from_db()
    if sign_up.status == Status.CANCELLED:
        return sign_up
    if meetup.has_started:
        raise Refused(
            gettext("Deze activiteit is al begonnen of geweest. Afmelden hoeft niet meer.")
        )
    sign_up.move(Status.CANCELLED, by=by, offered_until=None)
    seating.free_chairs_of(sign_up)
    record("activities.cancel_sign_up", sign_up, by=by)
    sign_up.calls.filter(done_at=None).delete()
    notifications.take_back(sign_up)
    seating.fill(meetup, by=by)
    return sign_up
