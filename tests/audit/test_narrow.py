"""The filter and the download of the trail, and the Dutch words for its verbs."""

import csv
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from audit.guards import ACTIONS
from audit.models import Event, record
from audit.verbs import WORDS, in_dutch
from audit.views import trail as views
from tests import factories

pytestmark = pytest.mark.django_db
TRAIL, DOWNLOAD = reverse("audit:trail"), reverse("audit:download")
WRITTEN = re.compile(r'(?:list_seen|record)\(\s*"([a-z_]+\.[a-z_]+)"')


def verbs_in_source() -> set[str]:
    files = (f for room in settings.ROOMS for f in (Path(settings.BASE_DIR) / room).rglob("*.py"))
    return {verb for file in files for verb in WRITTEN.findall(file.read_text())}


def test_every_verb_in_the_source_has_a_dutch_word():
    verbs = verbs_in_source() | ACTIONS.keys()

    assert "signals.list" in verbs
    assert {verb for verb in verbs if verb not in WORDS} == set()


def test_dutch_verb_names_its_room():
    assert in_dutch("signals.pick_up") == "Signalen: opgepakt"
    assert in_dutch("seen") == "Bekeken"


def test_trail_shows_verbs_and_roles_that_no_longer_exist_as_they_are(privacy_officer, signed_in):
    event = record("duiven.uitgelaten", factories.an_area(), by=privacy_officer)
    Event.objects.bulk_create([Event(verb="seen", actor_role="portier", subject_type="x.Y")])

    text = signed_in(privacy_officer).get(TRAIL).content.decode()

    assert event.pk
    assert "duiven: uitgelaten" in text
    assert "portier" in text


def test_filter_by_day_includes_the_whole_last_day_in_local_time(privacy_officer, signed_in):
    record("seen", factories.an_area(), by=privacy_officer)
    day = views.timezone.localdate().isoformat()
    client = signed_in(privacy_officer)

    that_day = client.get(TRAIL, {"since": day, "until": day}).context["rows"]
    before = client.get(TRAIL, {"until": "2000-01-01"}).context["rows"]

    assert that_day
    assert before == []


@pytest.mark.parametrize("until", ["9999-12-31", "0001-01-01"])
def test_filter_accepts_the_first_and_last_day_of_the_calendar(until, privacy_officer, signed_in):
    client = signed_in(privacy_officer)

    assert client.get(TRAIL, {"until": until}).status_code in (200, 422)
    assert client.get(TRAIL, {"since": until}).status_code in (200, 422)


@pytest.mark.parametrize(
    "asked", [{"tenant": "Jansen"}, {"since": "gisteren"}, {"actor": "0"}, {"verb": "x"}]
)
def test_invalid_filter_shows_no_rows_and_is_not_recorded(asked, privacy_officer, signed_in):
    factories.a_signal()
    client = signed_in(privacy_officer)

    page, file = client.get(TRAIL, asked), client.get(DOWNLOAD, asked)

    assert (page.status_code, file.status_code) == (422, 422)
    assert page.context["rows"] == []
    assert not file.streaming
    assert "Jansen" not in str(list(Event.objects.values_list("details", flat=True)))


def test_download_has_the_filtered_rows_and_is_recorded_with_its_filter(privacy_officer, signed_in):
    signal, other = factories.a_signal(), factories.a_signal()
    asked = {"tenant": signal.tenant_id, "since": ""}

    answer = signed_in(privacy_officer).get(DOWNLOAD, asked)

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    named = {row["huurder"] for row in csv.DictReader(text.splitlines(), delimiter=";")}
    assert str(signal.tenant_id) in named
    assert str(other.tenant_id) not in named
    taken = Event.objects.get(verb="audit.download")
    assert taken.details["filter"] == {"tenant": str(signal.tenant_id)}


def test_download_over_the_limit_is_cut_and_says_so(privacy_officer, signed_in, monkeypatch):
    factories.a_signal()
    monkeypatch.setattr(views, "MOST_ROWS", 2)

    answer = signed_in(privacy_officer).get(DOWNLOAD)

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 4
    assert lines[-1].startswith("Hier houdt het bestand op")


def test_trail_shows_the_request_id_of_a_row(area, consultant, privacy_officer, signed_in):
    tenant = factories.a_tenant(factories.a_home(area))
    signed_in(consultant).get(tenant.get_absolute_url())
    looked = Event.objects.get(verb="seen", subject_type="tenants.Tenant")

    text = signed_in(privacy_officer).get(TRAIL).content.decode()

    assert str(looked.request_id)[:8] in text


@pytest.mark.parametrize("address", [TRAIL, DOWNLOAD])
def test_other_roles_get_404_for_the_trail(
    address, consultant, coordinator, administrator, signed_in
):
    for person in (consultant, coordinator, administrator):
        assert signed_in(person).get(address).status_code == 404
