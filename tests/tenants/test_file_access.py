"""File access: by area, with a reason, and for tenants with a shielded address."""

import re
from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from ground.refusals import Refused
from outbox.models import Message
from signals import actions as signals
from signals.address_search import search
from signals.models import FollowUp, Signal
from tenants import actions
from tenants.models import Field, FileAccess, Tenant
from tenants.models.people import forget_opened_with_reason
from tenants.shared_fields import shared_value
from tests import factories
from tests.factories.activities import a_meetup, a_sign_up, at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
WHY = {"reason": "cover", "words": "Samira is vrij"}


@pytest.fixture
def tenant(area):
    home = factories.a_home(area, street="Kanariepad", number=77)
    return factories.a_tenant(home, last_name="Zonnekever", first_name="Truus")


def open_file(tenant, by, **why) -> Tenant:
    return actions.open_with_reason(tenant_id=tenant.pk, by=by, **(WHY | why))


def test_file_in_another_area_asks_for_a_reason_and_hides_the_name(
    tenant, other_consultant, signed_in
):
    answer = signed_in(other_consultant).get(tenant.get_absolute_url(), follow=True)

    assert "Waarom heb je dit dossier nodig?" in answer.content.decode()
    assert "Zonnekever" not in answer.content.decode()


def test_unknown_number_is_indistinguishable_until_a_reason_is_given(
    tenant, other_consultant, signed_in
):
    client = signed_in(other_consultant)

    there = client.get(reverse("tenants:open_with_reason", args=[tenant.pk])).content.decode()
    nobody = client.get(reverse("tenants:open_with_reason", args=[999_999])).content.decode()

    def bare(page: str, number: int) -> str:
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        return re.sub(rf"(?<=/){number}(?=/)|(?<=Dossier ){number}", "N", text)

    assert bare(there, tenant.pk) == bare(nobody, 999_999)
    assert client.post(reverse("tenants:open_with_reason", args=[999_999]), WHY).status_code == 404


def test_file_opens_with_a_reason_and_appears_in_the_review_queue(
    tenant, other_consultant, coordinator, signed_in
):
    client = signed_in(other_consultant)

    answer = client.post(reverse("tenants:open_with_reason", args=[tenant.pk]), WHY, follow=True)

    assert "Zonnekever" in answer.content.decode()
    assert Event.objects.get(verb="tenants.open_with_reason").tenant_id == tenant.pk
    queue = signed_in(coordinator).get(reverse("tenants:file_accesses")).content.decode()
    assert "Samira is vrij" in queue


def test_file_opened_with_a_reason_closes_when_access_expires(tenant, other_consultant):
    open_file(tenant, other_consultant)
    FileAccess.objects.update(until=timezone.now() - timedelta(seconds=1))
    forget_opened_with_reason(other_consultant)

    assert not Tenant.objects.visible_to(other_consultant).exists()


def test_file_opened_with_a_reason_does_not_appear_on_lists(tenant, other_consultant):
    open_file(tenant, other_consultant)

    assert Tenant.objects.visible_to(other_consultant).get() == tenant
    assert not Tenant.objects.listed_to(other_consultant).exists()


def test_reason_other_requires_an_explanation(tenant, other_consultant, signed_in):
    answer = signed_in(other_consultant).post(
        reverse("tenants:open_with_reason", args=[tenant.pk]), {"reason": "other", "words": ""}
    )

    assert answer.status_code == 422
    assert not FileAccess.objects.exists()


def test_caretaker_gets_404_on_the_reason_page(tenant, caretaker, signed_in):
    assert (
        signed_in(caretaker).get(reverse("tenants:open_with_reason", args=[tenant.pk])).status_code
        == 404
    )
    with pytest.raises(Http404):
        open_file(tenant, caretaker)


def test_own_file_access_is_not_in_the_review_queue(tenant, coordinator):
    actions.shield(tenant, by=coordinator)
    open_file(tenant, coordinator)

    assert not FileAccess.objects.visible_to(coordinator).to_review().exists()


