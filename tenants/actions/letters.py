"""Letters to a tenant, and what to do when one comes back."""

from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from ground.citizen_numbers import remove_bsn
from ground.refusals import Refused
from tenants.models import Letter, Tenant
from tenants.shared_fields import current_home


@action(Can.SEE_TENANTS, says="brief geschreven")
def write_letter(tenant: Tenant, *, key: UUID, text: str, largest: bool, by: User) -> Letter:
    """Write a letter to the tenant's home. Idempotent: a form sent twice with one key writes one;
    with another text, as after Back, it is another letter.

    Raises Refused for a tenant who died, restricted the use of their data, or has no home here.
    """
    if tenant.died_on:
        raise Refused("Deze huurder is overleden. Er gaat geen brief meer.")
    if tenant.restricted_at:
        raise Refused("Deze huurder vroeg om beperking. Overleg eerst met de coördinator.")
    if current_home(tenant) is None:
        raise Refused("Deze huurder woont hier niet meer. Zoek eerst waar iemand nu is.")
    fields = {
        "tenant": tenant, "text": remove_bsn(text), "largest": largest, "written_by": by,
    }  # fmt: skip
    if Letter.objects.filter(key=key).exclude(**fields).exists():
        key = uuid4()
    return Letter.objects.get_or_create(key=key, defaults=fields)[0]


@action(Can.SEE_TENANTS, says="brief kwam terug")
def mark_letter_returned(letter: Letter, *, by: User) -> Letter:
    """Record that a letter came back: somebody checks the address."""
    Letter.objects.filter(pk=letter.pk, returned_at=None).update(returned_at=timezone.now())
    doubt_address(letter.tenant_id)
    letter.refresh_from_db()
    return letter


def doubt_address(tenant_id: int) -> None:
    """Put the address of a tenant, to whom a letter came back, on the list to check."""
    Tenant.objects.filter(pk=tenant_id, address_doubted_at=None).update(
        address_doubted_at=timezone.now()
    )


@action(Can.SEE_TENANTS, says="adres nagekeken")
def confirm_address(tenant: Tenant, *, by: User) -> Tenant:
    """Record that somebody checked the address after a letter came back, and it is right."""
    Tenant.objects.filter(pk=tenant.pk).update(address_doubted_at=None)
    tenant.refresh_from_db()
    return tenant
