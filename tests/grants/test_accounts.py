"""Accounts: who gives access, to whom, and what the trail and the mail say of it."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import MATRIX, WITHOUT_FILES, Can, Role, needs_two_people, offered_roles
from audit.models import Event
from grants import actions
from grants.models import Grant
from ground.refusals import Refused
from outbox.actions import render
from outbox.models import Message
from tests import factories

pytestmark = pytest.mark.django_db
EMAIL = "nieuw@delinde.example"


@pytest.fixture
def other_administrator(db) -> User:
    return factories.a_user(Role.ADMINISTRATOR, "Els Kok")


def verbs_about(account: User) -> list[str]:
    events = Event.objects.filter(subject_type="accounts.User", subject_id=str(account.pk))
    return list(events.order_by("pk").values_list("verb", flat=True))


def sent(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("to", flat=True))


def add(by: User, role: str = Role.CARETAKER, **fields) -> User:
    fields = {"email": EMAIL, "name": "Noor de Wit", "areas": []} | fields
    return actions.add_account(role=role, by=by, **fields)


def post(client: Client, name: str, /, *args, **data):
    return client.post(reverse(f"grants:{name}", args=args), data, follow=True)


def test_an_account_is_added_without_a_password_and_told_by_mail(signed_in, administrator, area):
    form = {"name": "Noor de Wit", "email": "Nieuw@DeLinde.example", "role": Role.CARETAKER,
            "areas": [area.pk]}  # fmt: skip

    page = post(signed_in(administrator), "add_account", **form)

    account = User.objects.get(email=EMAIL)
    assert "Er is een mail onderweg." in page.text
    assert not account.has_usable_password()
    assert list(account.areas.all()) == [area]
    _, text = render(Message.objects.get(kind="account_made", to=EMAIL))
    assert reverse("account_reset_password") in text
    assert account.name not in text
    assert verbs_about(account) == ["grants.add_account"]


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.STRANGER, Role.PARTNER_WORKER])
def test_a_role_that_nobody_is_given_is_not_offered(signed_in, administrator, role):
    client = signed_in(administrator)
    page = client.get(reverse("grants:add_account")).text

    answer = post(client, "add_account", name="X", email=EMAIL, role=role)

    assert f'value="{role}"' not in page
    assert answer.status_code == 422
    assert not User.objects.filter(email=EMAIL).exists()
    with pytest.raises(Refused, match="Kies een rol uit de lijst"):
        add(administrator, role)


@pytest.mark.parametrize("role", Role)
def test_a_role_that_one_person_gives_has_only_abilities_on_the_list(role):
    """A new ability needs two people, until somebody decides otherwise in WITHOUT_FILES."""
    assert needs_two_people(role) == bool(MATRIX[role] - WITHOUT_FILES)


@pytest.mark.parametrize("ability", [Can.SEE_TENANTS, Can.ADMINISTER, Can.SEE_TRAIL, Can.IMPORT])
def test_a_role_that_opens_files_needs_two_people(ability):
    assert all(needs_two_people(role) for role in offered_roles() if ability in MATRIX[role])


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_a_new_account_that_opens_files_waits_for_a_second_person(
    signed_in, administrator, privacy_officer, role
):
    account = add(administrator, role)

    assert not account.is_active
    assert sent("account_made") == []
    assert sent("grant_asked") == [privacy_officer.email]
    page = signed_in(privacy_officer).get(reverse("grants:grant_list")).text
    assert "Noor de Wit: mag inloggen" in page
    assert EMAIL in page

    answer = post(signed_in(privacy_officer), "confirm", account.grants.get().pk)

    account.refresh_from_db()
    assert "Bevestigd: Noor de Wit" in answer.text
    assert account.is_active
    assert sent("account_made") == [EMAIL]
    assert sent("grant_decided") == [administrator.email]
    assert verbs_about(account) == [
        "grants.add_account", "grants.ask", "grants.confirm", "grants.switch_on"
    ]  # fmt: skip
    assert "Recht bevestigd: Noor de Wit" in answer.text


def test_who_asked_does_not_confirm(signed_in, administrator):
    grant = add(administrator, Role.COORDINATOR).grants.get()

    page = signed_in(administrator).get(reverse("grants:grant_list")).text
    answer = post(signed_in(administrator), "confirm", grant.pk)

    assert reverse("grants:confirm", args=[grant.pk]) not in page
    assert answer.status_code == 409
    assert "Dit bevestigt een ander" in answer.text
    assert not User.objects.get(email=EMAIL).is_active


def test_whom_it_is_about_does_not_confirm(administrator, other_administrator):
    actions.change_role(other_administrator, role=Role.COORDINATOR, by=administrator)

    with pytest.raises(Refused, match="niet voor wie het is"):
        actions.confirm(other_administrator.grants.get(), by=other_administrator)


def test_nothing_is_confirmed_that_somebody_asked_who_may_no_longer_ask(
    administrator, other_administrator, privacy_officer
):
    grant = add(administrator, Role.COORDINATOR).grants.get()
    actions.switch_off(administrator, by=other_administrator)

    with pytest.raises(Refused, match="beheert geen accounts meer"):
        actions.confirm(grant, by=privacy_officer)


@pytest.mark.parametrize(
    ("was", "to", "waits"),
    [
        (Role.CARETAKER, Role.CONSULTANT, True),
        (Role.CARETAKER, Role.HOST, False),
        (Role.COORDINATOR, Role.CONSULTANT, False),
        (Role.CONSULTANT, Role.COORDINATOR, True),
        (Role.COORDINATOR, Role.PRIVACY_OFFICER, True),
    ],
)
def test_another_role_waits_when_it_gives_more_than_one_person_may_give(
    signed_in, administrator, privacy_officer, was, to, waits
):
    account = factories.a_user(was)

    post(signed_in(administrator), "change_role", account.pk, role=to)

    account.refresh_from_db()
    assert account.role == (was if waits else to)
    if waits:
        actions.confirm(account.grants.get(), by=privacy_officer)
        account.refresh_from_db()
        assert account.role == to
    event = Event.objects.get(verb="grants.change_role", subject_id=str(account.pk))
    assert event.details == {"was": was, "role": to}
    assert account.email in sent("account_changed")


def test_another_address_of_who_opens_files_waits_and_both_mailboxes_hear(
    signed_in, administrator, consultant, privacy_officer
):
    old, client = consultant.email, signed_in(administrator)

    page = post(client, "change_account", consultant.pk, name=consultant.name, email=EMAIL)

    assert "wacht op bevestiging" in page.text
    consultant.refresh_from_db()
    assert consultant.email == old
    actions.confirm(consultant.grants.get(), by=privacy_officer)
    consultant.refresh_from_db()
    assert consultant.email == EMAIL
    assert sent("account_changed") == sorted([old, EMAIL])
    assert consultant.grants.get().address == ""


def test_an_address_that_was_taken_meanwhile_is_refused(administrator, consultant, privacy_officer):
    actions.change_account(consultant, email=EMAIL, name="Sam", areas=[], by=administrator)
    factories.a_user(Role.HOST)
    add(administrator, Role.HOST)

    with pytest.raises(Refused, match="al een account met dit e-mailadres"):
        actions.confirm(consultant.grants.get(), by=privacy_officer)


def test_nothing_else_changes_while_something_waits(administrator, consultant, privacy_officer):
    """The second person confirms the account that the page showed."""
    actions.change_role(consultant, role=Role.COORDINATOR, by=administrator)

    for change in (
        lambda: actions.change_role(consultant, role=Role.CARETAKER, by=administrator),
        lambda: actions.change_account(
            consultant, email=EMAIL, name="Sam", areas=[], by=administrator
        ),
    ):
        with pytest.raises(Refused, match="wacht nog iets op bevestiging"):
            change()
    assert actions.withdraw(consultant.grants.get(), by=administrator)
    assert not sent("grant_decided")
    assert actions.change_role(consultant, role=Role.CARETAKER, by=administrator) is None


def test_switching_off_ends_sessions_and_what_waits(signed_in, administrator, consultant):
    at_work = signed_in(consultant)
    assert at_work.get("/vandaag/").status_code == 200
    actions.change_role(consultant, role=Role.COORDINATOR, by=administrator)

    page = post(signed_in(administrator), "switch_off", consultant.pk)

    assert "overal uitgelogd" in page.text
    assert at_work.get("/vandaag/").status_code == 302
    assert consultant.grants.get().status == Grant.Status.WITHDRAWN
    assert verbs_about(consultant)[-1] == "grants.switch_off"


def test_an_account_that_opens_files_is_switched_on_by_two_people(
    signed_in, administrator, consultant, privacy_officer
):
    actions.switch_off(consultant, by=administrator)

    post(signed_in(administrator), "switch_on", consultant.pk)

    consultant.refresh_from_db()
    assert not consultant.is_active
    actions.refuse(consultant.grants.get(), by=privacy_officer)
    consultant.refresh_from_db()
    assert not consultant.is_active
    actions.switch_on(consultant, by=administrator)
    actions.confirm(consultant.grants.first(), by=privacy_officer)
    consultant.refresh_from_db()
    assert consultant.is_active


def test_a_session_from_before_does_not_live_again(administrator, host, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    before = Client()
    before.post(reverse("account_login"), {"login": host.email, "password": "geheim-genoeg"})
    assert before.get(reverse("account")).status_code == 200

    actions.switch_off(host, by=administrator)
    assert before.get(reverse("account")).status_code == 302
    actions.switch_on(host, by=administrator)

    assert before.get(reverse("account")).status_code == 302


@pytest.mark.parametrize("name", ["change_role", "switch_off", "change_account"])
def test_nobody_changes_their_own_access(signed_in, administrator, other_administrator, area, name):
    form = {"role": Role.COORDINATOR, "name": "Bas", "email": EMAIL, "areas": [area.pk]}

    answer = post(signed_in(administrator), name, administrator.pk, **form)

    assert answer.status_code == 409
    assert "Vraag een andere beheerder" in answer.text
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)
    assert not administrator.areas.exists()


def test_an_administrator_changes_their_own_name(administrator):
    actions.change_account(
        administrator, email=administrator.email, name="Bas B. Smit", areas=[], by=administrator
    )

    administrator.refresh_from_db()
    assert administrator.name == "Bas B. Smit"


def test_the_last_administrator_stays(administrator, other_administrator):
    actions.switch_off(other_administrator, by=administrator)
    administrator.refresh_from_db()
    # A page that was open since before: who it belongs to is an administrator no more.
    other_administrator.is_active = True

    with pytest.raises(Refused, match="de laatste beheerder"):
        actions.switch_off(administrator, by=other_administrator)


def test_two_people_who_change_one_account_see_each_other(signed_in, administrator, consultant):
    page = signed_in(administrator).get(reverse("grants:change_account", args=[consultant.pk]))
    shown = page.context["form"]["shown"].value()
    User.objects.filter(pk=consultant.pk).update(name="Samira Bakker")

    answer = post(
        signed_in(administrator), "change_account", consultant.pk,
        name="Samira Visser", email=consultant.email, shown=shown,
    )  # fmt: skip

    assert "Iemand anders maakte hier intussen ‘Samira Bakker’ van" in answer.text
    assert "Samira Visser" in answer.text


def test_a_colleague_of_a_partner_keeps_that_role(administrator, partner_worker):
    with pytest.raises(Refused, match="komt binnen met een uitnodiging"):
        actions.change_role(partner_worker, role=Role.CONSULTANT, by=administrator)


def test_the_list_shows_colleagues_and_finds_a_tenant_by_the_whole_address_only(
    signed_in, administrator, consultant, tenant_user
):
    client, page = signed_in(administrator), reverse("grants:account_list")
    User.objects.system()

    assert consultant.name in client.get(page).text
    assert "Aanloop</a>" not in client.get(page, {"q": "systeem"}).text
    for asked in ({}, {"q": "Hennie"}, {"q": "tenant"}, {"role": Role.TENANT}, {"off": "on"}):
        assert tenant_user.name not in client.get(page, asked).text
    assert tenant_user.name in client.get(page, {"q": tenant_user.email}).text


def test_the_privacy_officer_reads_every_change_of_rights(
    signed_in, administrator, privacy_officer, area
):
    account = add(administrator, areas=[area])
    actions.change_role(account, role=Role.HOST, by=administrator)

    page = signed_in(privacy_officer).get(reverse("grants:grant_list")).text

    assert f"Account toegevoegd: Noor de Wit, wijkbeheerder, {area}" in page
    assert "Rol gewijzigd: Noor de Wit, van wijkbeheerder naar gastheer of gastvrouw" in page
    assert f"Door {administrator.name}" in page
    assert Event.objects.filter(verb="grants.grant_list", actor_id=privacy_officer.pk).exists()


def test_an_administrator_without_anybody_to_confirm_is_told_what_to_do(signed_in, administrator):
    account = add(administrator, Role.COORDINATOR)

    page = signed_in(administrator).get(reverse("grants:page", args=[account.pk])).text

    assert "createsuperuser" in page


def test_an_administrator_made_on_the_server_is_in_the_trail(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "een lang en goed wachtwoord")

    call_command("createsuperuser", "--noinput", email="bas@delinde.example", name="Bas")

    assert verbs_about(User.objects.get(name="Bas")) == ["grants.create_superuser"]


@pytest.mark.parametrize(
    ("page", "label"), [("grants:account_list", "Accounts"), ("grants:grant_list", "Rechten")]
)
def test_menu_marks_one_entry_as_the_current_page(signed_in, administrator, page, label):
    text = signed_in(administrator).get(reverse(page)).text

    menu = text[text.index('id="hoofdmenu"') : text.index('class="topbar"')]
    current = re.findall(r'aria-current="page">(?:<svg.*?</svg>)?([^<]+)', menu, re.DOTALL)
    assert current == [label]