def test_file_access_is_reviewed_only_once(tenant, other_consultant, coordinator):
    open_file(tenant, other_consultant)
    access = FileAccess.objects.get()

    actions.review_access(access, verdict="fine", by=coordinator)

    with pytest.raises(Refused, match="al beoordeeld"):
        actions.review_access(access, verdict="wrong", by=coordinator)


# --- Search outside the user's areas -----------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"last_name": "Zonnekever", "birth_date": "1941-03-07"}, True),
        ({"last_name": "zonnekever", "postcode": "9999xa", "number": "77"}, True),
        ({"last_name": "Zonnekever", "birth_date": "1941-03-08"}, False),
        ({"last_name": "Zonnekever", "postcode": "9999xa"}, False),
        ({"last_name": "Zonnekever"}, False),
    ],
)
def test_search_elsewhere_needs_surname_with_birth_date_or_full_address(
    area, other_consultant, signed_in, typed, found
):
    home = factories.a_home(area, number=77, postcode="9999 XA")
    tenant = factories.a_tenant(home, last_name="Zonnekever", birth_date="1941-03-07")

    answer = signed_in(other_consultant).post(reverse("tenants:elsewhere"), typed)

    assert (answer.status_code == 302) == found
    if found:
        assert answer["Location"] == reverse("tenants:open_with_reason", args=[tenant.pk])


def test_search_elsewhere_is_rate_limited(tenant, other_consultant, signed_in):
    client = signed_in(other_consultant)
    typed = {"last_name": "Niemand", "birth_date": "1941-03-08"}

    answers = [client.post(reverse("tenants:elsewhere"), typed) for _ in range(21)]

    assert "Probeer het later" in answers[-1].content.decode()
    assert "Probeer het later" not in answers[-2].content.decode()


# --- Shielded ----------------------------------------------------------------------------------


@pytest.fixture
def shielded(tenant, consultant, coordinator):
    """A tenant with a signal and a planned visit, shielded by a coordinator."""
    signal = factories.a_signal(tenant, by=consultant, owner=consultant)
    signals.plan_visit(
        signal, starts_at=at(3), minutes=30, companion=None, told="call", by=consultant
    )
    return actions.shield(tenant, by=coordinator)


LISTS = [
    "/huurders/",
    "/signalen/",
    "/signalen/?toon=mijn",
    "/vandaag/?toon=alles",
    "/signalen/nieuw/adressen/?address=Zonnek",
    "/signalen/mijn/",
    "/verwijzingen/",
]


@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize("role", ["consultant", "coordinator"])
def test_shielded_tenant_is_not_named_on_any_list(request, shielded, signed_in, url, role):
    answer = signed_in(request.getfixturevalue(role)).get(url)

    assert answer.status_code == 200
    assert "Zonnekever" not in answer.content.decode()
    assert "Kanariepad" not in answer.content.decode()


@pytest.mark.parametrize("words", ["Zonnek", "Kanariep"])
def test_search_does_not_find_a_shielded_tenant(shielded, coordinator, signed_in, words):
    answer = signed_in(coordinator).post("/huurders/", {"q": words}, follow=True)

    assert "Zonnekever" not in answer.text
    assert "Kanariepad" not in answer.text


def test_search_terms_do_not_appear_in_the_url(tenant, consultant, signed_in):
    client = signed_in(consultant)

    answer = client.post("/huurders/", {"q": tenant.last_name})

    assert answer["Location"] == "/huurders/?zoek=1"
    assert tenant.formal_name in client.get(answer["Location"]).text


def test_guest_list_names_shielded_guest_only_after_a_reason(
    tenant, consultant, coordinator, signed_in
):
    meetup = a_meetup(by=consultant)
    a_sign_up(meetup, by=consultant, tenant=tenant, name="Zonnekever", phone="+31 6 12345678")
    shielded = actions.shield(tenant, by=coordinator)
    page = reverse("activities:page", args=[meetup.pk])

    before = signed_in(consultant).get(page).text
    actions.open_with_reason(tenant_id=shielded.pk, reason="cover", words="", by=consultant)
    after = signed_in(consultant).get(page).text

    assert "Zonnekever" not in before
    assert "12345678" not in before.replace(" ", "")
    assert "Een gast (afgeschermd)" in before
    assert "Zonnekever" in after
    assert (
        str(shielded.pk)
        in Event.objects.filter(verb="activities.guests").latest("pk").details["tenants"]
    )


