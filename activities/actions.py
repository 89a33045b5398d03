"""The life of a meetup and of who wants to come, in the order it happens.

A sign-up first locks the row of its meetup, so that two people never get the same chair; the
numbered chairs, unique for a meetup, would stop them once more.
"""

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accounts.doors import Refused
from accounts.models import User
from accounts.roles import Can
from activities import letters, phones
from activities.models import Meetup, SignUp
from audit.doors import action, require_visible
from audit.models import record
from outreach.models import Code
from tenants.models import Tenant

Status = SignUp.Status
Via = SignUp.Via


@action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def plan_meetup(subject: None, *, key: UUID, by: User, **fields) -> Meetup:
    """Put a meetup on the agenda. The key comes from the form: planned twice, it counts once.

    What a partner's worker plans is of the own organisation, with somebody of its own as host.
    """
    if not by.can(Can.PLAN_MEETUPS):
        fields |= {"partner": by.worker.partner, "host": by}
    return Meetup.objects.get_or_create(key=key, defaults=fields)[0]


@action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def change_meetup(meetup: Meetup, *, by: User, **fields) -> Meetup:
    """Change what is on the agenda, and tell who comes when the time or the place is another.

    Fewer chairs than people is refused; more chairs are for who waits.
    """
    meetup = _locked(meetup)
    _require_own(meetup, by)
    _require_open(meetup)
    coming = meetup.sign_ups.coming().count()
    if fields.get("capacity", meetup.capacity) < coming:
        raise Refused(too_few_chairs(coming))
    was = (meetup.starts_at, meetup.place_id)
    for name, value in fields.items():
        setattr(meetup, name, value)
    meetup.revision += 1
    meetup.save()
    _seat_within(meetup)
    _fill_chairs(meetup, by=by)
    if was != (meetup.starts_at, meetup.place_id):
        for sign_up in meetup.sign_ups.active():
            letters.changed(sign_up, meetup)
    return meetup


def too_few_chairs(coming: int) -> str:
    """Why the number of chairs cannot be that low, and what can be done."""
    who = "Er komt al 1 persoon" if coming == 1 else f"Er komen al {coming} mensen"
    return f"{who}. Zet het aantal stoelen op {coming} of hoger, of meld eerst iemand af."


def _require_own(meetup: Meetup, by: User) -> None:
    """The agenda is everybody's to read; changing it is for staff and for whose it is."""
    if not Meetup.objects.hosted_by(by).filter(pk=meetup.pk).exists():
        raise Http404


