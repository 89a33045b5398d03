"""A signal has the area of its home, however either of them changes."""

import pytest

from signals.models import FollowUp, Signal
from tenants.models import Home
from tests import factories
from tests.factories.files import a_file, put_in
from tests.factories.noticed import a_report

pytestmark = pytest.mark.django_db


def area_of(signal: Signal) -> int | None:
    return Signal.objects.values_list("area", flat=True).get(pk=signal.pk)


def test_signal_gets_the_area_of_its_home(area, consultant):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)

    assert area_of(signal) == area.pk


def test_report_gets_its_area_when_its_home_is_set(area, consultant, coordinator):
    report = a_report(home=None, owner=consultant)
    assert area_of(report) is None

    report.home = factories.a_home(area)
    report.save(update_fields=["home"])

    assert area_of(report) == area.pk


def test_signal_gets_the_new_area_when_its_home_changes_area(
    area, other_area, coordinator, other_consultant
):
    home = factories.a_home(area)
    signal = factories.a_signal(factories.a_tenant(home))
    assert signal not in Signal.objects.visible_to(other_consultant)

    line = f"{home.external_id};{home.code};{home.street};{home.number};{other_area.name}"
    file = f"eenheid_id;eenheid_code;straatnaam;huisnummer;rayon\n{line}\n".encode()
    put_in(a_file(file, by=coordinator))

    assert area_of(signal) == other_area.pk
    assert signal in Signal.objects.visible_to(other_consultant)
    assert signal.follow_ups.get() in FollowUp.objects.visible_to(other_consultant)


def test_area_set_by_hand_on_a_signal_is_overwritten(area, other_area):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)))

    Signal.objects.filter(pk=signal.pk).update(area=other_area)

    assert area_of(signal) == area.pk


def test_signal_of_a_home_without_area_has_no_area(area):
    home = factories.a_home(area)
    signal = factories.a_signal(factories.a_tenant(home))

    Home.objects.filter(pk=home.pk).update(area=None)

    assert area_of(signal) is None
