"""Test data for campaigns and their codes, created through their actions."""

import uuid

from django.utils import timezone

from accounts.models import User
from outreach import actions
from outreach.models import Campaign, Code
from tests.factories.activities import a_planner


def a_campaign(*, by: User | None = None, **fields) -> Campaign:
    """A poster campaign that starts today."""
    fields = {
        "name": "Kom erbij",
        "audience": "Bewoners van de Merelstraat",
        "channel": Campaign.Channel.POSTER,
        "starts_on": timezone.localdate(),
    } | fields
    return actions.start_campaign(key=uuid.uuid4(), by=by or a_planner(), **fields)


def a_code(
    campaign: Campaign | None = None, label: str = "Portiek B", by: User | None = None
) -> Code:
    return actions.add_code(campaign or a_campaign(), label=label, by=by or a_planner())
