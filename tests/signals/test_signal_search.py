"""Searching and sorting the list of signals, and the counts on its tabs."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from signals import actions
from signals.models import FollowUp, Signal
from tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("signals:signal_list")


@pytest.fixture
def sought(area, consultant) -> Signal:
    home = factories.a_home(area, street="D’Alésstraat", number=3)
    tenant = factories.a_tenant(home, last_name="O’Brien", infix="")
    signal = factories.a_signal(
        tenant, owner=consultant, fact="De krant ligt er nog.", own_words="Ik red mij wel."
    )
    actions.add_note(
        signal, key=uuid.uuid4(), text="Zoon belt terug.", whose="colleague", by=consultant
    )
    factories.a_signal(factories.a_tenant(factories.a_home(area), last_name="Zomer"))
    return signal


def search(client, text: str, **more):
    return client.post(LIST, {"q": text} | more, follow=True)


@pytest.mark.parametrize(
    "text",
    [
        "o'brien", "OBRIEN", "dalesstraat", "D'Alésstraat 3", "krant", "red mij", "belt terug",
        "Samira",
    ],
)  # fmt: skip
def test_a_signal_is_found_by_name_address_words_note_and_owner(
    signed_in, consultant, sought, text
):
    Signal.objects.exclude(pk=sought.pk).update(owner=factories.a_user(Role.COORDINATOR, "Marga"))

    found = search(signed_in(consultant), text, terug="toon=gebied").context["signals"]

    assert [signal.pk for signal in found] == [sought.pk]


def test_what_somebody_searches_for_is_in_no_address(signed_in, consultant, sought):
    answer = search(signed_in(consultant), "o'brien", terug="toon=gebied&urgency=week")

    (url, _) = answer.redirect_chain[-1]
    assert "brien" not in url.lower()
    assert "toon=gebied" in url
    assert "urgency=week" in url
    consultant.refresh_from_db()
    assert "brien" not in str(consultant.remembered).lower()


def test_nothing_found_says_so_and_keeps_the_text(signed_in, consultant, sought):
    page = search(signed_in(consultant), "zzyzx").text

    assert "Geen signalen gevonden bij ‘zzyzx’" in page
    assert 'value="zzyzx"' in page


@pytest.mark.parametrize(
    "text", ["\x00", "\x00\x00\x00", "%", "_", "\\", "a" * 5000, "١٢٣", "'; --"]
)
def test_odd_texts_are_searched_for_as_they_are(signed_in, consultant, sought, text):
    assert search(signed_in(consultant), text).status_code == 200


def test_another_area_is_not_found(signed_in, other_consultant, sought):
    for text in ("o'brien", "krant", "belt terug"):
        assert not search(signed_in(other_consultant), text).context["signals"]


@pytest.mark.parametrize("text", ["o'brien", "D’Alésstraat 3"])
def test_a_shielded_tenant_is_not_found_by_name_or_address(signed_in, consultant, sought, text):
    type(sought.tenant).objects.filter(pk=sought.tenant_id).update(shielded_at=timezone.now())

    assert not search(signed_in(consultant), text).context["signals"]


def test_what_is_due_first_comes_first_over_pages(signed_in, consultant, area, monkeypatch):
    monkeypatch.setattr("ground.paging.PAGE", 2)
    today = timezone.localdate()
    signals = [factories.a_signal(factories.a_tenant(factories.a_home(area))) for _ in range(5)]
    for signal, days in zip(signals, (5, 1, 3, 1, 4), strict=True):
        FollowUp.objects.filter(signal=signal).update(due_on=today + timedelta(days=days))
    client = signed_in(consultant)

    pks, more = [], ""
    while more is not None:
        page = client.get(f"{LIST}?toon=gebied&volgorde=eerst{f'&na={more}' if more else ''}")
        pks += [signal.pk for signal in page.context["signals"]]
        more = page.context["more"]

    assert pks == [signals[n].pk for n in (1, 3, 2, 4, 0)]


def test_signals_of_one_colleague(signed_in, consultant, sought, area):
    marga = factories.a_user(Role.COORDINATOR, "Marga")
    other = Signal.objects.exclude(pk=sought.pk).get()
    Signal.objects.filter(pk=other.pk).update(owner=marga)

    found = signed_in(consultant).get(f"{LIST}?toon=gebied&owner={marga.pk}").context["signals"]

    assert [signal.pk for signal in found] == [other.pk]


def test_a_tab_says_how_many_it_holds(signed_in, consultant, sought):
    views = signed_in(consultant).get(f"{LIST}?toon=gebied").context["views"]

    counts = {view["label"]: view["count"] for view in views}
    assert counts["Alles wat open is"] == "2"
    assert counts["Afgesloten"] == "0"


def test_searching_takes_a_constant_number_of_queries(
    signed_in, consultant, sought, django_assert_max_num_queries
):
    client = signed_in(consultant)
    search(client, "krant")
    with django_assert_max_num_queries(45):
        client.get(f"{LIST}?zoek=1")
