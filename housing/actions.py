"""Actions on housing forms, and on candidates who would like to live in one."""

from uuid import UUID

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action, require_visible
from ground.refusals import Refused
from housing.models import Candidate, HousingForm
from tenants.models import Tenant

Status = HousingForm.Status
# Nobody can become a candidate for these.
CLOSED = {Status.STOPPED}


@create_action(Can.HOUSE, says="toegevoegd")
def add(*, key: UUID, by: User, **fields) -> HousingForm:
    """Add a housing form. Idempotent per key: sent twice, it is created once."""
    return HousingForm.objects.get_or_create(key=key, defaults=fields)[0]


@action(Can.HOUSE, says="gewijzigd")
def edit(form: HousingForm, *, by: User, **fields) -> HousingForm:
    """Edit the description of a housing form."""
    HousingForm.objects.filter(pk=form.pk).update(**fields)
    form.refresh_from_db()
    return form


@action(Can.HOUSE, says="een stap verder")
def advance(form: HousingForm, *, to: str, by: User) -> HousingForm:
    """Move to the next status, or stop it."""
    form.move(to, by=by)
    return form


@action(Can.HOUSE, says="belangstelling genoteerd")
def note_interest(form: HousingForm, *, tenant: Tenant, by: User) -> Candidate:
    """Record a tenant's interest. Recorded again, it confirms the existing row."""
    require_visible(tenant, by=by)
    if form.status in CLOSED:
        raise Refused("Deze woonvorm is gestopt. Er kan niemand meer bij.")
    if tenant.died_on:
        raise Refused("Deze huurder is overleden.")
    candidate, new = Candidate.objects.get_or_create(
        form=form, tenant=tenant, defaults={"noted_by": by}
    )
    if not new:
        _say(candidate, ended_on=None, confirmed_on=timezone.localdate())
    return candidate


@action(Can.HOUSE, says="belangstelling bevestigd")
def confirm_interest(candidate: Candidate, *, by: User) -> Candidate:
    """Confirm that the candidate is still interested."""
    return _say(candidate, ended_on=None, confirmed_on=timezone.localdate())


@action(Can.HOUSE, says="belangstelling beëindigd")
def end_interest(candidate: Candidate, *, by: User) -> Candidate:
    """End the interest: the candidate lost it or found a home. Repeating keeps the first day."""
    Candidate.objects.interested().filter(pk=candidate.pk).update(ended_on=timezone.localdate())
    candidate.refresh_from_db()
    return candidate


def _say(candidate: Candidate, **fields) -> Candidate:
    Candidate.objects.filter(pk=candidate.pk).update(**fields)
    candidate.refresh_from_db()
    return candidate
