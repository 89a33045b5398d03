"""Who may open which file: with a reason, or not on any list at all."""

from datetime import datetime, time, timedelta

from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from audit.models import record
from ground.refusals import Refused
from tenants.hooks import on_shield
from tenants.models import FileAccess, Tenant
from tenants.models.people import forget_opened_with_reason


def end_of_day() -> datetime:
    """The next midnight here."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


@create_action(Can.SEE_TENANTS, says="dossier geopend met een reden", recorded=False)
def open_with_reason(*, tenant_id: int, reason: str, words: str, by: User) -> Tenant:
    """Open one file with a reason, until midnight. Recorded, and reviewed by a coordinator.

    404 when there is no such tenant, and only then: before a reason nothing is said.
    """
    tenant = Tenant.objects.filter(pk=tenant_id).first()
    if tenant is None:
        raise Http404
    look = FileAccess.objects.create(
        tenant=tenant, user=by, reason=reason, words=words, until=end_of_day()
    )
    forget_opened_with_reason(by)
    record("tenants.open_with_reason", look, by=by, reason=str(reason))
    return tenant


@action(Can.REVIEW_LOOKS, says="inzage beoordeeld")
def review_access(look: FileAccess, *, verdict: str, by: User) -> FileAccess:
    """Say what one thinks of a colleague's look; never of one's own."""
    now = timezone.now()
    changed = FileAccess.objects.filter(pk=look.pk, reviewed_at=None).exclude(user=by)
    if not changed.update(verdict=verdict, reviewed_by=by, reviewed_at=now):
        raise Refused("Deze inzage is al beoordeeld. Ververs de pagina.")
    look.refresh_from_db()
    return look


@action(Can.SEE_TENANTS, says="adres afgeschermd")
def shield(tenant: Tenant, *, by: User) -> Tenant:
    """Keep this person off every list; the file opens one at a time, with a reason.

    Who shields keeps the file open until midnight.
    """
    if Tenant.objects.filter(pk=tenant.pk, shielded_at=None).update(shielded_at=timezone.now()):
        FileAccess.objects.create(
            tenant=tenant, user=by, reason=FileAccess.Reason.OTHER, words="Afgeschermd",
            until=end_of_day(), verdict=FileAccess.Verdict.FINE, reviewed_at=timezone.now(),
        )  # fmt: skip
        forget_opened_with_reason(by)
        on_shield.run(tenant, by)
    tenant.refresh_from_db()
    return tenant


@action(Can.REVIEW_LOOKS, says="niet meer afgeschermd")
def unshield(tenant: Tenant, *, by: User) -> Tenant:
    """Put this person back on the lists, when it is safe; a coordinator decides."""
    Tenant.objects.filter(pk=tenant.pk).update(shielded_at=None)
    tenant.refresh_from_db()
    return tenant


@action(Can.SEE_TENANTS, says="bereikbaarheid gewijzigd")
def change_reach(tenant: Tenant, *, by: User, **fields) -> Tenant:
    """Note how to reach this person; the source system does not undo what was learnt at a door."""
    own = {"channel", "language"} & {n for n, v in fields.items() if getattr(tenant, n) != v}
    for name, value in fields.items():
        setattr(tenant, name, value)
    tenant.corrected = sorted({*tenant.corrected, *own})
    tenant.save(update_fields=[*fields, "corrected"])
    return tenant
