"""The register of a housing form: phases with an owner, decisions, agreements and lessons."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ground.months import months_after
from ground.refusals import Refused
from housing import actions
from housing.models import HousingForm, Phase, Record
from tests import factories
from tests.factories.housing import a_form, a_phase, a_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
TODAY = timezone.localdate


@pytest.fixture
def form(consultant) -> HousingForm:
    return a_form(by=consultant)


def lived_in(form: HousingForm, by) -> HousingForm:
    for to in ("study", "decided", "recruiting", "lived_in"):
        actions.advance(form, to=to, by=by)
    return form


def typed(page, **changes) -> dict:
    fields = page.context["form"]
    initial = {name: fields.get_initial_for_field(field, name) for name, field in
               fields.fields.items()}  # fmt: skip
    return {name: value for name, value in (initial | changes).items() if value is not None}


def test_owner_of_a_late_phase_reads_it_on_vandaag_until_the_form_is_there(
    form, consultant, coordinator, signed_in
):
    a_phase(form, by=consultant)
    client = signed_in(consultant)
    late = client.get(reverse("signals:today")).content.decode()
    page = client.get(form.get_absolute_url()).content.decode()

    actions.advance(form, to="study", by=consultant)

    assert "Woonvormen die op je wachten" in late
    assert "te laat, was" in page
    assert "Woonvormen die op je wachten" not in client.get(reverse("signals:today")).text
    assert form.phases.get(kind="study").done_on == TODAY()
    client = signed_in(coordinator)
    assert "Woonvormen die op je wachten" not in client.get(reverse("signals:today")).text


def test_phases_are_planned_in_their_order(form, consultant, signed_in):
    client, url = signed_in(consultant), reverse("housing:plan_phases", args=[form.pk])
    soon, later = TODAY() + timedelta(days=30), TODAY() + timedelta(days=60)
    page = client.get(url)

    wrong = client.post(url, typed(page, study_on=later, decided_on=soon))
    right = client.post(
        url, typed(page, study_on=soon, study_owner=consultant.pk, decided_on=later)
    )

    assert wrong.status_code == 422
    assert "Dit is eerder dan haalbaarheid." in wrong.content.decode()
    assert right.status_code == 302
    study = Phase.objects.get(kind="study")
    assert (study.owner, study.planned_on) == (consultant, soon)


@pytest.mark.parametrize("day", [date(1890, 1, 1), date(2190, 1, 1)])
def test_a_phase_in_another_century_is_asked_again(form, consultant, signed_in, day):
    client, url = signed_in(consultant), reverse("housing:plan_phases", args=[form.pk])

    answer = client.post(url, typed(client.get(url), study_on=day))

    assert answer.status_code == 422
    assert "Klopt het jaar?" in answer.content.decode()


def test_evaluations_are_planned_when_people_live_there(form, consultant, signed_in):
    with pytest.raises(Refused, match="pas als de woonvorm bewoond is"):
        actions.finish_evaluation(a_phase(form, by=consultant, kind="after_1"), by=consultant)

    lived_in(form, consultant)

    planned = dict(form.phases.filter(kind__startswith="after").values_list("kind", "planned_on"))
    assert planned["after_3"] == months_after(TODAY(), 36)
    assert planned["after_5"] == months_after(TODAY(), 60)
    phase = form.phases.get(kind="after_1")
    answer = signed_in(consultant).post(reverse("housing:finish_evaluation", args=[phase.pk]))
    assert answer["Location"] == form.get_absolute_url()
    phase.refresh_from_db()
    assert phase.done_on == TODAY()


@pytest.mark.parametrize("kind", Record.Kind.values)
def test_what_is_written_down_stands_on_the_page_once(form, consultant, signed_in, kind):
    client = signed_in(consultant)
    url = reverse("housing:add_record", args=[form.pk, kind])
    sent = {"key": uuid.uuid4(), "what": "Eerst samen eten", "whose": "Huis 1", "day": TODAY()}

    for _ in range(2):
        assert client.post(url, sent).status_code == 302

    assert Record.objects.get().kind == kind
    assert "Eerst samen eten" in client.get(form.get_absolute_url()).content.decode()


def test_a_decision_of_tomorrow_is_asked_again_and_an_agreement_of_then_is_not(
    form, consultant, signed_in
):
    client, day = signed_in(consultant), TODAY() + timedelta(days=1)
    answers = {
        kind: client.post(
            reverse("housing:add_record", args=[form.pk, kind]),
            {"key": uuid.uuid4(), "what": "Iets", "day": day},
        ).status_code
        for kind in Record.Kind.values
    }

    assert answers == {"decision": 422, "agreement": 302, "lesson": 422}


def test_an_agreement_says_that_it_ends_soon_or_ended(form, consultant, signed_in):
    for days in (-1, 60, 400):
        a_record(form, by=consultant, kind="agreement", day=TODAY() + timedelta(days=days))

    page = signed_in(consultant).get(form.get_absolute_url()).content.decode()

    assert page.count("Loopt af op") == 1
    assert page.count("Afgelopen op") == 1


def test_a_decision_is_corrected_and_a_mistake_is_removed(form, consultant, signed_in):
    entry, client = a_record(form, by=consultant), signed_in(consultant)
    url = reverse("housing:change_record", args=[entry.pk])

    client.post(url, typed(client.get(url), what="Bouwen: 20 woningen"))
    assert Record.objects.get().what == "Bouwen: 20 woningen"

    client.post(reverse("housing:remove_record", args=[entry.pk]))
    assert not Record.objects.exists()


def test_a_complex_that_left_the_import_is_named(consultant, signed_in, area):
    home = factories.a_home(area)
    type(home).objects.filter(pk=home.pk).update(complex_code="1187", complex_name="Oude school")
    form = a_form(by=consultant, complex_code="1187")
    client = signed_in(consultant)
    before = client.get(form.get_absolute_url()).content.decode()

    type(home).objects.filter(pk=home.pk).update(complex_code="2000")

    assert "staat niet meer in de ingelezen woningen" not in before
    page = client.get(form.get_absolute_url()).content.decode()
    assert "Complex 1187 staat niet meer in de ingelezen woningen" in page
    edit = client.get(reverse("housing:edit", args=[form.pk])).content.decode()
    assert "1187, niet meer in de woningen" in edit
