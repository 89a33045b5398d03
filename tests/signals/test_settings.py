"""Settings of the coordinator: signs, terms with a preview, and other services."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from ground.workdays import working_days_after
from signals import actions
from signals.models import FollowUp, OtherService, Sign, Signal, Term
from signals.terms import LIMITS, limit, term_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
Kind = FollowUp.Kind


def test_changed_term_applies_to_new_steps_only(coordinator, consultant, area):
    before = factories.a_signal(home=factories.a_home(area), owner=consultant)
    due_before = before.follow_ups.get().due_on

    actions.set_term(code="assess_week", number=7, by=coordinator)

    after = factories.a_signal(home=factories.a_home(area), owner=consultant)
    assert before.follow_ups.get().due_on == due_before
    assert after.follow_ups.get().due_on == working_days_after(timezone.localdate(), 7)
    assert Event.objects.filter(verb="signals.set_term", actor_id=coordinator.pk).exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("0", "Met 0 is alles meteen te laat"),
        ("400", "Vul een getal in van 1 tot en met 260"),
        ("-3", "Vul een getal in van 1"),
        ("", "Vul een getal in van 1"),
        ("twee", "Vul een heel getal in"),
        ("9" * 400, "Vul een"),
    ],
)
def test_term_outside_its_range_is_refused(coordinator, signed_in, number, sentence):
    url = reverse("signals:set_term", args=["visit"])

    answer = signed_in(coordinator).post(url, {"number": number, "vastleggen": "1"})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert limit(Kind.VISIT) == LIMITS[Kind.VISIT].default


def test_database_refuses_a_term_of_zero(coordinator):
    with pytest.raises(Exception, match="term_within_a_working_year"):
        Term.objects.create(code="visit", number=0, changed_by=coordinator)


def test_preview_of_a_term_shows_the_effect_and_changes_nothing(
    coordinator, consultant, area, signed_in
):
    signal = factories.a_signal(home=factories.a_home(area), owner=consultant)
    actions.finish(signal.follow_ups.get(), outcome="spoken", next_kind=Kind.CALL, by=consultant)
    actions.finish(
        signal.follow_ups.open().get(), outcome="spoken", next_kind=Kind.CALL, by=consultant
    )
    url = reverse("signals:set_term", args=[Kind.CALL])

    text = signed_in(coordinator).post(url, {"number": "9"}).content.decode()

    assert "Wat je vandaag plant, komt op" in text
    assert "1 stap die nu open is houdt hun datum" in text
    assert "Van de 1 stappen van het laatste half jaar was er 1" in text
    assert limit(Kind.CALL) == 5


def test_term_is_set_in_the_browser(coordinator, signed_in):
    url = reverse("signals:set_term", args=["call"])

    signed_in(coordinator).post(url, {"number": "9", "vastleggen": "1"})

    assert limit(Kind.CALL) == 9


def test_every_kind_of_step_has_a_term():
    assert all(term_of(kind, "week") >= 0 for kind in Kind.values)


def test_urgent_step_is_due_today_whatever_term_is_set():
    assert term_of(Kind.URGENT, "today") == 0


def test_sign_is_added_changed_and_retired(coordinator, caretaker, signed_in):
    client = signed_in(coordinator)
    sign = {"label": "Tuin verwildert", "group": "home", "icon": "flower-2", "position": "3"}

    client.post(reverse("signals:add_sign"), sign)
    added = Sign.objects.get(label="Tuin verwildert")
    client.post(
        reverse("signals:change_sign", args=[added.pk]), sign | {"label": "Tuin groeit dicht"}
    )
    shown = signed_in(caretaker).get(reverse("signals:log")).content.decode()
    client.post(reverse("signals:retire_sign", args=[added.pk]))
    hidden = signed_in(caretaker).get(reverse("signals:log")).content.decode()

    assert "Tuin groeit dicht" in shown
    assert "Tuin groeit dicht" not in hidden
    assert "Tuin groeit dicht" in client.get(reverse("signals:rules")).content.decode()


def test_two_signs_with_one_label_get_two_codes(coordinator):
    fields = {"label": "Anders", "group": "home", "icon": "eye", "position": 9}

    first = actions.add_sign(by=coordinator, **fields)
    second = actions.add_sign(by=coordinator, **fields)

    assert first.code != second.code


def test_last_sign_cannot_be_retired(coordinator, signed_in):
    Sign.objects.exclude(code="post").delete()
    last = Sign.objects.get()

    answer = signed_in(coordinator).post(reverse("signals:retire_sign", args=[last.pk]))

    assert answer.status_code == 409
    assert "Laat er minstens één in gebruik" in answer.content.decode()


def test_other_service_requires_a_number_or_a_site(coordinator, signed_in):
    client, url = signed_in(coordinator), reverse("signals:add_other_service")
    service = {"label": "Wijkteam", "about": "Hulp in huis", "position": "1"}

    without = client.post(url, service)
    client.post(url, service | {"phone": "088 000 60 60"})

    assert "Vul een telefoonnummer of een website in" in without.content.decode()
    assert OtherService.objects.get(label="Wijkteam").phone == "088 000 60 60"


def test_other_service_is_changed_and_removed(coordinator, signed_in):
    client = signed_in(coordinator)
    service = OtherService.objects.get(label="Huisarts")
    fields = {"label": "Huisarts", "about": "Zorgen", "phone": "088 000 61 61", "position": "2"}

    client.post(reverse("signals:change_other_service", args=[service.pk]), fields)
    service.refresh_from_db()
    client.post(reverse("signals:remove_other_service", args=[service.pk]))

    assert service.phone == "088 000 61 61"
    assert not OtherService.objects.filter(pk=service.pk).exists()


def test_other_services_are_shown_beside_the_form_and_the_signal(
    caretaker, consultant, area, signed_in
):
    signal = factories.a_signal(home=factories.a_home(area), owner=consultant)

    form = signed_in(caretaker).get(reverse("signals:log")).content.decode()
    page = signed_in(consultant).get(signal.get_absolute_url()).content.decode()

    assert 'href="tel:112"' in form
    assert "Veilig Thuis" in form
    assert "De Luisterlijn" in page
    assert Signal.objects.count() == 1
