"""One search for everything that a colleague may find."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from audit.models import Event
from partners.models import Partner
from tests import factories
from tests.factories.activities import a_meetup

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant(area):
    return factories.a_tenant(factories.a_home(area), last_name="Zonneveld")


def found(client, text: str) -> str:
    """Search, and return the page with what was found."""
    return client.post(reverse("search"), {"q": text}, follow=True).content.decode()


def section(page: str, title: str) -> str:
    """Return the part of the page under this heading; empty without it."""
    parts = [part for part in page.split("<section")[1:] if f"</svg> {title}</h2>" in part]
    return parts[0] if parts else ""


def test_one_word_finds_tenants_signals_partners_and_meetups(tenant, consultant, area, signed_in):
    signal = factories.a_signal(tenant, owner=consultant)
    partner = factories.a_partner(area)
    Partner.objects.filter(pk=partner.pk).update(name="Stichting Zonneveld")
    meetup = a_meetup(by=consultant, title="Wandelen met Zonneveld")

    page = found(signed_in(consultant), "zonneveld")

    assert tenant.get_absolute_url() in section(page, "Huurders")
    assert signal.get_absolute_url() in section(page, "Signalen")
    assert partner.get_absolute_url() in section(page, "Partners")
    assert meetup.get_absolute_url() in section(page, "Activiteiten")


def test_name_is_not_in_the_address_of_the_page(tenant, consultant, signed_in):
    answer = signed_in(consultant).post(reverse("search"), {"q": "Zonneveld"})

    assert answer.url == f"{reverse('search')}?zoek=1"


def test_nothing_of_another_area_is_found(tenant, other_consultant, consultant, signed_in):
    factories.a_signal(tenant, owner=consultant)

    page = found(signed_in(other_consultant), "Zonneveld")

    assert "Niets gevonden" in page
    assert "Zonneveld</a>" not in page


def test_who_was_found_is_in_the_trail(tenant, consultant, signed_in):
    factories.a_signal(tenant, owner=consultant)

    found(signed_in(consultant), "Zonneveld")

    rows = Event.objects.showing_tenant(tenant.pk).filter(actor_id=consultant.pk)
    assert {"tenants.list", "signals.list"} <= set(rows.values_list("verb", flat=True))


def test_each_role_finds_what_it_may_see(tenant, area, signed_in, consultant):
    partner = factories.a_partner(area)
    officer = factories.a_user(Role.PRIVACY_OFFICER, "Petra")

    page = found(signed_in(officer), partner.name)
    tenants_page = found(signed_in(officer), "Zonneveld")

    assert partner.get_absolute_url() in section(page, "Partners")
    assert section(tenants_page, "Huurders") == ""


@pytest.mark.parametrize("text", ["", "a", "\x00", " ", "%", "'" * 200, "x" * 5000])
def test_odd_texts_are_answered(text, consultant, signed_in):
    answer = signed_in(consultant).post(reverse("search"), {"q": text}, follow=True)

    assert answer.status_code == 200


def test_number_of_queries_does_not_grow_with_what_is_found(
    consultant, area, signed_in, django_assert_max_num_queries
):
    client = signed_in(consultant)

    def queries() -> int:
        with django_assert_max_num_queries(100) as counted:
            found(client, "Zonneveld")
        return len(counted)

    def more(times: int) -> None:
        for _ in range(times):
            tenant = factories.a_tenant(factories.a_home(area), last_name="Zonneveld")
            factories.a_signal(tenant, owner=consultant)
            a_meetup(by=consultant, title="Zonneveld", starts_at=timezone.now() + timedelta(days=3))

    more(1)
    few = queries()
    more(5)

    assert queries() == few


def test_icon_in_the_frame_leads_to_this_search(consultant, signed_in):
    page = signed_in(consultant).get(reverse("signals:today")).content.decode()

    assert f'href="{reverse("search")}#zoek" aria-label="Zoeken"' in page
