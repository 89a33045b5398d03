"""Message kinds of this app: invitations, requests to confirm details, agreements that end soon."""

from django.urls import reverse

from ground.mailed_codes import issue
from ground.tokens import generate_token, hash_token
from outbox.kinds import Audience, kind
from outbox.models import Message
from partners.models import Agreement, Invitation, Partner


@kind(
    "partner_invited",
    subject="Je bent uitgenodigd voor Aanloop",
    audience=Audience.PARTNER,
    secret=True,
)
def partner_invited(message: Message) -> dict | None:
    """Create the token while the mail is rendered; an earlier one stops working."""
    invitation = Invitation.objects.open().filter(pk=message.about["invitation"]).first()
    if invitation is None:
        return None
    token = generate_token()
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=hash_token(token))
    return {
        "partner": invitation.partner,
        "until": invitation.expires_at,
        "path": reverse("partners:accept_invitation", args=[token]),
    }


@kind("partner_code", subject="Je code voor Aanloop", audience=Audience.PARTNER, secret=True)
def partner_code(message: Message) -> dict | None:
    """To the invited address. The code is made while rendering; only its hash is stored."""
    open_ones = Invitation.objects.open().select_related("partner")
    invitation = open_ones.filter(pk=message.about["invitation"]).first()
    newest = invitation and message.key == f"invitation-code:{invitation.pk}:{invitation.codes}"
    return {"code": issue(invitation), "partner": invitation.partner} if newest else None


@kind("partner_invites", subject="Een partner nodigt iemand uit", audience=Audience.STAFF)
def partner_invites(message: Message) -> dict | None:
    """Dropped when the invitation is no longer open before sending."""
    open_ones = Invitation.objects.open().select_related("partner")
    invitation = open_ones.filter(pk=message.about["invitation"]).first()
    if invitation is None:
        return None
    return {"partner": invitation.partner, "path": invitation.partner.get_absolute_url()}


@kind(
    "partner_assure", subject="Kloppen jullie gegevens in Aanloop nog?", audience=Audience.PARTNER
)
def partner_assure(message: Message) -> dict | None:
    """Dropped when the details were confirmed before sending."""
    partner = Partner.objects.stale().filter(pk=message.about["partner"]).first()
    return partner and {"partner": partner, "path": reverse("partners:own")}


@kind("agreement_ends", subject="Afspraken met een partner lopen af", audience=Audience.STAFF)
def agreement_ends(message: Message) -> dict | None:
    """Dropped when another agreement follows, or the partner was switched off."""
    found = Agreement.objects.in_force().filter(pk=message.about["agreement"])
    agreement = found.filter(partner__switched_off_at=None).select_related("partner").first()
    if agreement is None:
        return None
    if agreement.partner.agreements.filter(ends_on__gt=agreement.ends_on).exists():
        return None
    return {"agreement": agreement, "path": agreement.partner.get_absolute_url()}
