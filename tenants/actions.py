"""What happens around a tenant: a wish noted, a network drawn, an answer recorded or taken back."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.doors import Refused
from accounts.models import User
from accounts.roles import Can
from audit.doors import action
from tenants.imports.applying import apply_homes, apply_tenants
from tenants.imports.comparing import LINE, cleaned, compare
from tenants.imports.reading import read
from tenants.models import Consent, Contact, ImportRun, Note, Tenant, Wish
from tenants.recall import recall_all
from tenants.wording import PURPOSE, VALID_DAYS, VERSION


@action(Can.SEE_TENANTS)
def note(tenant: Tenant, *, key: UUID, text: str, by: User) -> Note:
    """Leave a short line on the file. Sent twice with one key, it stands there once."""
    defaults = {"tenant": tenant, "text": text, "written_by": by}
    return Note.objects.get_or_create(key=key, defaults=defaults)[0]


@action(Can.SEE_TENANTS)
def record_wish(tenant: Tenant, *, words: str, interests: list[str], by: User) -> Wish:
    """Write down what this tenant would like, in the tenant's own words."""
    return Wish.objects.create(tenant=tenant, words=words, interests=interests, noted_by=by)


@action(Can.SEE_TENANTS)
def add_contact(
    tenant: Tenant,
    *,
    label: str,
    circle: str,
    often: int,
    strength: str,
    is_new: bool,
    by: User,
) -> Contact:
    """Draw somebody on the network map, by role or first name."""
    return Contact.objects.create(
        tenant=tenant, label=label, circle=circle, often=often, strength=strength, is_new=is_new
    )


@action(Can.SEE_TENANTS)
def change_contact(contact: Contact, *, by: User, **fields) -> Contact:
    """Draw somebody elsewhere on the map, talked about today."""
    for name, value in (fields | {"noted_on": timezone.localdate()}).items():
        setattr(contact, name, value)
    contact.save()
    return contact


@action(Can.SEE_TENANTS)
def remove_contact(contact: Contact, *, by: User) -> Tenant:
    """Take somebody off the map."""
    tenant = contact.tenant
    contact.delete()
    return tenant


@action(Can.RECORD_CONSENT)
def record_consent(
    tenant: Tenant,
    *,
    recipient: str,
    recipient_name: str,
    fields: list[str],
    answer: str,
    how: str,
    words: str,
    wording: str,
    purpose: str = PURPOSE,
    valid_days: int = VALID_DAYS,
    by: User,
) -> Consent:
    """Record what this tenant answered to the sentence that was read aloud."""
    if tenant.died_on:
        raise Refused("Deze huurder is overleden. Er valt geen toestemming meer te vragen.")
    return Consent.objects.create(
        tenant=tenant,
        recipient=recipient,
        recipient_name=recipient_name,
        purpose=purpose,
        fields=fields,
        answer=answer,
        how=how,
        words=words,
        wording=wording,
        wording_version=VERSION,
        recorded_by=by,
        expires_on=timezone.localdate() + timedelta(days=valid_days),
    )


@action(Can.RECORD_CONSENT)
def withdraw_consent(consent: Consent, *, by: User) -> Consent:
    """Stop sharing with this recipient, from this moment; an earlier yes ends with it."""
    now = timezone.now()
    if not Consent.objects.active().filter(pk=consent.pk).update(withdrawn_at=now):
        raise Refused("Deze toestemming geldt al niet meer. Ververs de pagina.")
    earlier = Consent.objects.active().filter(tenant=consent.tenant, recipient=consent.recipient)
    earlier.update(withdrawn_at=now)
    consent.withdrawn_at = now
    recall_all(consent, by)
    return consent


@action(Can.IMPORT)
def read_file(subject: None, *, kind: str, name: str, data: bytes, by: User) -> ImportRun:
    """Read a file and say what it would change. Nothing changes yet. Raises Unreadable."""
    line = LINE[kind]
    sheet = read(data, known=line.KNOWN, required=line.REQUIRED)
    rows, changes = compare(cleaned(sheet, kind), sheet, kind)
    return ImportRun.objects.create(
        kind=kind,
        file_name=name[-120:],
        by=by,
        rows=rows,
        rejects=sorted(sheet.rejects, key=lambda reject: reject["line"]),
        changes=changes,
        dropped=sheet.dropped,
    )


@action(Can.IMPORT)
def apply_import(run: ImportRun, *, by: User) -> ImportRun:
    """Put the file in, wholly or not at all. The cleaned rows are not kept afterwards."""
    claimed = ImportRun.objects.filter(pk=run.pk, applied_at=None, cancelled_at=None)
    if not claimed.update(applied_at=timezone.now()):
        raise Refused("Dit bestand is al doorgevoerd of weggegooid.")
    run.refresh_from_db()
    if run.rows:
        put_in = {ImportRun.Kind.HOMES: apply_homes, ImportRun.Kind.TENANTS: apply_tenants}
        put_in[ImportRun.Kind(run.kind)](run.rows)
    run.rows = []
    run.save(update_fields=["rows"])
    return run


@action(Can.IMPORT)
def discard_import(run: ImportRun, *, by: User) -> ImportRun:
    """Throw the file away; nothing changes."""
    waiting = ImportRun.objects.filter(pk=run.pk, applied_at=None, cancelled_at=None)
    if not waiting.update(cancelled_at=timezone.now(), rows=[]):
        raise Refused("Dit bestand is al doorgevoerd of weggegooid.")
    run.refresh_from_db()
    return run
