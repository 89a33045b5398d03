"""Personal invitations: codes, the page behind a code, letters, and whom to invite."""

import itertools
import random

import pytest
from django.urls import reverse
from django.utils import timezone

from activities import actions, invitation_codes
from activities.invitation_candidates import invitation_candidates
from activities.models import Invite, Meetup, SignUp
from ground.refusals import Refused
from outreach.models import ALPHABET
from tenants import actions as tenants
from tenants.models import Home, Tenant
from tests import factories
from tests.factories.activities import a_meetup, a_place, a_sign_up, an_invite, at, begun

pytestmark = pytest.mark.django_db
Status = SignUp.Status


@pytest.fixture
def hennie(area) -> Tenant:
    tenant = factories.a_tenant(factories.a_home(area))
    Tenant.objects.filter(pk=tenant.pk).update(first_name="Hennie", phone="088 000 30 01")
    tenant.refresh_from_db()
    return tenant


@pytest.fixture
def invite(hennie, consultant) -> Invite:
    return an_invite(a_meetup(by=consultant, place=a_place(neighbourhood="Vogelbuurt")), hennie)


def page(code: str) -> str:
    return reverse("activities:code", args=[code])


# --- codes --------------------------------------------------------------------------------


def test_one_wrong_character_in_a_code_is_always_detected():
    code = invitation_codes.new_code()

    for place, wrong in itertools.product(range(invitation_codes.LENGTH), ALPHABET):
        typed = code[:place] + wrong + code[place + 1 :]
        if typed != code:
            with pytest.raises(invitation_codes.NotACode, match="tekens klopt niet"):
                invitation_codes.read(typed)


def test_two_swapped_characters_in_a_code_are_always_detected():
    dice = random.Random(7)
    for _ in range(500):
        body = "".join(dice.choice(ALPHABET) for _ in range(invitation_codes.LENGTH - 1))
        code = body + invitation_codes.check(body)
        for place in range(invitation_codes.LENGTH - 1):
            a, b = code[place], code[place + 1]
            if a != b:
                with pytest.raises(invitation_codes.NotACode):
                    invitation_codes.read(code[:place] + b + a + code[place + 2 :])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("4F7Q-K2MO", "nooit een O"),
        ("0F7Q-K2M9", "nooit een 0"),
        ("4F7Q-K2MI", "een van deze: 7, T"),
        ("4F7Q", "U typte er 4"),
        ("4F7Q/K2M9", "geen /"),
    ],
)
def test_each_kind_of_typing_error_has_its_own_message(typed, words):
    with pytest.raises(invitation_codes.NotACode, match=words):
        invitation_codes.read(typed)


def test_code_is_read_in_lower_case_with_hyphen_and_spaces():
    code = invitation_codes.new_code()

    assert invitation_codes.read(f" {invitation_codes.written(code).lower()} ") == code


# --- the page behind a code ---------------------------------------------------------------


def test_code_page_shows_only_the_first_name_and_sets_no_session(client, invite):
    answer = client.get(page(invite.code))

    text = answer.content.decode()
    assert "Dag Hennie, komt u ook?" in text
    for secret in (invite.tenant.last_name, "000 30 01", "30 01", "000 3001"):
        assert secret not in text
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "sessionid" not in answer.cookies


def test_invited_tenant_signs_up_without_typing_anything(client, invite):
    form = {"key": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "party": "1"}

    answer = client.post(page(invite.code), form)

    made = SignUp.objects.get()
    assert answer.url == reverse("activities:ticket", args=[made.token])
    assert (made.tenant, made.via, made.status) == (invite.tenant, "code", Status.CONFIRMED)
    assert client.get(page(invite.code)).url == answer.url


def test_invited_tenant_gets_a_kept_chair_first(consultant, hennie):
    meetup = a_meetup(by=consultant, capacity=2, kept=1, kept_until=at(1))
    invite = an_invite(meetup, hennie)

    made = actions.accept_invite(
        meetup, code=invite.code, key="1b4e28ba-2fa1-11d2-883f-0016d3cca427", by=consultant
    )

    assert (made.status, made.numbers) == (Status.CONFIRMED, [2])


def test_invited_tenant_without_a_number_must_give_one(client, invite):
    Tenant.objects.update(phone="")
    form = {"key": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "party": "1"}

    assert client.post(page(invite.code), form).status_code == 422
    client.post(page(invite.code), form | {"phone": "06 12345678"})

    assert SignUp.objects.get().phone == "+31 6 12345678"


