"""Test data for campaigns and their codes, created through their actions."""

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from outreach import actions
from outreach.models import Campaign, Code, Effort
from tests.factories.activities import a_planner


def a_campaign(*, by: User | None = None, **fields) -> Campaign:
    """A campaign of two months that starts today."""
    today = timezone.localdate()
    fields = {
        "name": "Kom erbij",
        "goal": "20 bewoners schuiven aan",
        "audience": "Bewoners van de Merelstraat",
        "starts_on": today,
        "ends_on": fields.get("starts_on", today) + timedelta(days=60),
    } | fields
    return actions.start_campaign(key=uuid.uuid4(), by=by or a_planner(), **fields)


def an_effort(
    campaign: Campaign | None = None, where: str = "Portiek B", by: User | None = None, **fields
) -> Effort:
    """Posters that hang today, with a code for where they hang."""
    by = by or a_planner()
    fields = {
        "channel": Effort.Channel.POSTER, "day": timezone.localdate(), "worker": by,
    } | fields  # fmt: skip
    campaign = campaign or a_campaign(by=by)
    return actions.add_effort(campaign, key=uuid.uuid4(), where=where, by=by, **fields)


def a_code(
    campaign: Campaign | None = None, label: str = "Portiek B", by: User | None = None
) -> Code:
    """The code for one spot, of the only effort of a campaign."""
    campaign, by = campaign or a_campaign(), by or a_planner()
    effort = campaign.efforts.first() or an_effort(campaign, label, by=by)
    return actions.add_code(effort, label=label, by=by)
