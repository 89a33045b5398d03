"""The life of a housing form: an idea, studied, decided, built, lived in; and who would like to."""

from uuid import UUID

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action, require_visible
from ground.refusals import Refused
from housing.models import Candidate, HousingForm
from tenants.models import Tenant

Status = HousingForm.Status
# A form that nobody can come to live in any more.
CLOSED = {Status.STOPPED}


@create_action(Can.HOUSE, says="toegevoegd")
def add(*, key: UUID, by: User, **fields) -> HousingForm:
    """Write down a way of living together. Sent twice with one key, it is made once."""
    return HousingForm.objects.get_or_create(key=key, defaults=fields)[0]


@action(Can.HOUSE, says="gewijzigd")
def edit(form: HousingForm, *, by: User, **fields) -> HousingForm:
    """Change what is written about it."""
    HousingForm.objects.filter(pk=form.pk).update(**fields)
    form.refresh_from_db()
    return form


@action(Can.HOUSE, says="een stap verder")
def advance(form: HousingForm, *, to: str, by: User) -> HousingForm:
    """Take it a step further, or stop it."""
    form.move(to, by=by)
    return form


@action(Can.HOUSE, says="belangstelling genoteerd")
def note_interest(form: HousingForm, *, tenant: Tenant, by: User) -> Candidate:
    """Somebody would like to live there. Said again later, it is the same wish, confirmed."""
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
    """Asked again: still interested."""
    return _say(candidate, ended_on=None, confirmed_on=timezone.localdate())


@action(Can.HOUSE, says="belangstelling beëindigd")
def end_interest(candidate: Candidate, *, by: User) -> Candidate:
    """Not interested any more, or found another home. Said twice, the first day stands."""
    Candidate.objects.interested().filter(pk=candidate.pk).update(ended_on=timezone.localdate())
    candidate.refresh_from_db()
    return candidate


def _say(candidate: Candidate, **fields) -> Candidate:
    Candidate.objects.filter(pk=candidate.pk).update(**fields)
    candidate.refresh_from_db()
    return candidate
