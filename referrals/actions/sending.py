"""The sender's actions: draft, record consent, send, withdraw, offer to the second choice."""

from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.guards import action, create_action
from audit.models import list_seen
from ground.refusals import Refused
from partners.models import Partner
from referrals.models import Message, Referral, Share
from referrals.recipients import notify_partner
from referrals.terms import due_after
from referrals.turns import begin_turn, next_for_sender, withdraw_sent
from referrals.withheld import refuse_withheld
from signals.models import FollowUp, Signal
from signals.next_step import plan
from tenants import actions as tenants
from tenants.consent_wording import PURPOSE
from tenants.consent_wording import sentence as sentence_to_read
from tenants.models import Consent, Field
from tenants.shared_fields import shared_value

Kind = FollowUp.Kind
Status = Referral.Status
Answer = Consent.Answer


# With one of these a partner can reach the tenant.
WAYS_TO_REACH = (Field.PHONE, Field.ADDRESS)


def reachable_by(fields: list[str], referral: Referral) -> bool:
    """Return whether a partner that gets these fields can reach the tenant."""
    tenant, wish = referral.tenant, referral.wish
    return any(way in fields and shared_value(tenant, way, wish=wish) for way in WAYS_TO_REACH)


def require_referable(signal: Signal) -> None:
    """Refuse a signal without a tenant or closed, and a tenant who died or restricted
    processing."""
    if signal.tenant_id is None:
        raise Refused(
            "Koppel eerst een huurder aan dit signaal. Verwijzen kan alleen als je weet om wie "
            "het gaat, want die moet zelf ja zeggen."
        )
    if not signal.is_open:
        raise Refused("Dit signaal is afgesloten. Heropen het als je wilt verwijzen.")
    if signal.tenant.died_on:
        raise Refused("Deze huurder is overleden. Verwijzen kan niet meer.")
    if signal.tenant.restricted_at:
        raise Refused("Deze huurder vroeg om beperking. Verwijzen kan nu niet.")


@action(Can.REFER, says="begonnen")
def start(signal: Signal, *, by: User) -> Referral:
    """Start the one draft of a signal, or return it. The tenant's latest wish is prefilled."""
    require_referable(signal)
    drafts = Referral.objects.filter(signal=signal, status=Status.DRAFT)
    for draft in drafts.exclude(tenant=signal.tenant_id):
        # The signal turned out to be about another tenant.
        draft.move(Status.WITHDRAWN, by=by)
    wish = signal.tenant.wishes.order_by("-pk").first()
    draft, _ = Referral.objects.get_or_create(
        signal=signal,
        status=Status.DRAFT,
        defaults={
            "tenant": signal.tenant,
            "sender": by,
            "wish": wish.words if wish else "",
            "due_on": due_after(Status.DRAFT),
        },
    )
    return draft


@action(Can.REFER, says="partner gekozen")
def choose(
    referral: Referral, *, partner: Partner, second: Partner | None = None, by: User
) -> Referral:
    """Choose the partner to ask, and optionally a second choice. A change drops the consent on the
    draft: consent for one partner does not cover another."""
    _require_choosable(partner)
    if second == partner:
        raise Refused("Kies als tweede keus een andere partner, of geen.")
    if referral.partner_id != partner.pk or referral.second_id != (second and second.pk):
        _write(referral, partner=partner, second=second, consent=None)
    return referral


@action(Can.REFER, says="wens opgeschreven")
def write_wish(referral: Referral, *, wish: str, gist: str, by: User) -> Referral:
    """Record the tenant's wish, and a summary in a few words. Changing the agreed wording drops the
    consent on the draft, so the tenant is asked again."""
    agreed = (referral.wish, referral.gist) == (wish, gist)
    _write(referral, wish=wish, gist=gist, **({} if agreed else {"consent": None}))
    return referral


@action(Can.REFER, says="antwoord van de huurder vastgelegd")
def record_answer(
    referral: Referral,
    *,
    answer: str,
    how: str,
    words: str,
    fields: list[str],
    purpose: str = PURPOSE,
    by: User,
) -> Referral:
    """Record the tenant's answer to the consent sentence that was read aloud.

    Yes: the draft continues. Later: asked again at the consent term. No: the draft is withdrawn
    unsent. The latest answer counts: any answer but yes also withdraws an earlier consent for the
    same partners and purpose.
    """
    partner = referral.partner
    _require_choosable(partner)
    asked = [one for one in (partner, referral.second) if one]
    wording = sentence_to_read(referral.tenant, named(asked), fields, purpose)
    consent, *_ = [
        tenants.record_consent(
            referral.tenant,
            recipient=one.consent_key,
            recipient_name=one.name,
            fields=fields if answer == Answer.YES else [],
            answer=answer,
            how=how,
            words=words,
            wording=wording,
            purpose=purpose,
            with_letter=one == partner,
            by=by,
        )
        for one in asked
    ]
    _write(referral, consent=consent)
    if answer == Answer.YES:
        return referral
    for one in asked:
        given = referral.tenant.consents.active().filter(recipient=one.consent_key, purpose=purpose)
        if earlier := given.order_by("-pk").first():
            tenants.withdraw_consent(earlier, by=by)
    if answer == Answer.LATER:
        next_for_sender(referral, Kind.CONSENT, by=by)
        return referral
    referral.move(Status.WITHDRAWN, by=by)
    if referral.signal.follow_ups.open().filter(kind=Kind.CONSENT).exists():
        # The step was to ask for consent; now that it is answered, contact with the tenant
        # continues.
        plan(referral.signal, Kind.CALL, by=by)
    return referral


