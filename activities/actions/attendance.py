"""Attendance at a meetup."""

from uuid import UUID, uuid4

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Can
from activities import seating
from activities.models import Meetup, SignUp, WalkIn
from audit.guards import action
from audit.models import record
from ground.refusals import Refused

Status = SignUp.Status


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, says="aanwezig gemeld", recorded=False)
def mark_attended(sign_up: SignUp, *, by: User) -> SignUp:
    """Record that a guest attended. Idempotent."""
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


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, says="geteld wie zonder aanmelden kwam")
def count_walk_ins(meetup: Meetup, *, walk_ins: int, by: User) -> Meetup:
    """Record how many people came without signing up, those with a name included."""
    meetup = _own_with_lock(meetup, by)
    named = meetup.named_walk_ins.count()
    if walk_ins < named:
        said = "1 voornaam" if named == 1 else f"{named} voornamen"
        raise Refused(
            f"Je noteerde al {said}. Zet hier {named} of meer, of haal eerst een naam weg.",
            field="walk_ins",
        )
    meetup.walk_ins = walk_ins
    meetup.save(update_fields=["walk_ins"])
    return meetup


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, says="genoteerd wie zonder aanmelden kwam")
def name_walk_in(meetup: Meetup, *, key: UUID, name: str, by: User) -> Meetup:
    """Count somebody who came without signing up and does not mind that their first name is noted.
    Idempotent per form key."""
    meetup = _own_with_lock(meetup, by)
    if timezone.localdate(meetup.starts_at) > timezone.localdate():
        raise Refused("Dit kan op de dag zelf. Wie er komt, weet je nu nog niet.")
    noted = {"meetup": meetup, "name": name, "made_by_id": by.pk}
    if WalkIn.objects.filter(key=key).exclude(**noted).exists():
        key = uuid4()  # another name on the form of an earlier one, as after Back
    _walk_in, new = WalkIn.objects.get_or_create(key=key, defaults=noted)
    if new:
        meetup.walk_ins += 1
        meetup.save(update_fields=["walk_ins"])
    return meetup


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, says="naam weggehaald van wie zonder aanmelden kwam")
def forget_walk_in(walk_in: WalkIn, *, by: User) -> Meetup:
    """Remove the name of somebody who came without signing up; they stay counted."""
    meetup = walk_in.meetup
    walk_in.delete()
    return meetup


def _own_with_lock(meetup: Meetup, by: User) -> Meetup:
    """Lock a meetup that this user receives at; Http404 for one of somebody else."""
    meetup = seating.lock_meetup(meetup)
    if not Meetup.objects.hosted_by(by).filter(pk=meetup.pk).exists():
        raise Http404
    return meetup


@action(Can.SIGN_UP, says="verteld of iemand sprak", recorded=False)
def tell_if_spoken_to(meetup: Meetup, *, token: str, spoke: bool, by: User) -> SignUp:
    """Record the answer to the one question afterwards: did somebody speak with you?"""
    found = meetup.sign_ups.by_token(token).get()
    if found.status != Status.CONFIRMED or not meetup.has_started:
        raise Refused(
            gettext("Deze vraag is er na afloop. Fijn dat u iets wilt vertellen: bel ons gerust.")
        )
    SignUp.objects.filter(pk=found.pk).update(spoke=spoke)
    return found


@action(Can.PLAN_MEETUPS, Can.HOST_MEETUPS, says="toch niet aanwezig", recorded=False)
def unmark_attended(sign_up: SignUp, *, by: User) -> SignUp:
    """Undo mark_attended."""
    if SignUp.objects.filter(pk=sign_up.pk).exclude(attended_at=None).update(attended_at=None):
        record("activities.unmark_attended", sign_up, by=by)
    sign_up.refresh_from_db(fields=["attended_at"])
    return sign_up
