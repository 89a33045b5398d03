"""Campaigns from before there were efforts keep their channel, reach, cost and codes."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from outreach.models import Campaign, Code

pytestmark = pytest.mark.django_db


def migrate(name: str | None = None):
    """Migrate to a migration of this room, or to its last one; return the models as of then."""
    executor = MigrationExecutor(connection)
    name = name or executor.loader.graph.leaf_nodes("outreach")[0][1]
    executor.migrate([("outreach", name)])
    return MigrationExecutor(connection).loader.project_state([("outreach", name)]).apps


def test_an_earlier_campaign_becomes_one_effort_with_its_codes(consultant):
    apps = migrate("0002_largest_numbers")
    earlier = apps.get_model("outreach", "Campaign").objects
    common = {"audience": "Merelstraat", "made_by_id": consultant.pk}
    posters = earlier.create(
        name="Kom erbij", channel="poster", reach=140, cost=85, starts_on=date(2026, 3, 1), **common
    )
    later = earlier.create(name="Burendag", channel="doors", starts_on=date(2027, 9, 25), **common)
    code = apps.get_model("outreach", "Code").objects
    code.create(campaign=posters, code="4F7Q", label="Portiek B", visits=23)
    code.create(campaign=posters, code="9KTM", label="Hal")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    migrate()

    campaign = Campaign.objects.get(pk=posters.pk)
    effort = campaign.efforts.get()
    assert (campaign.owner, campaign.status, campaign.ends_on) == (consultant, "running", None)
    assert (effort.channel, effort.reached, effort.cost) == ("poster", 140, 85)
    assert (effort.where, effort.day, effort.counted) == (
        "Merelstraat", date(2026, 3, 1), "estimated",
    )  # fmt: skip
    assert dict(Code.objects.filter(effort=effort).values_list("code", "visits")) == {
        "4F7Q": 23, "9KTM": 0,
    }  # fmt: skip
    campaign = Campaign.objects.get(pk=later.pk)
    assert (campaign.status, campaign.efforts.get().reached) == ("preparation", None)