def test_area_and_signal_count_of_a_shielded_tenant_are_hidden(shielded, consultant, signed_in):
    page = signed_in(consultant).get("/signalen/?toon=mijn").text
    door = search(consultant, "Kanariepad 77").choices[0]

    assert "Afgeschermd, huurder" in page
    row = page[page.index("Afgeschermd, huurder") :][:600]
    assert shielded.area.name not in row
    assert door.open_signals == 0


def test_address_search_does_not_suggest_a_shielded_tenant(shielded, consultant):
    assert [door.tenant for door in search(consultant, "Kanariepad 77").choices] == [None]
    assert search(consultant, "Zonnekever").choices == []


def test_shielded_address_is_absent_from_export_feed_and_messages(shielded, consultant, signed_in):
    client = signed_in(consultant)
    sheet = client.post("/signalen/uitvoer/", {"reason": "team"})
    token = signals.open_feed(consultant, by=consultant)
    feed = client.get(reverse("signals:feed", args=[token]))

    assert sheet.status_code == 200
    assert b"Kanariepad" not in sheet.content
    assert b"Kanariepad" not in feed.content
    assert not Message.objects.filter(about__icontains="Kanariepad").exists()


def test_shielded_address_is_not_shared(shielded):
    assert shared_value(shielded, Field.ADDRESS) == ""


def test_consultant_of_the_area_needs_a_reason_for_a_shielded_file(shielded, consultant, signed_in):
    answer = signed_in(consultant).get(shielded.get_absolute_url(), follow=True)
    assert "Zonnekever" not in answer.content.decode()

    open_file(shielded, consultant)

    assert "Zonnekever" in signed_in(consultant).get(shielded.get_absolute_url()).content.decode()


@pytest.mark.parametrize("page", ["", "sluiten/", "huisbezoek/", "overdragen/"])
def test_signal_pages_about_a_shielded_tenant_return_409_without_a_reason(
    shielded, consultant, signed_in, page
):
    url = f"/signalen/{Signal.objects.get(tenant=shielded).pk}/{page}"
    client = signed_in(consultant)

    shut = client.get(url)
    open_file(shielded, consultant)

    assert shut.status_code == 409
    assert "Zonnekever" not in shut.content.decode()
    assert client.get(url).status_code == 200


def test_inline_finish_form_returns_409_for_a_shielded_tenant(shielded, consultant, signed_in):
    step = FollowUp.objects.open().get(signal__tenant=shielded)

    answer = signed_in(consultant).get(reverse("signals:finish", args=[step.pk]))

    assert answer.status_code == 409
    assert "Zonnekever" not in answer.content.decode()


def test_only_a_coordinator_lifts_the_shield(shielded, consultant, coordinator):
    with pytest.raises(Http404):
        actions.unshield(shielded, by=consultant)

    actions.unshield(shielded, by=coordinator)

    assert Tenant.objects.listed_to(consultant).get() == shielded


# --- Contact preferences -------------------------------------------------------------------------


def test_file_shows_how_to_reach_the_tenant(tenant, consultant, signed_in):
    client = signed_in(consultant)
    typed = {
        "channel": "letter",
        "best_time": "morning",
        "language": "TUR",
        "hears_badly": "on",
        "interpreter": "on",
        "in_pairs": "on",
        "reach_note": "Laat lang overgaan",
    }

    answer = client.post(reverse("tenants:change_reach", args=[tenant.pk]), typed, follow=True)

    page = answer.content.decode()
    for words in ("Liever een brief", "Liefst ’s ochtends", "Turks, met tolk", "Hoort minder goed",
                  "Bezoek met twee", "Laat lang overgaan"):  # fmt: skip
        assert words in page
    tenant.refresh_from_db()
    assert tenant.corrected == ["channel", "language"]
