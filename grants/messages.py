"""Messages about accounts: one exists, it changed, and what waits for a second person."""

from django.urls import reverse

from accounts.models import User
from grants.models import Grant
from outbox.kinds import Audience, kind
from outbox.models import Message

EVERYBODY = Audience.STAFF | Audience.PARTNER


@kind("account_made", subject="Je hebt een account voor Aanloop", audience=EVERYBODY)
def account_made(message: Message) -> dict | None:
    """Dropped when the account was switched off before sending."""
    account = User.objects.filter(pk=message.about["account"], is_active=True).first()
    return account and {"path": reverse("account_reset_password")}


@kind("account_changed", subject="Je account voor Aanloop is gewijzigd", audience=EVERYBODY)
def account_changed(message: Message) -> dict:
    return {"path": reverse("account")}


@kind("grant_asked", subject="Een recht wacht op bevestiging", audience=Audience.STAFF)
def grant_asked(message: Message) -> dict | None:
    """Dropped when it was decided before sending."""
    waits = Grant.objects.waiting().filter(pk=message.about["grant"]).exists()
    return {"path": reverse("grants:grant_list")} if waits else None


@kind("grant_decided", subject="Een recht is bevestigd of afgewezen", audience=Audience.STAFF)
def grant_decided(message: Message) -> dict | None:
    grant = Grant.objects.filter(pk=message.about["grant"]).first()
    return grant and {"grant": grant, "path": reverse("grants:page", args=[grant.account_id])}
