"""Data subject requests (GDPR articles 15 to 18): received, answered within a month, and proven."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action
from audit.models import LegalHold, record
from ground.citizen_numbers import remove_bsn
from ground.months import months_after
from ground.refusals import Refused
from tenants.hooks import (
    before_erasure,
    on_correction,
    on_restriction,
    on_restriction_lifted,
)
from tenants.models import ErasureTombstone, RightsRequest, Tenant
from tenants.subject_access import personal_data

Kind = RightsRequest.Kind
Status = RightsRequest.Status
HELD = (
    "Van deze huurder mag nu niets weg: de privacyfunctionaris heeft verwijderen geblokkeerd. "
    "Overleg, of weiger het verzoek met die reden."
)


@action(Can.HANDLE_RIGHTS, says="verzoek ontvangen")
def receive_request(
    tenant: Tenant, *, kind: str, via: str, received_on: date, identity: str, by: User
) -> RightsRequest:
    """Record a request; the month starts on the day it was received. An open request of the same
    kind is returned instead of a second one."""
    same = RightsRequest.objects.open().filter(tenant_number=tenant.pk, kind=kind).first()
    return same or RightsRequest.objects.create(
        tenant_number=tenant.pk,
        kind=kind,
        via=via,
        received_on=received_on,
        due_on=months_after(received_on, 1),
        identity=remove_bsn(identity),
        recorded_by=by,
    )


@action(Can.HANDLE_RIGHTS, says="verzoek uitgesteld")
def extend_request(request: RightsRequest, *, why: str, by: User) -> RightsRequest:
    """Extend the term by two months, once, for a complex request (GDPR article 12.3).

    The tenant must be told why within the first month. Raises Refused after that month.
    """
    open_still = RightsRequest.objects.open().filter(pk=request.pk, extended_why="")
    due_on = months_after(request.received_on, 3)
    if timezone.localdate() > request.due_on or not open_still.update(
        extended_why=remove_bsn(why), due_on=due_on
    ):
        raise Refused("Uitstellen kan één keer, en alleen in de eerste maand.")
    request.refresh_from_db()
    return request


@action(Can.HANDLE_RIGHTS, says="verzoek beantwoord")
def answer_request(
    request: RightsRequest, *, answer: str, refused: bool = False, by: User
) -> RightsRequest:
    """Record how the request was answered, as proof. A refusal states the reason and where the
    tenant can complain."""
    if request.kind == Kind.ERASE and not refused:
        raise Refused("Verwijder eerst het dossier; dat is dan het antwoord.")
    restricted = Tenant.objects.filter(pk=request.tenant_number, restricted_at__isnull=False)
    if request.kind == Kind.RESTRICT and not refused and not restricted.exists():
        raise Refused("Beperk eerst het gebruik; dat is dan het antwoord.")
    to = Status.REFUSED if refused else Status.DONE
    request.move(to, by=by, answer=remove_bsn(answer), answered_by=by)
    return request


@action(Can.HANDLE_RIGHTS, says="inzage gegeven", recorded=False)
def give_subject_access(request: RightsRequest, *, form: str, by: User) -> None:
    """Record that a subject access document is given, before it is rendered."""
    record("tenants.give_subject_access", request, by=by, form=form)


@action(Can.HANDLE_RIGHTS, says="gegevens verbeterd", recorded=False)
def rectify(request: RightsRequest, *, fields: dict, answer: str, by: User) -> Tenant:
    """Correct a tenant's data; recipients are informed, and later imports do not overwrite it."""
    if request.kind != Kind.RECTIFY:
        raise Refused("Dit is geen verzoek om verbetering.")
    tenant = Tenant.objects.get(pk=request.tenant_number)
    changed = [name for name, value in fields.items() if getattr(tenant, name) != value]
    if not changed:
        raise Refused("Er is niets veranderd. Vul in wat er anders moet staan.")
    for name in changed:
        setattr(tenant, name, fields[name])
    # What stood beside the old number does not belong to the new one.
    also = ["phone_note"] if "phone" in changed else []
    if also:
        tenant.phone_note = ""
    tenant.corrected = sorted({*tenant.corrected, *changed, *also})
    tenant.make_searchable()
    tenant.save(update_fields=[*changed, *also, "corrected", "search"])
    record("tenants.rectify", tenant, by=by, fields=changed)
    on_correction.run(tenant, changed, by)
    request.move(Status.DONE, by=by, answer=remove_bsn(answer), answered_by=by)
    return tenant


@action(Can.HANDLE_RIGHTS, says="gebruik beperkt of vrijgegeven")
def restrict(tenant: Tenant, *, on: bool, by: User) -> Tenant:
    """Restrict processing (GDPR article 18), or lift the restriction when `on` is False.

    While restricted, all data are kept, without letters, rounds, referrals or new consents, and
    the steps about this tenant rest.
    """
    standing = Tenant.objects.filter(pk=tenant.pk, restricted_at__isnull=on)
    if not standing.update(restricted_at=timezone.now() if on else None):
        raise Refused(
            "Het gebruik was al beperkt." if on else "Het gebruik was al niet meer beperkt."
        )
    tenant.refresh_from_db()
    (on_restriction if on else on_restriction_lifted).run(tenant, by)
    return tenant


@action(Can.HANDLE_RIGHTS, says="alles verwijderd op verzoek", recorded=False)
def erase(request: RightsRequest, *, by: User) -> dict[str, int]:
    """Delete all personal data about this tenant in every room; return row counts by model label.

    What was shared is withdrawn first. The audit trail keeps its rows: they hold numbers only. A
    keyed digest stays (`ErasureTombstone`), so that the next import skips this person.
    """
    tenant = Tenant.objects.select_for_update().filter(pk=request.tenant_number).first()
    if tenant is None:
        raise Refused("Dit dossier is al verwijderd. Open de pagina opnieuw.")
    if request.kind != Kind.ERASE:
        raise Refused("Dit is geen verzoek om verwijdering.")
    if LegalHold.objects.in_force().filter(tenant_number=tenant.pk).exists():
        raise Refused(HELD)
    before_erasure.run(tenant, by)
    ErasureTombstone.objects.get_or_create(digest=ErasureTombstone.digest_of(tenant.external_id))
    # Collect all ids first: some rows are found through others that are deleted before them.
    going = [
        (one.model, list(one.rows_of(tenant).values_list("pk", flat=True)))
        for one in personal_data()
        if not one.erased_with
    ]
    counts: dict[str, int] = {}
    for model, ids in going:
        if ids:
            _, gone = model._default_manager.filter(pk__in=ids).delete()
            counts |= {label: counts.get(label, 0) + n for label, n in gone.items()}
    RightsRequest.objects.filter(pk=request.pk).update(identity="nagegaan")
    request.move(
        Status.DONE, by=by, answered_by=by, answer=f"Verwijderd: {sum(counts.values())} rijen."
    )
    record("tenants.erase", request, by=by, **counts)
    return counts
