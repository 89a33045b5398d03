"""Pages of this room: what they show, to whom, and that their queries do not grow."""

import html
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from signals import actions
from signals.models import FollowUp, Signal
from tests import factories

pytestmark = pytest.mark.django_db


def test_today_shows_late_steps_first(every_day_is_worked, signed_in, caretaker, consultant, area):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    signal.follow_ups.update(due_on=timezone.localdate() - timedelta(days=4))

    text = signed_in(consultant).get(reverse("signals:today")).content.decode()

    assert "4 dagen te laat" in text
    assert signal.about in text


def test_empty_list_says_so_kindly(signed_in, consultant):
    text = signed_in(consultant).get(reverse("signals:today")).content.decode()

    assert "Tijd voor koffie" in text


def test_caretaker_sees_that_a_signal_is_picked_up_and_nothing_more(
    signed_in, caretaker, consultant, area
):
    signal = factories.a_signal(
        factories.a_tenant(factories.a_home(area)), by=caretaker, fact="Geheim123"
    )
    signed_in(consultant).post(reverse("signals:pick_up", args=[signal.pk]))

    text = signed_in(caretaker).get(reverse("signals:mine")).content.decode()

    assert "Opgepakt" in text
    assert "Geheim123" not in text
    assert signal.tenant.last_name not in text
    assert signed_in(caretaker).get(signal.get_absolute_url()).status_code == 404


def test_consultant_of_another_area_gets_404_for_the_signal(
    signed_in, caretaker, consultant, other_consultant, area
):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)

    assert signed_in(other_consultant).get(signal.get_absolute_url()).status_code == 404
    text = signed_in(other_consultant).get(reverse("signals:signal_list")).content.decode()
    assert signal.about not in text


def test_closed_signals_are_listed_by_their_status_only(signed_in, caretaker, consultant, area):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    close = reverse("signals:close", args=[signal.pk])
    signed_in(consultant).post(close, {"reason": "solved"})

    open_ones = signed_in(consultant).get(reverse("signals:signal_list")).content.decode()
    closed = (
        signed_in(consultant)
        .get(reverse("signals:signal_list"), {"status": "closed"})
        .content.decode()
    )

    assert signal.about not in open_ones.split('aria-label="Signalen filteren"')[1]
    assert signal.about in closed


def test_list_is_paged_by_key(signed_in, caretaker, consultant, area, monkeypatch):
    monkeypatch.setattr("ground.paging.PAGE", 2)
    signals = [factories.a_signal(home=factories.a_home(area), by=caretaker) for _ in range(3)]

    first = signed_in(consultant).get(reverse("signals:signal_list")).content.decode()
    rest = (
        signed_in(consultant)
        .get(reverse("signals:signal_list"), {"na": signals[1].pk})
        .content.decode()
    )

    assert signals[0].about not in first
    assert signals[0].about in rest


@pytest.mark.parametrize("name", ["signals:today", "signals:signal_list"])
def test_number_of_queries_does_not_grow_with_the_data(
    name, signed_in, caretaker, consultant, area, django_assert_max_num_queries
):
    url = reverse(name)
    as_consultant = signed_in(consultant)

    def queries() -> int:
        with django_assert_max_num_queries(100) as counted:
            assert as_consultant.get(url).status_code == 200
        return len(counted)

    for _ in range(3):
        factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    FollowUp.objects.update(due_on=timezone.localdate())
    few = queries()
    for _ in range(27):
        factories.a_signal(factories.a_tenant(factories.a_home(area)), by=caretaker)
    FollowUp.objects.update(due_on=timezone.localdate())

    assert Signal.objects.count() == 30
    assert queries() == few


def test_step_can_be_moved_from_the_tenants_file(signed_in, consultant, area):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)
    step = signal.follow_ups.open().get()
    client = signed_in(consultant)

    file = client.get(signal.tenant.get_absolute_url()).content.decode()
    form = client.get(reverse("signals:finish", args=[step.pk]), {"uitkomst": "moved"})

    assert f"{reverse('signals:finish', args=[step.pk])}?van=dossier&amp;uitkomst=moved" in file
    assert form.context["form"]["outcome"].value() == "moved"