@action(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def cancel_meetup(meetup: Meetup, *, why: str, by: User) -> Meetup:
    """It does not go on: everybody who comes or waits hears it, and no reminder leaves."""
    meetup = _locked(meetup)
    _require_own(meetup, by)
    _require_open(meetup)
    meetup.cancelled_at = timezone.now()
    meetup.cancelled_why = why
    meetup.revision += 1
    meetup.save(update_fields=["cancelled_at", "cancelled_why", "revision"])
    for sign_up in meetup.sign_ups.active():
        letters.called_off(sign_up)
    return meetup


@action(Can.SIGN_UP, recorded=False)
def sign_up(
    meetup: Meetup,
    *,
    key: UUID,
    name: str,
    phone: str,
    fetch: bool = False,
    via: str = Via.WEB,
    code: Code | None = None,
    tenant: Tenant | None = None,
    on_behalf: str = "",
    by: User,
) -> SignUp:
    """Give somebody the lowest free chair, or the last place in the waiting line.

    The same form sent twice, or the same person again, gets the sign-up that was made first.
    """
    require_visible(tenant, by=by)
    meetup = _locked(meetup)
    if again := SignUp.objects.filter(key=key).first():
        return again
    _require_open(meetup)
    phone = _standard(phone)
    there = meetup.sign_ups.active().filter(name__iexact=name, phone=phone).first()
    if there:
        return there
    chair = _free_chair(meetup)
    made = SignUp.objects.create(
        meetup=meetup,
        chair=chair,
        status=Status.CONFIRMED if chair else Status.WAITING,
        key=key,
        name=name,
        phone=phone,
        fetch=fetch,
        via=via,
        code=code,
        tenant=tenant,
        on_behalf=on_behalf,
        made_by_id=by.pk,
    )
    # Written here, so that a form sent twice is not in the trail twice.
    record("activities.sign_up", made, by=by)
    letters.welcome(made, meetup)
    return made


@action(Can.PLAN_MEETUPS, recorded=False)
def cancel_sign_up(sign_up: SignUp, *, by: User) -> SignUp:
    """Somebody cannot come after all, and told a colleague."""
    return _cancel(sign_up, by=by)


@action(Can.SIGN_UP, recorded=False)
def cancel_own(meetup: Meetup, *, token: str, by: User) -> SignUp:
    """Somebody cannot come after all, and says so with the secret of the own ticket."""
    return _cancel(meetup.sign_ups.by_token(token).get(), by=by)


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, recorded=False)
def mark_attended(sign_up: SignUp, *, by: User) -> SignUp:
    """Somebody was there. Said twice, it counts once."""
    sign_up = SignUp.objects.select_related("meetup").get(pk=sign_up.pk)
    if sign_up.status != Status.CONFIRMED:
        raise Refused("Deze persoon staat niet op de lijst van wie komt. Meld eerst aan.")
    if timezone.localdate(sign_up.meetup.starts_at) > timezone.localdate():
        raise Refused("Dit kan op de dag zelf. Wie er was, weet je nu nog niet.")
    new = SignUp.objects.filter(pk=sign_up.pk, attended_at=None).update(attended_at=timezone.now())
    if new:
        sign_up.refresh_from_db(fields=["attended_at"])
        record("activities.mark_attended", sign_up, by=by)
    return sign_up


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, recorded=False)
def unmark_attended(sign_up: SignUp, *, by: User) -> SignUp:
    """That was a slip of the finger."""
    if SignUp.objects.filter(pk=sign_up.pk).exclude(attended_at=None).update(attended_at=None):
        record("activities.unmark_attended", sign_up, by=by)
    sign_up.refresh_from_db(fields=["attended_at"])
    return sign_up


def _locked(meetup: Meetup) -> Meetup:
    """The meetup as it is now; whoever else wants to change its chairs waits."""
    return Meetup.objects.select_for_update().get(pk=meetup.pk)


def _require_open(meetup: Meetup) -> None:
    if meetup.is_cancelled:
        raise Refused("Deze activiteit gaat niet door. Kijk in de agenda wat er nog meer is.")
    if meetup.has_started:
        raise Refused("Deze activiteit is al begonnen of geweest. Kijk in de agenda wat er komt.")


def _standard(phone: str) -> str:
    try:
        return phones.standard(phone)
    except phones.NotANumber as problem:
        raise Refused("Op dit telefoonnummer kan niemand gebeld worden. Kijk het na.") from problem


def _free_chair(meetup: Meetup) -> int | None:
    """The lowest chair that nobody has, for whoever holds the lock on the meetup."""
    taken = set(meetup.sign_ups.coming().values_list("chair", flat=True))
    return next((n for n in range(1, meetup.capacity + 1) if n not in taken), None)


def _seat_within(meetup: Meetup) -> None:
    """Move who sits on a chair that was taken away to one that is left."""
    for sign_up in meetup.sign_ups.coming().filter(chair__gt=meetup.capacity).order_by("chair"):
        meetup.sign_ups.filter(pk=sign_up.pk).update(chair=_free_chair(meetup))


def _fill_chairs(meetup: Meetup, *, by: User) -> None:
    """Give free chairs to who waits, first come first served, and tell them."""
    for sign_up in meetup.sign_ups.waiting():
        chair = _free_chair(meetup)
        if chair is None:
            break
        sign_up.move(Status.CONFIRMED, by=by, chair=chair)
        letters.promoted(sign_up, meetup)


def _cancel(sign_up: SignUp, *, by: User) -> SignUp:
    """Free the chair and give it to the first who waits; cancelled twice counts once."""
    meetup = _locked(sign_up.meetup)
    sign_up.refresh_from_db(fields=["status", "chair"])
    if sign_up.status == Status.CANCELLED:
        return sign_up
    if meetup.has_started:
        raise Refused("Deze activiteit is al begonnen of geweest. Afmelden hoeft niet meer.")
    sign_up.move(Status.CANCELLED, by=by, chair=None)
    record("activities.cancel_sign_up", sign_up, by=by)
    letters.take_back(sign_up)
    if not meetup.is_cancelled:
        _fill_chairs(meetup, by=by)
    return sign_up
