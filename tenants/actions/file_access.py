"""Opening files with a reason, reviewing that, shielding an address, and how to reach a tenant."""

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
    """Return the next local midnight."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


@create_action(Can.SEE_TENANTS, says="dossier geopend met een reden", recorded=False)
def open_with_reason(*, tenant_id: int, reason: str, words: str, by: User) -> Tenant:
    """Open one file with a reason, until midnight; recorded, and reviewed by a coordinator.

    Raises Http404 when the tenant does not exist. The page reveals that only here, after a reason
    was given.
    """
    tenant = Tenant.objects.filter(pk=tenant_id).first()
    if tenant is None:
        raise Http404
    access = FileAccess.objects.create(
        tenant=tenant, user=by, reason=reason, words=words, until=end_of_day(), rights=by.rights
    )
    forget_opened_with_reason(by)
    record("tenants.open_with_reason", access, by=by, reason=str(reason))
    return tenant


@action(Can.REVIEW_FILE_ACCESS, says="inzage beoordeeld")
def review_access(access: FileAccess, *, verdict: str, by: User) -> FileAccess:
    """Review a colleague's file access. Raises Refused for the user's own, or when done already."""
    now = timezone.now()
    changed = FileAccess.objects.filter(pk=access.pk, reviewed_at=None).exclude(user=by)
    if not changed.update(verdict=verdict, reviewed_by=by, reviewed_at=now):
        raise Refused("Deze inzage is al beoordeeld. Open de pagina opnieuw.")
    access.refresh_from_db()
    return access


@action(Can.SEE_TENANTS, says="adres afgeschermd")
def shield(tenant: Tenant, *, by: User) -> Tenant:
    """Shield a tenant's address: no list shows this tenant, and the file opens with a reason only.

    The user who shields keeps access until midnight.
    """
    if Tenant.objects.filter(pk=tenant.pk, shielded_at=None).update(shielded_at=timezone.now()):
        FileAccess.objects.create(
            tenant=tenant, user=by, reason=FileAccess.Reason.OTHER, words="Afgeschermd",
            until=end_of_day(), rights=by.rights, verdict=FileAccess.Verdict.FINE,
            reviewed_at=timezone.now(),
        )  # fmt: skip
        forget_opened_with_reason(by)
        on_shield.run(tenant, by)
    tenant.refresh_from_db()
    return tenant


@action(Can.REVIEW_FILE_ACCESS, says="niet meer afgeschermd")
def unshield(tenant: Tenant, *, by: User) -> Tenant:
    """Show this tenant on lists again, once a coordinator decides that it is safe."""
    Tenant.objects.filter(pk=tenant.pk).update(shielded_at=None)
    tenant.refresh_from_db()
    return tenant


@action(Can.SEE_TENANTS, says="bereikbaarheid gewijzigd")
def change_reach(tenant: Tenant, *, by: User, **fields) -> Tenant:
    """Record how to reach this tenant. Channel and language then survive later imports, because a
    colleague learnt them in person."""
    own = {"channel", "language"} & {n for n, v in fields.items() if getattr(tenant, n) != v}
    for name, value in fields.items():
        setattr(tenant, name, value)
    tenant.corrected = sorted({*tenant.corrected, *own})
    tenant.save(update_fields=[*fields, "corrected"])
    return tenant
