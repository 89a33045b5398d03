"""The list of signals: ready-made views, remembered filters, and an export without names."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import Event
from ground.plain_text import escape_formula
from signals import actions
from signals.models import FollowUp, Signal
from tenants.models import Home
from tests import factories
from tests.factories.noticed import a_report
from tests.factories.referrals import a_referral

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
LIST, EXPORT = reverse("signals:signal_list"), reverse("signals:export")


@pytest.fixture
def world(consultant, other_consultant, area, other_area) -> dict[str, Signal]:
    """One signal for each ready-made view, all visible to the coordinator."""
    made = {
        name: factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)
        for name in ("open", "te-laat", "partner", "nabellen", "klaar")
    }
    made["beoordelen"] = a_report(factories.a_home(area))
    made["elders"] = factories.a_signal(home=factories.a_home(other_area), owner=other_consultant)
    made["te-laat"].follow_ups.update(due_on=timezone.localdate() - timedelta(days=1))
    a_referral(signal=made["partner"], by=consultant)
    actions.start_aftercare(made["nabellen"], reason="solved", by=consultant)
    actions.close(made["klaar"], reason="solved", by=consultant)
    return made


def shown(client, query: str) -> set[int]:
    return {signal.pk for signal in client.get(f"{LIST}?{query}").context["signals"]}


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("open", {"open", "te-laat", "partner", "beoordelen", "elders"}),
        ("gebied", set()),
        ("beoordelen", {"beoordelen"}),
        ("te-laat", {"te-laat"}),
        ("partner", {"partner"}),
        ("nabellen", {"nabellen"}),
        ("klaar", {"klaar"}),
    ],
)
def test_each_view_shows_its_signals(world, coordinator, signed_in, view, names):
    assert shown(signed_in(coordinator), f"toon={view}") == {world[name].pk for name in names}


def test_views_of_own_signals_and_own_area(world, consultant, signed_in):
    client = signed_in(consultant)
    mine = {world[n].pk for n in ("open", "te-laat", "partner", "beoordelen")}

    assert shown(client, "toon=mijn") == mine
    assert shown(client, "toon=gebied") == mine


def test_list_opens_with_the_last_filters(world, consultant, signed_in):
    client = signed_in(consultant)
    client.get(f"{LIST}?toon=te-laat")

    answer = client.get(LIST)

    assert answer["Location"] == f"{LIST}?toon=te-laat"


def test_filters_are_remembered_per_user(world, consultant, coordinator, signed_in):
    signed_in(consultant).get(f"{LIST}?toon=te-laat")

    assert signed_in(coordinator).get(LIST).status_code == 200


def test_page_with_an_invalid_filter_opens_and_does_not_remember_it(world, consultant, signed_in):
    answer = signed_in(consultant).get(f"{LIST}?toon=alles&area=abc")

    consultant.refresh_from_db()
    assert answer.status_code == 200
    assert consultant.remembered == {}


def test_keyboard_shortcuts_can_be_switched_off(consultant, signed_in):
    client = signed_in(consultant)
    with_them = client.get(LIST).content.decode()

    client.post(reverse("account"), {"theme": "licht"})

    assert "data-shortcuts" in with_them
    assert "data-shortcuts" not in client.get(LIST).content.decode()


def sheet(answer) -> list[tuple]:
    return list(load_workbook(BytesIO(answer.content)).active.values)


def test_export_has_no_names_and_its_reason_is_in_the_trail(world, consultant, signed_in):
    answer = signed_in(consultant).post(f"{EXPORT}?toon=mijn", {"reason": "team"})

    rows = sheet(answer)
    assert len(rows) == 1 + 4
    text = str(rows)
    for signal in world.values():
        assert signal.tenant is None or signal.tenant.last_name not in text
        assert signal.fact not in text
    event = Event.objects.get(verb="signals.export")
    assert event.details["reason"] == "team"
    assert str(world["open"].pk) in event.details["ids"]


def test_export_without_a_reason_is_refused(world, consultant, signed_in):
    answer = signed_in(consultant).post(EXPORT, {"reason": ""})

    assert answer.status_code == 422
    assert "Kies waarvoor je de lijst nodig hebt" in answer.content.decode()
    assert not Event.objects.filter(verb="signals.export").exists()


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_cell_never_becomes_a_formula(text):
    assert escape_formula(text).startswith("'")


def test_street_that_looks_like_a_formula_stays_text(consultant, area, signed_in):
    home = factories.a_home(area)
    Home.objects.filter(pk=home.pk).update(street="=HYPERLINK(1)")
    factories.a_signal(home=home, owner=consultant)

    rows = sheet(signed_in(consultant).post(EXPORT, {"reason": "team"}))

    assert rows[1][2].startswith("'=HYPERLINK(1)")


def test_export_has_only_signals_the_consultant_may_see(world, other_consultant, signed_in):
    rows = sheet(signed_in(other_consultant).post(EXPORT, {"reason": "team"}))

    assert [row[0] for row in rows[1:]] == [world["elders"].pk]


def test_list_shows_the_next_step(world, consultant, signed_in):
    text = signed_in(consultant).get(f"{LIST}?toon=te-laat").content.decode()

    assert FollowUp.Kind.ASSESS.label.lower() in text


def test_trail_finds_the_lists_and_searches_that_named_a_tenant(consultant, area, signed_in):
    tenant = factories.a_tenant(factories.a_home(area))
    factories.a_signal(tenant, owner=consultant)
    other = factories.a_tenant(factories.a_home(area))
    client = signed_in(consultant)

    client.get(reverse("signals:signal_list"))
    client.get(reverse("signals:today"), {"toon": "alles"})
    client.get(reverse("signals:address_choices"), {"address": tenant.last_name})

    looked = Event.objects.showing_tenant(tenant.pk).values_list("verb", flat=True)
    assert {"signals.list", "signals.today", "signals.address_choices"} <= set(looked)
    assert not Event.objects.showing_tenant(other.pk).exists()


def test_lent_flag_follows_every_change_of_owner(consultant, coordinator, area):
    tenant = factories.a_tenant(factories.a_home(area))
    signal = factories.a_signal(tenant, owner=consultant)
    step = signal.follow_ups.open().get()
    assert not step.lent

    FollowUp.objects.filter(pk=step.pk).update(owner=coordinator)
    step.refresh_from_db()
    assert step.lent

    Signal.objects.filter(pk=signal.pk).update(owner=coordinator)
    step.refresh_from_db()
    assert not step.lent
