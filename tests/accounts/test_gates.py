"""A gate asks for proof of this session, and a grant ends with the right that it rests on."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from tests import factories
from tests.accounts.signing_in import (
    PASSWORD,
    code_of,
    is_signed_in,
    prove,
    set_up_app,
    with_factor,
    with_password,
)

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "een heel ander wachtwoord"


@pytest.fixture(autouse=True)
def a_factor_is_required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.ACCOUNT_RATE_LIMITS = False


def set_up(browser: Client) -> None:
    """Set up an app through the pages, in a browser that is signed in."""
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = browser.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    browser.post(reverse("mfa_activate_totp"), {"code": code_of(page.context["form"].secret)})


# --- A gate asks for proof of this session -------------------------------------------------------

PLACES = [
    (Role.CONSULTANT, "signals:today"),
    (Role.CONSULTANT, "tenants:elsewhere"),
    (Role.CONSULTANT, "signals:calendar"),
    (Role.CONSULTANT, "signals:export"),
    (Role.CARETAKER, "signals:log"),
    (Role.PARTNER_WORKER, "referrals:inbox"),
    (Role.PARTNER_WORKER, "referrals:export_own"),
    (Role.PRIVACY_OFFICER, "audit:trail"),
    (Role.PRIVACY_OFFICER, "audit:download"),
    (Role.ADMINISTRATOR, "admin:index"),
    (Role.ADMINISTRATOR, "grants:account_list"),
    (Role.CONSULTANT, "account"),
    (Role.CONSULTANT, "account_change_password"),
    (Role.CONSULTANT, "usersessions_list"),
]


def somebody(role: Role) -> User:
    if role == Role.PARTNER_WORKER:
        return factories.a_worker(factories.a_partner(factories.an_area()))
    return factories.a_user(role, areas=(factories.an_area(),))


@pytest.mark.parametrize(("role", "page"), PLACES)
def test_session_without_a_factor_opens_no_page_of_an_account_that_has_one(role, page):
    user = somebody(role)
    thief = with_password(user)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})

    answer = thief.get(reverse(page))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mfa_reauthenticate"))


@pytest.mark.parametrize(("role", "page"), PLACES)
def test_session_with_a_factor_opens_the_page(role, page):
    user = somebody(role)
    set_up_app(user)

    assert with_factor(user).get(reverse(page)).status_code == 200


@pytest.mark.parametrize(
    "page", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"]
)
def test_session_without_a_factor_cannot_add_one_beside_that_of_the_owner(consultant, page):
    thief = with_password(consultant)
    set_up_app(consultant)

    answer = thief.post(reverse(page), {"password": PASSWORD})

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("mfa_reauthenticate"))


def test_session_without_a_factor_gets_in_once_it_proves_one(consultant):
    browser = with_password(consultant)
    set_up_app(consultant)

    prove(browser, consultant)

    assert browser.get(reverse("signals:today")).status_code == 200


def test_password_does_not_prove_a_factor_a_second_time(consultant):
    set_up_app(consultant)
    browser = with_factor(consultant)

    answer = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    assert answer.url == reverse("mfa_reauthenticate")


# django-allauth tells that a factor was set up after the commit, so these tests commit.
@pytest.mark.django_db(transaction=True)
def test_user_without_a_factor_sets_one_up_first_and_then_gets_in(consultant):
    browser = with_password(consultant)
    assert browser.get(reverse("signals:today")).url == reverse("mfa_index")

    set_up(browser)

    assert browser.get(reverse("signals:today")).status_code == 200


# --- A grant ends with the right that it rests on ------------------------------------------------


def owner_changes_the_password(user: User, owner: Client) -> None:
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    owner.post(reverse("account_change_password"), {"oldpassword": PASSWORD} | passwords)


def owner_ends_the_other_sessions(user: User, owner: Client) -> None:
    owner.post(reverse("usersessions_list"))


def account_is_switched_off_and_on(user: User, owner: Client) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    User.objects.filter(pk=user.pk).update(is_active=True)


def address_is_changed(user: User, owner: Client) -> None:
    user = User.objects.get(pk=user.pk)
    user.email = "nieuw@delinde.example"
    user.save()


TAKEN_AWAY = [
    owner_changes_the_password,
    owner_ends_the_other_sessions,
    account_is_switched_off_and_on,
    address_is_changed,
]


@pytest.mark.parametrize("take_away", TAKEN_AWAY, ids=lambda one: one.__name__)
def test_open_page_of_another_browser_is_over(consultant, take_away):
    set_up_app(consultant)
    other, owner = with_factor(consultant), with_factor(consultant)
    assert other.get(reverse("signals:today")).status_code == 200

    take_away(consultant, owner)

    assert not is_signed_in(other)
    stays = take_away not in (account_is_switched_off_and_on, address_is_changed)
    assert is_signed_in(owner) is stays


@pytest.mark.django_db(transaction=True)
def test_setting_up_a_factor_ends_the_other_sessions(consultant):
    thief, owner = with_password(consultant), with_password(consultant)

    set_up(owner)

    assert not is_signed_in(thief)
    assert owner.get(reverse("signals:today")).status_code == 200


def test_two_browsers_stay_signed_in_while_nothing_is_taken_away(consultant):
    set_up_app(consultant)
    other, owner = with_factor(consultant), with_factor(consultant)

    owner.get(reverse("signals:today"))
    User.objects.get(pk=consultant.pk).save()

    assert is_signed_in(other)
    assert is_signed_in(owner)


def test_row_read_before_an_account_was_switched_off_brings_no_session_back(consultant):
    set_up_app(consultant)
    other = with_factor(consultant)
    before = User.objects.get(pk=consultant.pk)

    account_is_switched_off_and_on(consultant, other)
    before.save()

    assert not is_signed_in(other)


def test_session_proven_by_a_stolen_app_must_prove_again_after_that_was_removed(consultant):
    set_up_app(consultant)
    thief = with_factor(consultant)

    Authenticator.objects.filter(user=consultant, type="totp").delete()
    set_up_app(consultant)

    assert thief.get(reverse("signals:today")).url.startswith(reverse("mfa_reauthenticate"))


@pytest.mark.django_db(transaction=True)
def test_session_that_makes_new_recovery_codes_goes_on(consultant):
    set_up_app(consultant)
    browser = with_factor(consultant)
    prove(browser, consultant)
    browser.post(reverse("mfa_generate_recovery_codes"))
    code = Authenticator.objects.get(user=consultant, type="recovery_codes").wrap()
    by_code = with_password(consultant)
    by_code.post(reverse("mfa_authenticate"), {"code": code.get_unused_codes()[0]})
    assert by_code.get(reverse("signals:today")).status_code == 200

    by_code.post(reverse("mfa_reauthenticate"), {"code": code.get_unused_codes()[1]})
    by_code.post(reverse("mfa_generate_recovery_codes"))

    assert by_code.get(reverse("signals:today")).status_code == 200


def test_sessions_that_ended_are_not_listed(consultant):
    set_up_app(consultant)
    with_factor(consultant)
    account_is_switched_off_and_on(consultant, None)
    here = with_factor(consultant)

    here.get(reverse("usersessions_list"))

    assert UserSession.objects.filter(user=consultant).count() == 1
