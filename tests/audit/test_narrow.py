"""Narrowing the trail, and taking it along: exactly what was asked, in words people know."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from audit.guards import ACTIONS
from audit.models import Event, record
from audit.verbs import WORDS, in_dutch
from audit.views import trail as views
from tests import roads

pytestmark = pytest.mark.django_db
TRAIL, DOWNLOAD = reverse("audit:trail"), reverse("audit:download")
WRITTEN = re.compile(r'(?:list_seen|record)\(\s*"([a-z_]+\.[a-z_]+)"')


def verbs_in_source() -> set[str]:
    files = (f for room in settings.ROOMS for f in (Path(settings.BASE_DIR) / room).rglob("*.py"))
    return {verb for file in files for verb in WRITTEN.findall(file.read_text())}


def test_every_verb_has_a_dutch_word():
    verbs = verbs_in_source() | ACTIONS.keys()

    assert "signals.list" in verbs
    assert {verb for verb in verbs if verb not in WORDS} == set()


def test_a_verb_says_which_room_it_is_of():
    assert in_dutch("signals.pick_up") == "Signalen: opgepakt"
    assert in_dutch("seen") == "Bekeken"


def test_a_verb_of_long_ago_stays_as_it_is(privacy_officer, signed_in):
    event = record("duiven.uitgelaten", roads.an_area(), by=privacy_officer)
    Event.objects.bulk_create([Event(verb="seen", actor_role="portier", subject_type="x.Y")])

    text = signed_in(privacy_officer).get(TRAIL).content.decode()

    assert event.pk
    assert "duiven: uitgelaten" in text
    assert "portier" in text


def test_a_day_counts_until_midnight_here(privacy_officer, signed_in):
    record("seen", roads.an_area(), by=privacy_officer)
    day = views.timezone.localdate().isoformat()
    client = signed_in(privacy_officer)

    that_day = client.get(TRAIL, {"since": day, "until": day}).context["rows"]
    before = client.get(TRAIL, {"until": "2000-01-01"}).context["rows"]

    assert that_day
    assert before == []


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01"])
def test_the_ends_of_the_calendar_are_days_too(until, privacy_officer, signed_in):
    client = signed_in(privacy_officer)

    assert client.get(TRAIL, {"until": until}).status_code in (200, 422)
    assert client.get(TRAIL, {"since": until}).status_code in (200, 422)


@pytest.mark.parametrize(
    "asked", [{"tenant": "Jansen"}, {"since": "gisteren"}, {"actor": "0"}, {"verb": "x"}]
)
def test_a_question_that_makes_no_sense_shows_nothing(asked, privacy_officer, signed_in):
    roads.a_signal()
    client = signed_in(privacy_officer)

    page, file = client.get(TRAIL, asked), client.get(DOWNLOAD, asked)

    assert (page.status_code, file.status_code) == (422, 422)
    assert page.context["rows"] == []
    assert not file.streaming
    assert "Jansen" not in str(list(Event.objects.values_list("details", flat=True)))


def test_a_download_holds_what_the_filter_shows_and_is_recorded(privacy_officer, signed_in):
    signal, other = roads.a_signal(), roads.a_signal()
    asked = {"tenant": signal.tenant_id, "since": ""}

    answer = signed_in(privacy_officer).get(DOWNLOAD, asked)

    text = b"".join(answer.streaming_content).decode()
    assert f";{signal.tenant_id};" in text
    assert f";{other.tenant_id};" not in text
    taken = Event.objects.get(verb="audit.download")
    assert taken.details["filter"] == {"tenant": str(signal.tenant_id)}


def test_a_download_that_is_cut_says_so(privacy_officer, signed_in, monkeypatch):
    roads.a_signal()
    monkeypatch.setattr(views, "MOST_ROWS", 2)

    answer = signed_in(privacy_officer).get(DOWNLOAD)

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 4
    assert lines[-1].startswith("Hier houdt het bestand op")


def test_lines_of_one_request_can_be_told_apart(area, consultant, privacy_officer, signed_in):
    tenant = roads.a_tenant(roads.a_home(area))
    signed_in(consultant).get(tenant.get_absolute_url())
    looked = Event.objects.get(verb="seen", subject_type="tenants.Tenant")

    text = signed_in(privacy_officer).get(TRAIL).content.decode()

    assert str(looked.request_id)[:8] in text


@pytest.mark.parametrize("address", [TRAIL, DOWNLOAD])
def test_nobody_else_reads_the_trail(address, consultant, coordinator, administrator, signed_in):
    for person in (consultant, coordinator, administrator):
        assert signed_in(person).get(address).status_code == 404
