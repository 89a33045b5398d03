"""Test data for the services of partners, and for invitations of their workers."""

from itertools import count

from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from outbox.models import Message
from partners import actions
from partners.messages import partner_code, partner_invited
from partners.models import Invitation, Need, Partner, Service
from tests import factories

_number = count(1)


def a_service(partner: Partner, *, by: User | None = None, **fields) -> Service:
    """A coffee table on Tuesdays, for everybody."""
    fields = {
        "name": f"Koffietafel {next(_number)}",
        "description": "Elke dinsdag koffie en een praatje",
        "needs": [Need.COMPANY],
        "languages": [],
    } | fields
    return actions.add_service(partner, by=by or factories.a_user(Role.COORDINATOR), **fields)


def an_invitation(partner: Partner, *, by: User, **fields) -> tuple[Invitation, str]:
    """Return an invitation and the secret from its mail."""
    fields = {"email": f"nieuw{next(_number)}@partner.example"} | fields
    invitation = actions.invite(partner, by=by, **fields)
    return invitation, secret_of(invitation)


def proven(client: Client, secret: str) -> Client:
    """Give the code that was sent to the invited address, in this browser."""
    client.post(reverse("partners:send_invitation_code", args=[secret]))
    code = partner_code(Message.objects.filter(kind="partner_code").latest("pk"))["code"]
    client.post(reverse("partners:use_invitation_code", args=[secret]), {"code": code})
    return client


def secret_of(invitation: Invitation) -> str:
    """Return the secret from the mail, as rendered when it is sent."""
    message = Message.objects.get(key=f"invitation:{invitation.pk}")
    return partner_invited(message)["path"].split("/")[-2]