@action(Can.REFER, says="verstuurd")
def send(referral: Referral, *, comes_along: bool = False, by: User) -> Referral:
    """Offer the referral to the partner with exactly the fields that the tenant consented to.

    A home visit that stands, stays. When the sender comes along the first time, the partner reads
    so: the fields may hold no way to reach the tenant.
    """
    consent, partner = _require_yes(referral), referral.partner
    _require_choosable(partner)
    signal = referral.signal
    require_referable(signal)
    if signal.tenant_id != referral.tenant_id:
        raise Refused("Aan dit signaal is nu een andere huurder gekoppeld. Begin opnieuw.")
    if Field.WISH in consent.fields:
        texts = {"wish": referral.wish, "gist": referral.gist}
        refuse_withheld(referral.tenant, consent.fields, can_ask=True, **texts)
    begin_turn(referral, Status.OFFERED, by=by, sender=by, offered_at=timezone.now())
    _freeze(referral, consent)
    if comes_along:
        text = f"{by.first_name} komt de eerste keer mee en regelt het contact met de huurder."
        Message.objects.create(referral=referral, author=by, text=text)
    if signal.status != Signal.Status.REFERRED:
        signal.move(Signal.Status.REFERRED, by=by)
    notify_partner(referral, "referral_offered", "offered")
    return referral


@action(Can.REFER, says="ingetrokken")
def withdraw(referral: Referral, *, by: User) -> Referral:
    """Withdraw a referral, or discard a draft. The partner learns only that it is withdrawn."""
    if referral.status == Status.DRAFT:
        referral.move(Status.WITHDRAWN, by=by)
    else:
        withdraw_sent(referral, by=by)
    return referral


@action(Can.REFER, says="aan de tweede keus aangeboden")
def offer_second(referral: Referral, *, by: User) -> Referral:
    """Draft the same wish for the second choice; withdraw the first offer if it is still open. If
    the tenant said yes to both, the sender only has to check the draft."""
    if not referral.second_is_ready:
        raise Refused("De tweede keus komt pas als de eerste nee zegt, of niet op tijd antwoordt.")
    _require_choosable(referral.second)
    require_referable(referral.signal)
    if referral.is_open:
        withdraw_sent(referral, by=by)
    draft = copy_to_partner(referral, referral.second, by=by)
    Referral.objects.filter(pk=referral.pk).update(second=None)
    return draft


def copy_to_partner(referral: Referral, partner: Partner, *, by: User) -> Referral:
    """Draft the same wish for another partner, with consent only if the tenant's latest answer
    about that partner was yes. Refused when the signal already has a draft."""
    if Referral.objects.filter(signal=referral.signal_id, status=Status.DRAFT).exists():
        raise Refused("Bij dit signaal ligt al een concept. Verstuur dat eerst, of gooi het weg.")
    asked = {"recipient": partner.consent_key, "purpose": referral.consent.purpose}
    consent = referral.tenant.consents.filter(**asked).order_by("-pk").first()
    draft = start(referral.signal, by=by)
    _write(
        draft,
        partner=partner,
        wish=referral.wish,
        gist=referral.gist,
        consent=consent if consent and consent.is_active else None,
    )
    return draft


@create_action(Can.REFER, says="lijst meegenomen", recorded=False)
def export(*, referrals: list[Referral], reason: str, by: User) -> None:
    """Record the export of these referrals and its reason, before the file is made."""
    ids = [referral.pk for referral in referrals]
    about = [referral.tenant_id for referral in referrals]
    list_seen("referrals.export", Referral, ids, by=by, tenants=about, reason=reason)


def named(partners: list[Partner]) -> str:
    """'Welzijn Lindenwaard, of als dat niet lukt aan Zorgpunt De Brug'."""
    return ", of als dat niet lukt aan ".join(partner.name for partner in partners)


def _freeze(referral: Referral, consent: Consent) -> None:
    """Copy the values of the consented fields as they are today; empty values are left out."""
    tenant, wish = referral.tenant, referral.wish
    values = {field: shared_value(tenant, Field(field), wish=wish) for field in consent.fields}
    if not any(values.values()):
        raise Refused(
            "Wat de huurder wil delen, staat niet in het dossier: de partner zou niets zien. "
            "Vraag in stap 3 of er iets anders gedeeld mag worden."
        )
    Share.objects.bulk_create(
        Share(referral=referral, field=field, value=value)
        for field, value in values.items()
        if value
    )


def _write(referral: Referral, **fields) -> None:
    """Update a draft; refused when it is no longer a draft."""
    if not Referral.objects.filter(pk=referral.pk, status=Status.DRAFT).update(**fields):
        raise Refused("Deze verwijzing is al verstuurd of ingetrokken, en verandert niet meer.")
    for field, value in fields.items():
        setattr(referral, field, value)


def _require_choosable(partner: Partner | None) -> None:
    if partner is None:
        raise Refused("Kies eerst een partner.")
    # Locked: a concurrent switch-off comes before or after this, and then finds what was sent.
    now = Partner.objects.select_for_update().get(pk=partner.pk)
    if now.why_not:
        raise Refused(now.why_not)


def _require_yes(referral: Referral) -> Consent:
    """Return the consent on the draft: a yes, and the latest answer about this partner. Locked
    until the referral is sent."""
    given = Consent.objects.select_for_update().filter(pk=referral.consent_id).first()
    if given is None or given.answer != Answer.YES or not referral.partner:
        raise Refused("Leg eerst vast wat de huurder zegt. Zonder ja gaat er niets weg.")
    asked = {"recipient": referral.partner.consent_key, "purpose": given.purpose}
    consent = referral.tenant.require_consent(**asked, fields=set(given.fields))
    if not consent == given == referral.tenant.consents.filter(**asked).latest("pk"):
        raise Refused(
            "Het antwoord van de huurder is intussen veranderd. Vraag het opnieuw in stap 3."
        )
    return given
