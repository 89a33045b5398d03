"""Personal invitations: invite, post the letters, and accept with the code."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Can
from activities import notifications, seating
from activities.actions.meetups import require_open
from activities.actions.sign_ups import create_sign_up
from activities.models import Invite, Meetup, SignUp
from audit.guards import action
from audit.models import record
from ground.refusals import Refused
from tenants.actions import doubt_address
from tenants.models import Tenant


@action(Can.PLAN_MEETUPS, says="uitgenodigd", recorded=False)
def invite(meetup: Meetup, *, tenants: list[Tenant], by: User) -> list[Invite]:
    """Invite tenants to a meetup, each with a code of their own. Tenants who were invited before,
    and tenants the planner may not list, are skipped."""
    meetup = seating.lock_meetup(meetup)
    require_open(meetup)
    may = Tenant.objects.listed_to(by).filter(died_on=None, restricted_at=None)
    asked = meetup.invites.values("tenant")
    made = [
        Invite.objects.create(meetup=meetup, tenant=tenant, made_by=by)
        for tenant in may.filter(pk__in=[t.pk for t in tenants]).exclude(pk__in=asked)
    ]
    for one in made:
        record("activities.invite", one, by=by)
    return made


@action(Can.PLAN_MEETUPS, says="brieven op de post")
def mark_posted(meetup: Meetup, *, letters: list[int], by: User) -> Meetup:
    """Record that the printed letters were posted, by the ids of their invitations."""
    waiting = Invite.objects.visible_to(by).answering().filter(meetup=meetup).to_post()
    waiting.filter(pk__in=letters).update(posted_at=timezone.now())
    return meetup


@action(Can.PLAN_MEETUPS, says="brief kwam terug")
def mark_returned(invite: Invite, *, by: User) -> Invite:
    """Record that a letter came back: somebody checks the address, and no answer is expected."""
    Invite.objects.filter(pk=invite.pk, returned_at=None).update(returned_at=timezone.now())
    doubt_address(invite.tenant_id)
    return invite


@action(Can.SIGN_UP, says="code gebruikt", recorded=False)
def open_invite(meetup: Meetup, *, code: str, by: User) -> None:
    """Record that the page of a code was opened. Only the first time counts."""
    meetup.invites.filter(code=code, opened_at=None).update(opened_at=timezone.now())


@action(Can.SIGN_UP, says="ja gezegd op een uitnodiging", recorded=False)
def accept_invite(
    meetup: Meetup, *, code: str, key: UUID, party: int = 1, fetch: bool = False, phone: str = "",
    by: User,
) -> SignUp:  # fmt: skip
    """Sign up an invited tenant, whose name and number are known; reserved chairs are available."""
    found = Invite.objects.answering().select_related("tenant").get(meetup=meetup, code=code)
    there = SignUp.objects.filter(invite=found).first()
    if there and there.status in SignUp.ACTIVE:
        return there
    tenant = found.tenant
    number = phone or tenant.phone
    if not number:
        raise Refused(gettext("Vul uw telefoonnummer in. Dan kunnen wij u bellen."))
    if there:
        # Signed up, cancelled, and accepts again: the invitation moves to the newest sign-up.
        SignUp.objects.filter(pk=there.pk).update(invite=None)
    made = create_sign_up(
        meetup, key=key, name=tenant.plain_name[:80], phone=number, party=party, fetch=fetch,
        via=SignUp.Via.CODE, tenant=tenant, invite=found, by=by,
    )  # fmt: skip
    if made.invite_id is None:
        # Signed up before the letter arrived: reserved chairs become available to them as well.
        SignUp.objects.filter(pk=made.pk).update(invite=found, invited=True, tenant=tenant)
        made.refresh_from_db()
        waited = made.status == SignUp.Status.WAITING
        seating.fill(seating.lock_meetup(meetup), by=by, here=made)
        if waited and made.status == SignUp.Status.CONFIRMED:
            notifications.welcome(made, meetup)
    return made
