"""Actions on a tenant's file: notes, wishes, the network map, and consent."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from audit.models import record
from ground.refusals import Refused
from tenants.consent_wording import PURPOSE, VALID_DAYS, VERSION
from tenants.hooks import on_withdrawal
from tenants.messages import confirm_consent, confirm_withdrawal
from tenants.models import Consent, Contact, Note, Snapshot, SnapshotTie, Tenant, Wish

RESTRICTED = (
    "Deze huurder vroeg om beperking: we bewaren alles, en doen er niets mee. Deel nu niets, en "
    "overleg met de coördinator."
)


@action(Can.SEE_TENANTS, says="notitie gemaakt")
def note(tenant: Tenant, *, key: UUID, text: str, by: User) -> Note:
    """Add a short note to the file. Idempotent: a form sent twice with one key adds one note."""
    defaults = {"tenant": tenant, "text": text, "written_by": by}
    return Note.objects.get_or_create(key=key, defaults=defaults)[0]


@action(Can.SEE_TENANTS, says="wens vastgelegd")
def record_wish(tenant: Tenant, *, words: str, interests: list[str], by: User) -> Wish:
    """Record what this tenant would like, in the tenant's own words."""
    return Wish.objects.create(tenant=tenant, words=words, interests=interests, noted_by=by)


@action(Can.SEE_TENANTS, says="contact toegevoegd")
def add_contact(
    tenant: Tenant,
    *,
    label: str,
    circle: str,
    often: int,
    strength: str,
    is_new: bool,
    is_mutual: bool = True,
    is_professional: bool = False,
    by: User,
) -> Contact:
    """Add a contact to the network map, by role or first name. Raises Refused for a label that is
    already in the same circle."""
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    if tenant.contacts.filter(label__iexact=label.strip(), circle=circle).exists():
        raise Refused(f"‘{label}’ staat al op de kaart. Pas die aan, of noem een ander anders.")
    return Contact.objects.create(
        tenant=tenant,
        label=label,
        circle=circle,
        often=often,
        strength=strength,
        is_new=is_new,
        is_mutual=is_mutual,
        is_professional=is_professional,
    )


@action(Can.SEE_TENANTS, says="contact gewijzigd")
def change_contact(contact: Contact, *, by: User, **fields) -> Contact:
    """Change a contact on the network map, and mark it as discussed today."""
    for name, value in (fields | {"noted_on": timezone.localdate()}).items():
        setattr(contact, name, value)
    contact.save()
    return contact


@action(Can.SEE_TENANTS, says="contact verwijderd")
def remove_contact(contact: Contact, *, by: User) -> Tenant:
    """Remove a contact from the map; return its tenant."""
    tenant = contact.tenant
    contact.delete()
    return tenant


@action(Can.SEE_TENANTS, says="netwerkkaart bewaard")
def take_snapshot(tenant: Tenant, *, by: User) -> Snapshot:
    """Save the map as it is today; it replaces an earlier snapshot of the same day."""
    contacts = list(tenant.contacts.all())
    if not contacts:
        raise Refused("Er staat nog niemand op de kaart. Teken eerst wie er om de huurder heen is.")
    Snapshot.objects.filter(tenant=tenant, taken_on=timezone.localdate()).delete()
    snapshot = Snapshot.objects.create(tenant=tenant, taken_by=by)
    same = ("label", "circle", "often", "strength", "is_mutual", "is_professional", "is_new")
    SnapshotTie.objects.bulk_create(
        SnapshotTie(snapshot=snapshot, **{name: getattr(contact, name) for name in same})
        for contact in contacts
    )
    return snapshot


@action(Can.RECORD_CONSENT, says="toestemming vastgelegd")
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
    with_letter: bool = True,
    by: User,
) -> Consent:
    """Record the tenant's answer to the sentence that was read aloud; a yes is confirmed by letter.

    `with_letter` is False for the second choice in one sentence: the letter about the first names
    it.

    Raises Refused when the tenant has died, and for a yes while processing is restricted.
    """
    if tenant.died_on:
        raise Refused("Deze huurder is overleden. Er valt geen toestemming meer te vragen.")
    if tenant.restricted_at and answer == Consent.Answer.YES:
        raise Refused(RESTRICTED)
    consent = Consent.objects.create(
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
    if answer == Consent.Answer.YES:
        if with_letter:
            confirm_consent(consent)
    elif answer == Consent.Answer.NO:
        _end_earlier_yes(consent, by=by)
    return consent


def _end_earlier_yes(no: Consent, *, by: User) -> None:
    """Withdraw what was agreed before with the same recipient and purpose: the latest answer
    counts."""
    same = {"tenant": no.tenant, "recipient": no.recipient, "purpose": no.purpose}
    if yes := Consent.objects.active().filter(**same).order_by("-pk").first():
        withdraw_consent(yes, by=by)


@action(Can.RECORD_CONSENT, says="toestemming ingetrokken")
def withdraw_consent(consent: Consent, *, everything: bool = False, by: User) -> Consent:
    """Stop sharing with this recipient for this purpose at once; earlier active consents to the
    same recipient and purpose end with it. With `everything`, every other consent to share ends
    too. The tenant gets a confirmation, which names all that ended."""
    now = timezone.now()
    others = consent.in_force_beside() if everything else []
    _withdraw(consent, now, by=by)
    for other in others:
        _withdraw(other, now, by=by)
        record("tenants.withdraw_consent", other, by=by)
    confirm_withdrawal([consent, *others])
    return consent


def _withdraw(consent: Consent, now: datetime, *, by: User) -> None:
    if not Consent.objects.active().filter(pk=consent.pk).update(withdrawn_at=now):
        raise Refused("Deze toestemming geldt al niet meer. Open de pagina opnieuw.")
    earlier = Consent.objects.active().filter(
        tenant=consent.tenant, recipient=consent.recipient, purpose=consent.purpose
    )
    earlier.update(withdrawn_at=now)
    consent.withdrawn_at = now
    on_withdrawal.run(consent, by)
