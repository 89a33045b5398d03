"""The public list as HSDS: valid, complete, with nothing in it that the agenda does not show."""

import json
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from activities import actions
from activities.hsds import MOST
from partners import actions as partners
from partners.models import Partner
from tests import factories
from tests.activities.test_agenda import SUNDAY, on_a
from tests.factories.activities import a_meetup, a_place, a_series, a_sign_up, at, begun
from tests.factories.canaries import OTHERS, OWN, PHONE, somebody
from tests.factories.partners import a_service
from tests.house.world import World

pytestmark = pytest.mark.django_db
LIST = "/hsds/services"
# The required fields, all fields and the closed lists of values, from schema/*.json of the
# specification (github.com/openreferral/specification, 3.1).
HSDS = json.loads((Path(__file__).parent.parent / "files" / "hsds.json").read_text())
# What stands in a list under this name, when it is not the name without its s.
KINDS = {
    "accessibility": "accessibility", "service_areas": "service_area", "phones": "phone",
    "service_at_locations": "service_at_location",
}  # fmt: skip


def found(client, **asked) -> dict:
    answer = client.get(LIST, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(client, **asked) -> list[str]:
    return [service["name"] for service in found(client, **asked)["contents"]]


def require_valid(kind: str, value: dict) -> None:
    """Check the fields of a value and of everything in it against the specification."""
    spec = HSDS[kind]
    assert set(spec["required"]) <= set(value) <= set(spec["fields"]), (kind, value)
    for field, allowed in spec.get("enums", {}).items():
        assert value.get(field, allowed[0]) in allowed, (kind, field)
    for field, inner in value.items():
        if isinstance(inner, dict):
            require_valid(field, inner)
        if isinstance(inner, list):
            for one in inner:
                require_valid(KINDS.get(field, field.removesuffix("s")), one)


def everything(partner) -> None:
    """One of each kind of entry, with every field filled in."""
    Partner.objects.update(website="https://www.welzijn.example", phone="088 000 20 01")
    a_service(partner, name="Soep", minimum_age=65, languages=["TUR"], costs="2 euro")
    place = a_place(step_free=True, hearing_loop=True, directions="Bus 4")
    a_series(title="Wandelclub", place=place, for_whom="wie graag wandelt")
    a_meetup(title="Zingen", languages=["POL"], partner=partner)


def test_anybody_reads_what_there_is_with_places_and_days(client, partner):
    everything(partner)

    page = found(client)

    for service in page["contents"]:
        require_valid("service", service)
    assert (page["total_items"], page["last_page"], page["empty"]) == (3, True, False)
    assert names(client) == ["Soep", "Wandelclub", "Zingen"]


def test_an_empty_list_is_a_page_too(client):
    page = found(client)

    assert (page["total_items"], page["total_pages"], page["contents"]) == (0, 1, [])
    assert page["empty"] is True


@pytest.mark.parametrize(
    ("repeat", "schedule"),
    [
        ("week", {"freq": "WEEKLY", "interval": 1, "byday": "SU"}),
        ("fortnight", {"freq": "WEEKLY", "interval": 2, "byday": "SU"}),
        ("month_day", {"freq": "MONTHLY", "byday": "{}SU"}),
        ("month_date", {"freq": "MONTHLY", "bymonthday": "{}"}),
    ],
)
def test_series_is_one_service_with_its_rule_as_schedule(client, repeat, schedule):
    with on_a(SUNDAY):
        first = timezone.localdate() + timedelta(days=7)
        while first.day > 21:
            first += timedelta(days=7)
        a_series(title="Wandelclub", repeat=repeat, first_on=first, begins=time(14), ends=time(15))

        (service,) = found(client)["contents"]

    (at_place,) = service["service_at_locations"]
    (made,) = at_place["schedules"]
    number = (first.day - 1) // 7 + 1 if repeat == "month_day" else first.day
    schedule |= {key: value.format(number) for key, value in schedule.items() if "{" in str(value)}
    assert schedule.items() <= made.items()
    assert (made["opens_at"], made["closes_at"]) == ("14:00", "15:00")
    assert made["dtstart"] == first.isoformat()
    assert at_place["location"]["description"] == "Merelstraat 2, Testdorp, Vogelbuurt"


def test_yearly_series_has_its_next_day_because_the_list_knows_no_years(client):
    first = timezone.localdate() + timedelta(days=2)
    a_series(repeat="year", first_on=first)

    (service,) = found(client)["contents"]

    require_valid("service", service)
    (schedule,) = service["service_at_locations"][0]["schedules"]
    assert schedule["valid_from"] == schedule["valid_to"] == first.isoformat()


def test_series_says_which_dates_are_called_off(client, consultant):
    series = a_series()
    first = series.meetups.first()
    actions.cancel_meetup(first, why="Regen.", by=consultant)

    (service,) = found(client)["contents"]

    assert service["alert"].endswith("gaat het niet door.")
    assert str(first.series_day.year) in service["alert"]


def test_list_leaves_out_what_nobody_can_come_to(client, consultant, coordinator, partner):
    begun(a_meetup(title="Al begonnen"))
    actions.cancel_meetup(a_meetup(title="Afgelast"), why="Dicht.", by=consultant)
    a_service(partner, name="Nog niet", status="inactive")
    gone = factories.a_partner()
    a_service(gone, name="Van wie gestopt is")
    partners.switch_off(gone, by=coordinator)

    assert names(client) == []


def test_list_has_nothing_about_people_and_nothing_for_colleagues_only(client):
    world = World()
    somebody(world)
    place = a_place(
        key_holder="Sleutelhouder", key_phone="06 11112222", house_rules="Alleen voor ons.",
    )  # fmt: skip
    guest = a_sign_up(a_meetup(place=place, host_name="Gastvrouwnaam"), name="Geheime Gast")
    Partner.objects.update(inbox="postvak@partner.example", phone="06 33334444")
    a_service(world.partner, name="Maatje", how_to_join="Bel Joost, 06 55 55 66 66.")
    a_service(world.partner, name="Taal", description="Mail joost@partner.example.")

    everything = client.get(LIST, {"per_page": 100}).content.decode()

    assert found(client)["total_pages"] == 1
    assert '"Maatje"' in everything
    hidden = [
        *OWN, *OTHERS, PHONE, guest.phone, "Geheime", "Gastvrouwnaam", "Sleutelhouder", "11112222",
        "Alleen voor ons", "postvak@", "33334444", "Joost", "joost",
    ]  # fmt: skip
    assert [word for word in hidden if word in everything] == []


def test_pages_follow_each_other_without_gaps_over_all_kinds(client, partner):
    for n in range(3):
        a_service(partner, name=f"Aanbod {n}")
        a_series(title=f"Reeks {n}")
        a_meetup(title=f"Los {n}")

    whole = names(client)
    pages = [found(client, page=n, per_page=2) for n in range(1, 6)]

    assert [one["name"] for page in pages for one in page["contents"]] == whole
    assert len(whole) == 9
    assert [page["last_page"] for page in pages] == [False] * 4 + [True]
    assert pages[0]["first_page"]
    assert pages[0]["total_pages"] == 5


@pytest.mark.parametrize(
    ("asked", "status", "sentence"),
    [
        ("page=x", 400, "een heel getal vanaf 1"),
        ("page=0", 400, "een heel getal vanaf 1"),
        ("page=-1", 400, "een heel getal vanaf 1"),
        ("page=", 400, "een heel getal vanaf 1"),
        ("page=" + "9" * 30, 400, "een heel getal vanaf 1"),
        ("page=999", 404, "Bladzijde 999 is er niet"),
        ("per_page=0", 400, "van 1 tot en met 100"),
        (f"per_page={MOST + 1}", 400, "van 1 tot en met 100"),
        ("per_page=alle", 400, "van 1 tot en met 100"),
        ("search=soep", 400, "'search' niet"),
        ("taal=tr", 400, "'taal' niet"),
    ],
)
def test_what_the_list_cannot_answer_is_refused_in_words(client, asked, status, sentence):
    a_meetup()

    answer = client.get(f"{LIST}?{asked}")

    assert answer.status_code == status
    assert sentence in answer.json()["error"]


def test_list_is_the_same_until_something_changes_and_in_every_language(client, partner):
    everything(partner)
    first = client.get(LIST)
    client.cookies["taal"] = "tr"

    again = client.get(LIST, headers={"If-None-Match": first["ETag"]})
    a_meetup(starts_at=at(4))
    changed = client.get(LIST, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert changed.status_code == 200