@pytest.mark.parametrize("field", ["died_on", "restricted_at", "shielded_at"])
def test_code_of_a_dead_restricted_or_shielded_tenant_equals_an_unknown_code(client, invite, field):
    now = timezone.localdate() if field == "died_on" else timezone.now()
    Tenant.objects.update(**{field: now})
    other = invitation_codes.new_code()
    unknown = client.get(page(other))

    answer = client.get(page(invite.code))

    assert answer.status_code == unknown.status_code == 404
    assert answer.content.decode().replace(invite.code, other) == unknown.content.decode()


def test_typed_code_redirects_to_its_page_and_a_wrong_code_is_kept(client, invite):
    typed = client.post("/k/", {"code": invite.code_written.lower()})
    wrong = client.post("/k/", {"code": "4F7Q-K2MO"})

    assert typed.url == page(invite.code)
    assert wrong.status_code == 422
    assert "nooit een O" in wrong.content.decode()
    assert 'value="4F7Q-K2MO"' in wrong.content.decode()


def test_code_page_of_a_begun_meetup_says_so_without_a_form(client, invite):
    begun(invite.meetup)

    text = client.get(page(invite.code)).content.decode()

    assert "al begonnen of geweest" in text
    assert "<form class" not in text


def test_guessing_codes_is_rate_limited(client):
    answers = [client.get(page(invitation_codes.new_code())) for _ in range(32)]

    assert [answer.status_code for answer in answers] == [404] * 30 + [429] * 2
    assert "Even bellen gaat sneller" in answers[-1].content.decode()


# --- letters ------------------------------------------------------------------------------


def test_letter_is_printed_marked_posted_and_marked_returned(signed_in, consultant, invite):
    client = signed_in(consultant)
    letters = client.get(reverse("activities:letters", args=[invite.meetup_id]))
    client.post(
        reverse("activities:mark_posted", args=[invite.meetup_id]), {"brief": [invite.pk, "x"]}
    )
    client.post(reverse("activities:mark_returned", args=[invite.pk]))

    invite.refresh_from_db()
    assert letters["Content-Type"] == "application/pdf"
    assert letters.content.startswith(b"%PDF")
    assert invite.posted_at
    assert invite.returned_at
    text = client.get(reverse("activities:invites", args=[invite.meetup_id])).content.decode()
    assert "brief kwam terug" in text


def test_mark_posted_marks_only_the_letters_listed_in_the_form(signed_in, consultant, invite, area):
    client = signed_in(consultant)
    page = client.get(reverse("activities:invites", args=[invite.meetup_id])).content.decode()
    assert f'name="brief" value="{invite.pk}"' in page
    later = an_invite(invite.meetup, factories.a_tenant(factories.a_home(area)), by=consultant)

    client.post(reverse("activities:mark_posted", args=[invite.meetup_id]), {"brief": [invite.pk]})

    later.refresh_from_db()
    assert later.posted_at is None


def test_invited_and_dead_tenants_are_not_invited_again(consultant, invite, hennie):
    again = actions.invite(invite.meetup, tenants=[hennie], by=consultant)
    Tenant.objects.update(died_on=timezone.localdate())
    dead = actions.invite(a_meetup(by=consultant), tenants=[hennie], by=consultant)

    assert (again, dead) == ([], [])


def test_tenant_of_another_area_is_not_invited(consultant, other_area):
    stranger = factories.a_tenant(factories.a_home(other_area))

    assert actions.invite(a_meetup(by=consultant), tenants=[stranger], by=consultant) == []


def test_inviting_to_a_begun_meetup_is_refused(consultant, invite):
    with pytest.raises(Refused, match="begonnen"):
        actions.invite(begun(invite.meetup), tenants=[], by=consultant)


# --- whom to invite -----------------------------------------------------------------------


@pytest.fixture
def coffee(consultant) -> Meetup:
    place = a_place(street="Kade 1", neighbourhood="Vogelbuurt", complex_code="C7")
    return a_meetup(by=consultant, place=place, tile="koffie")


def neighbour(area, consultant, interests=("koffie",), **fields) -> Tenant:
    tenant = factories.a_tenant(factories.a_home(area))
    Tenant.objects.filter(pk=tenant.pk).update(**fields)
    if interests:
        tenants.record_wish(tenant, words="Graag.", interests=list(interests), by=consultant)
    return tenant


def reasons(found: list, tenant: Tenant) -> list[str]:
    return next(one.reasons for one in found if one.tenant == tenant)


def test_candidates_are_ordered_by_number_of_reasons(area, consultant, coffee):
    likes = neighbour(area, consultant)
    near = neighbour(area, consultant)
    Home.objects.filter(tenancies__tenant=near).update(complex_code="C7")

    never, before, _ = invitation_candidates(coffee, consultant)

    assert [one.tenant for one in never] == [near, likes]
    assert reasons(never, near) == ["wil graag: koffie en praten", "woont in hetzelfde gebouw"]
    assert before == []