@pytest.mark.parametrize("start", ["file", "signal", "today"])
def test_who_finishes_a_step_is_back_on_the_page_it_started_from(
    start, signed_in, consultant, area
):
    signal = factories.a_signal(factories.a_tenant(factories.a_home(area)), owner=consultant)
    step = signal.follow_ups.open().get()
    page = {
        "file": signal.tenant.get_absolute_url(),
        "signal": signal.get_absolute_url(),
        "today": f"{reverse('signals:today')}?toon=alles",
    }[start]
    client, form = signed_in(consultant), reverse("signals:finish", args=[step.pk])

    shown = client.get(page).content.decode()
    link = html.unescape(re.search(rf'href="({form}[^"]*)"', shown)[1])
    opened = client.get(link).content.decode()
    action = html.unescape(re.search(rf'action="({form}[^"]*)"', opened)[1])
    wrong = client.post(action, {"outcome": ""})
    landed = client.post(action, {"outcome": "spoken", "next": "call:10"}, follow=True)

    assert wrong.status_code == 422
    assert action in html.unescape(wrong.content.decode())
    assert landed.redirect_chain[-1][0] == page.split("?")[0]
    assert f"Afgerond: {signal.about}" in landed.content.decode()


def test_page_to_return_to_is_one_of_ours(signed_in, consultant, area):
    signal = factories.a_signal(home=factories.a_home(area), owner=consultant)
    step = signal.follow_ups.open().get()
    client, form = signed_in(consultant), reverse("signals:finish", args=[step.pk])

    for source in ("https://elders.example/", "dossier"):  # this signal has no tenant
        shown = client.get(form, {"van": source}).content.decode()
        assert "elders.example" not in shown

    landed = client.post(f"{form}?van=dossier", {"outcome": "spoken", "next": "call:10"})
    assert landed.url == reverse("signals:today")


def test_very_long_work_list_says_more_than_it_counts(consultant, signed_in, area, monkeypatch):
    monkeypatch.setattr("signals.views.today.MOST_COUNTED", 2)
    tenant = factories.a_tenant(factories.a_home(area))
    for _ in range(2):
        factories.an_urgent_signal(tenant)
    client = signed_in(consultant)
    exact = client.get(reverse("signals:today")).context["windows"]

    factories.an_urgent_signal(tenant)
    more = client.get(reverse("signals:today")).context["windows"]

    assert [window["count"] for window in exact][-1] == "2"
    assert [window["count"] for window in more][-1] == "2+"


@pytest.fixture
def there(consultant, caretaker, area) -> SimpleNamespace:
    """Two open signals with the same sign, and a closed one, on one address."""
    tenant = factories.a_tenant(factories.a_home(area))
    closed = factories.a_signal(tenant, owner=consultant, fact="Rookmelder piept al dagen.")
    actions.close(closed, reason=Signal.Reason.NOT_LONELY, by=consultant)
    first = factories.a_signal(tenant, owner=consultant, fact="Gordijnen dicht.")
    second = factories.a_signal(tenant, by=caretaker, fact="Post ligt op de mat.")
    return SimpleNamespace(closed=closed, first=first, second=second)


def test_other_signals_on_the_address_are_told_apart_also_closed_ones(signed_in, consultant, there):
    page = signed_in(consultant).get(there.first.get_absolute_url()).content.decode()
    others = page.split('id="ook-hier"')[1]

    assert "Rookmelder piept al dagen." in others
    assert "Er was geen gemis aan contact" in others
    assert "Post ligt op de mat." in others
    assert there.second.logged_by.name in others


def test_signals_to_merge_are_told_apart(signed_in, consultant, there):

    page = (
        signed_in(consultant).get(reverse("signals:merge", args=[there.first.pk])).content.decode()
    )

    assert "Post ligt op de mat." in page
    assert "Rookmelder piept al dagen." not in page


def test_other_signals_on_the_address_are_for_those_who_may_see_them(
    signed_in, consultant, other_consultant, caretaker, there
):
    url, asked = reverse("signals:address_choices"), {"address": there.closed.home.address}

    here = signed_in(consultant).get(url, asked).content.decode()
    caretakers = signed_in(caretaker).get(url, asked).content.decode()

    assert "al 2 signalen open · eerder 1 signaal" in here
    assert "signalen open" not in caretakers
    assert "eerder" not in caretakers


def test_signal_about_a_shielded_neighbour_is_not_shown_on_another_page(
    signed_in, consultant, there
):
    unnamed = factories.a_signal(home=there.first.home, owner=consultant)
    there.first.tenant.shielded_at = timezone.now()
    there.first.tenant.save()

    page = signed_in(consultant).get(unnamed.get_absolute_url()).content.decode()

    assert "Rookmelder" not in page
    assert there.first.tenant.last_name not in page


def test_who_sees_other_signals_of_an_address_is_in_the_trail(signed_in, consultant, there):
    unnamed = factories.a_signal(home=there.first.home, owner=consultant)

    signed_in(consultant).get(unnamed.get_absolute_url())

    row = Event.objects.filter(verb="signals.at_home").latest("pk")
    assert row.actor_id == consultant.pk
    assert row in Event.objects.showing_tenant(there.first.tenant_id)
