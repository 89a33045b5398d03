"""A tenant's file: access, recorded reads, search, consent, and the network map."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from ground.refusals import Refused
from tenants import actions
from tenants.consent_wording import PURPOSE, sentence
from tenants.models import Consent, Contact, Field, Note, Snapshot
from tenants.network import growth, points
from tenants.shared_fields import shared_value
from tests import factories


@pytest.fixture
def tenant(area):
    return factories.a_tenant(factories.a_home(area))


def a_consent(tenant, by, **fields) -> Consent:
    fields = {
        "recipient": "partner:1",
        "recipient_name": "Welzijn Lindenwaard",
        "fields": [Field.NAME, Field.WISH],
        "answer": Consent.Answer.YES,
        "how": Consent.How.SPOKEN,
        "words": "Dat is goed.",
        "wording": "Is dat goed?",
    } | fields
    return actions.record_consent(tenant, by=by, **fields)


def a_contact(tenant, by, **fields) -> Contact:
    fields = {
        "label": "Buurvrouw 16",
        "circle": Contact.Circle.NEIGHBOURS,
        "often": Contact.Often.WEEKLY,
        "strength": Contact.Strength.ORDINARY,
        "is_new": False,
    } | fields
    return actions.add_contact(tenant, by=by, **fields)


def test_consultant_opens_file_in_own_area_and_the_read_is_recorded(tenant, consultant, signed_in):
    answer = signed_in(consultant).get(tenant.get_absolute_url())

    assert answer.status_code == 200
    assert tenant.full_name in answer.content.decode()
    looked = Event.objects.filter(verb="seen", subject_type="tenants.Tenant", tenant_id=tenant.pk)
    assert looked.get().actor_id == consultant.pk


def test_file_in_another_area_redirects_to_the_reason_page(tenant, other_consultant, signed_in):
    answer = signed_in(other_consultant).get(tenant.get_absolute_url())

    assert answer["Location"] == f"/huurders/{tenant.pk}/reden/"
    assert not Event.objects.filter(verb="seen").exists()


def test_list_shows_only_tenants_in_own_areas_and_records_their_ids(
    tenant, consultant, other_area, signed_in
):
    elsewhere = factories.a_tenant(factories.a_home(other_area), last_name="Elders")

    answer = signed_in(consultant).get("/huurders/")

    assert tenant.formal_name in answer.content.decode()
    assert elsewhere.formal_name not in answer.content.decode()
    assert Event.objects.get(verb="tenants.list").details["ids"] == [str(tenant.pk)]


@pytest.mark.parametrize("words", ["dijk", "van DIJK hennie", "merelstr", "Merelstraat, 9999xa"])
def test_tenant_is_found_by_part_of_name_or_address(area, consultant, signed_in, words):
    found = factories.a_tenant(factories.a_home(area))
    other = factories.a_tenant(
        factories.a_home(area, street="Molenpad", postcode="9999 YA"),
        last_name="Bakker",
        first_name="Lena",
        infix="",
    )

    answer = signed_in(consultant).post("/huurders/", {"q": words}, follow=True).content.decode()

    assert found.formal_name in answer
    assert other.formal_name not in answer


def test_second_page_of_the_list_continues_after_the_first(area, consultant, signed_in):
    home = factories.a_home(area)
    for n in range(60):
        factories.a_tenant(home, last_name=f"Achternaam{n:02}")
    client = signed_in(consultant)

    first = client.get("/huurders/")
    second = client.get("/huurders/", {"na": first.context["more"]})

    names = [t.last_name for page in (first, second) for t in page.context["tenants"]]
    assert names == [f"Achternaam{n:02}" for n in range(60)]


def test_note_posted_twice_with_one_key_is_saved_once(tenant, consultant, signed_in):
    client = signed_in(consultant)
    sent = {"key": str(uuid.uuid4()), "text": "Belt vrijdag terug."}

    for _ in range(2):
        answer = client.post(f"/huurders/{tenant.pk}/notitie/", sent, follow=True)

    assert Note.objects.count() == 1
    assert "Belt vrijdag terug." in answer.content.decode()


def test_too_long_note_is_rejected_and_stays_in_the_field(tenant, consultant, signed_in):
    text = "a" * 201

    answer = signed_in(consultant).post(
        f"/huurders/{tenant.pk}/notitie/", {"key": str(uuid.uuid4()), "text": text}
    )

    assert answer.status_code == 422
    assert f'value="{text}"' in answer.content.decode()
    assert "Houd het bij 200" in answer.content.decode()


def test_timeline_includes_events_of_higher_rooms_and_filters_by_group(
    tenant, consultant, signed_in
):
    factories.a_signal(tenant)
    a_consent(tenant, consultant)
    client = signed_in(consultant)

    everything = client.get(tenant.get_absolute_url())
    referral = client.get(tenant.get_absolute_url(), {"toon": "verwijzing"})

    titles = [entry.line.title for entry in everything.context["entries"]]
    assert titles[0] == "Toestemming gegeven, mondeling"
    assert titles[-1].startswith("Signaal:")
    assert [e.line.title for e in referral.context["entries"]] == titles[:1]


def test_file_query_count_is_constant_with_ten_times_the_history(tenant, consultant, signed_in):
    def lived(times: int) -> None:
        for n in range(times):
            factories.a_signal(tenant, key=uuid.uuid4())
            a_consent(tenant, consultant, recipient=f"partner:{n}")
            a_contact(tenant, consultant, label=f"Buur {times}-{n}")
            actions.note(tenant, key=uuid.uuid4(), text="Afspraak.", by=consultant)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(tenant.get_absolute_url())
        return len(found)

    client = signed_in(consultant)
    lived(2)
    few = queries()
    lived(18)

    assert queries() == few


def test_record_consent_is_refused_for_a_tenant_who_died(area, consultant):
    tenant = factories.a_tenant(factories.a_home(area), died_on=timezone.localdate())

    with pytest.raises(Refused, match="overleden"):
        a_consent(tenant, consultant)


def test_consent_covers_only_the_agreed_fields_and_recipient(tenant, consultant):
    given = a_consent(tenant, consultant)

    assert tenant.require_consent("partner:1", PURPOSE, {Field.NAME}) == given
    with pytest.raises(Refused, match="geen toestemming voor: telefoon"):
        tenant.require_consent("partner:1", PURPOSE, {Field.NAME, Field.PHONE})
    with pytest.raises(Refused, match="Zonder toestemming"):
        tenant.require_consent("partner:2", PURPOSE, {Field.NAME})


@pytest.mark.parametrize("answer", [Consent.Answer.NO, Consent.Answer.LATER])
def test_no_and_later_are_no_consent(tenant, consultant, answer):
    a_consent(tenant, consultant, answer=answer, fields=[])

    with pytest.raises(Refused, match="Zonder toestemming"):
        tenant.require_consent("partner:1", PURPOSE, {Field.NAME})


def test_consent_is_inactive_after_its_expiry_date(tenant, consultant):
    given = a_consent(tenant, consultant)

    assert not tenant.consents.active(on=given.expires_on + timedelta(days=1)).exists()


def test_withdrawing_asks_for_confirmation_and_takes_effect_at_once(tenant, consultant, signed_in):
    given = a_consent(tenant, consultant)
    client = signed_in(consultant)
    address = f"/huurders/toestemming/{given.pk}/intrekken/"

    asked = client.get(address)
    client.post(address)

    assert "Niet meer delen met Welzijn Lindenwaard?" in asked.content.decode()
    given.refresh_from_db()
    assert not given.is_active
    assert client.post(address).status_code == 409


def test_withdrawing_ends_earlier_consents_to_the_same_recipient_only(tenant, consultant):
    earlier = a_consent(tenant, consultant)
    latest = a_consent(tenant, consultant)
    elsewhere = a_consent(tenant, consultant, recipient="partner:2")

    actions.withdraw_consent(latest, by=consultant)

    earlier.refresh_from_db()
    elsewhere.refresh_from_db()
    assert not earlier.is_active
    assert elsewhere.is_active


def test_database_rejects_a_change_to_a_recorded_consent(tenant, consultant):
    given = a_consent(tenant, consultant)

    with pytest.raises(IntegrityError, match="only withdrawn"), transaction.atomic():
        Consent.objects.filter(pk=given.pk).update(fields=["name", "phone"])


def test_consent_sentence_names_the_fields_and_the_recipient(tenant):
    tenant.last_name = "Dijk"

    words = sentence(tenant, "Welzijn Lindenwaard", [Field.WISH, Field.NAME, Field.PHONE])

    assert words.startswith(
        "Mevrouw Van Dijk, ik wil graag uw naam, telefoonnummer en wens doorgeven aan "
        "Welzijn Lindenwaard, om kennis te maken en samen iets te doen."
    )


def test_shared_value_per_field(tenant):
    assert shared_value(tenant, Field.ADDRESS).startswith("Merelstraat")
    assert shared_value(tenant, Field.CONTACT) == "Belt liever"
    assert shared_value(tenant, Field.WISH, wish="Kaarten") == "Kaarten"
    tenant.birth_date = None
    assert shared_value(tenant, Field.AGE) == ""


def test_map_gives_each_contact_its_own_point_and_counts_ties(tenant, consultant):
    a_contact(tenant, consultant)
    a_contact(tenant, consultant, label="Buurman 18")
    a_contact(tenant, consultant, label="Ria", circle=Contact.Circle.ACTIVITIES, is_new=True)
    a_contact(tenant, consultant, label="Corrie", strength=Contact.Strength.FADED)
    contacts = list(tenant.contacts.all())

    places = {(point.x, point.y) for point in points(contacts)}

    assert len(places) == 4
    assert (growth(contacts).before, growth(contacts).now, growth(contacts).faded) == (2, 3, 1)


def test_contacts_are_added_changed_and_removed_through_the_views(tenant, consultant, signed_in):
    client = signed_in(consultant)
    said = {"label": "Zus Greet", "circle": "family", "often": "3", "strength": "faded"}

    client.post(f"/huurders/{tenant.pk}/netwerk/", said)
    contact = tenant.contacts.get()
    client.post(f"/huurders/contact/{contact.pk}/", said | {"strength": "strong"})
    contact.refresh_from_db()
    client.post(f"/huurders/contact/{contact.pk}/weghalen/")

    assert contact.strength == "strong"
    assert not tenant.contacts.exists()


def test_contact_in_another_area_returns_404(tenant, consultant, other_consultant, signed_in):
    contact = a_contact(tenant, consultant)

    answer = signed_in(other_consultant).post(f"/huurders/contact/{contact.pk}/weghalen/")

    assert answer.status_code == 404
    assert tenant.contacts.exists()


def test_wish_is_saved_in_the_tenants_own_words(tenant, consultant, signed_in):
    answer = signed_in(consultant).post(
        f"/huurders/{tenant.pk}/wens/",
        {"words": "Weer eens kaarten.", "interests": ["kaarten"]},
        follow=True,
    )

    assert "Weer eens kaarten." in answer.content.decode()
    assert tenant.wishes.get().interests == ["kaarten"]


def test_growth_counts_mutual_nonprofessional_contacts_since_first_snapshot(tenant, consultant):
    a_contact(tenant, consultant)
    a_contact(tenant, consultant, label="Thuiszorg", is_professional=True)
    a_contact(tenant, consultant, label="Neef", is_mutual=False)
    actions.take_snapshot(tenant, by=consultant)
    Snapshot.objects.update(taken_on=date(2026, 10, 28))
    a_contact(tenant, consultant, label="Ria", circle=Contact.Circle.ACTIVITIES)

    found = growth(list(tenant.contacts.all()), tenant.snapshots.get())

    assert (found.before, found.now, found.n) == (1, 2, 4)
    assert found.since == date(2026, 10, 28)


def test_snapshot_keeps_a_contact_that_was_removed_later(tenant, consultant, signed_in):
    contact = a_contact(tenant, consultant, label="Corrie")
    kept = actions.take_snapshot(tenant, by=consultant)
    actions.remove_contact(contact, by=consultant)

    page = signed_in(consultant).get(f"/huurders/netwerk/{kept.pk}/").content.decode()

    assert "Corrie" in page


def test_second_snapshot_of_a_day_replaces_the_first(tenant, consultant):
    a_contact(tenant, consultant)
    actions.take_snapshot(tenant, by=consultant)
    a_contact(tenant, consultant, label="Ria")

    actions.take_snapshot(tenant, by=consultant)

    assert tenant.snapshots.get().ties.count() == 2


def test_snapshot_of_an_empty_map_is_refused(tenant, consultant):
    with pytest.raises(Refused, match="nog niemand"):
        actions.take_snapshot(tenant, by=consultant)


def test_sixty_contacts_get_distinct_points_and_are_named_in_the_list_only(
    tenant, consultant, signed_in
):
    for n in range(60):
        a_contact(tenant, consultant, label=f"Iemand {n}", often=n % 3 + 1)
    contacts = list(tenant.contacts.all())

    found = points(contacts)

    assert len({(point.x, point.y) for point in found}) == 60
    assert not any(point.named for point in found)
    page = signed_in(consultant).get(f"/huurders/{tenant.pk}/netwerk/").content.decode()
    assert all(f"Iemand {n}" in page for n in range(60))


@pytest.mark.parametrize(
    "typed",
    ["ooievaar", "Ooievar", "oievaar", "van ooievaar", "h. ooiveaar", "merelstraat", "mereltsraat"],
)
def test_tenant_is_found_despite_a_spelling_error(tenant, consultant, signed_in, typed):
    tenant.last_name = "Ooievaar"
    tenant.make_searchable()
    tenant.save()

    page = signed_in(consultant).post("/huurders/", {"q": typed}, follow=True).content.decode()

    assert tenant.formal_name in page


def test_search_with_another_house_number_finds_nobody(tenant, consultant, signed_in):
    page = (
        signed_in(consultant)
        .post("/huurders/", {"q": "merelstraat 888"}, follow=True)
        .content.decode()
    )

    assert tenant.formal_name not in page


def test_search_treats_ij_and_y_as_equal(tenant, consultant, signed_in):
    tenant.last_name = "Dijkstra"
    tenant.make_searchable()
    tenant.save()

    assert (
        tenant.formal_name
        in signed_in(consultant).post("/huurders/", {"q": "dykstra"}, follow=True).text
    )