def test_a_coming_acquaintance_is_a_reason_to_invite(area, consultant, coffee):
    tenant = neighbour(area, consultant)
    earlier = a_meetup(by=consultant)
    for guest in (
        a_sign_up(earlier, name="Bep", phone="06 12345678"),
        a_sign_up(earlier, tenant=tenant, by=consultant),
    ):
        SignUp.objects.filter(pk=guest.pk).update(attended_at=timezone.now())
    a_sign_up(coffee, name="Bep", phone="06 12345678")

    _, before, _ = invitation_candidates(coffee, consultant)

    assert "kent 1 die ook komt" in reasons(before, tenant)


@pytest.mark.parametrize(
    ("fields", "against"),
    [
        ({"hears_badly": True}, "hoort minder goed; hier is geen ringleiding"),
        ({"interpreter": True, "language": "TUR"}, "heeft een tolk nodig; die is er niet bij"),
        ({"restricted_at": "2026-01-01T00:00Z"}, "gebruik van de gegevens staat stil"),
    ],
)
def test_left_out_tenants_are_listed_with_the_reason(area, consultant, coffee, fields, against):
    tenant = neighbour(area, consultant, **fields)

    never, _, left_out = invitation_candidates(coffee, consultant)

    assert never == []
    assert [(one.tenant, one.against) for one in left_out] == [(tenant, against)]


def test_a_language_spoken_at_the_meetup_is_a_reason_to_invite(area, consultant, coffee):
    tenant = neighbour(area, consultant, language="TUR", interpreter=True)
    coffee.languages = ["TUR"]

    never, _, _ = invitation_candidates(coffee, consultant)

    assert "hier spreekt iemand Turks" in reasons(never, tenant)


def test_shielded_tenants_and_other_areas_are_not_on_the_invite_page(
    signed_in, area, other_area, consultant, coffee
):
    hidden = neighbour(area, consultant)
    Tenant.objects.filter(pk=hidden.pk).update(shielded_at=timezone.now(), last_name="Verborgen")
    elsewhere = neighbour(other_area, consultant, interests=())
    Tenant.objects.filter(pk=elsewhere.pk).update(last_name="Elders")

    text = (
        signed_in(consultant).get(reverse("activities:invite", args=[coffee.pk])).content.decode()
    )

    assert "Verborgen" not in text
    assert "Elders" not in text


def test_ticked_tenants_are_invited_to_the_meetup_of_the_page(signed_in, area, consultant, coffee):
    tenants = [neighbour(area, consultant) for _ in range(3)]
    tenants = [tenant for tenant in tenants if tenant.pk != coffee.pk]

    answer = signed_in(consultant).post(
        reverse("activities:invite", args=[coffee.pk]),
        {"huurder": ["x", *(tenant.pk for tenant in tenants), "999999"]},
    )

    assert answer.url == reverse("activities:invites", args=[coffee.pk])
    assert {one.tenant for one in coffee.invites.all()} == set(tenants)


def test_no_letter_for_a_tenant_who_died_after_the_invitation(signed_in, consultant, invite):
    Tenant.objects.update(died_on=timezone.localdate())
    client = signed_in(consultant)

    answer = client.get(reverse("activities:letters", args=[invite.meetup_id]))
    client.post(reverse("activities:mark_posted", args=[invite.meetup_id]))

    assert answer.status_code == 302
    invite.refresh_from_db()
    assert invite.posted_at is None


def test_waiting_guest_who_accepts_an_invitation_gets_a_kept_chair(consultant, hennie):
    meetup = a_meetup(by=consultant, capacity=2, kept=1, kept_until=at(1))
    a_sign_up(meetup)
    waiting = a_sign_up(meetup, name="Hennie van Dijk", phone="088 000 30 01")
    Tenant.objects.update(last_name="Dijk", infix="van")
    invite = an_invite(meetup, hennie)
    assert waiting.status == Status.WAITING

    actions.accept_invite(
        meetup, code=invite.code, key="1b4e28ba-2fa1-11d2-883f-0016d3cca427", by=consultant
    )

    waiting.refresh_from_db()
    assert (waiting.status, waiting.invite) == (Status.CONFIRMED, invite)


@pytest.mark.parametrize("phone", ["", "onbekend", "geen"])
def test_code_page_asks_for_a_number_when_the_file_has_no_valid_one(client, invite, phone):
    Tenant.objects.update(phone=phone)

    assert 'name="phone"' in client.get(page(invite.code)).content.decode()
