"""Wrong passwords lock out whoever types them, not the owner of the account."""

import re

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.known_devices import COOKIE
from accounts.models import Tally
from accounts.tasks import sweep_tallies
from ground.rate_limits import within_limits
from tests.accounts.signing_in import is_signed_in, set_up_app, with_factor, with_password
from tests.factories.race import race

pytestmark = pytest.mark.django_db
WRONG = "verkeerd-wachtwoord"


def at(address: str, known: Client | None = None) -> Client:
    """Return a browser at an IP address, with the cookies of an earlier visit if there was one."""
    browser = Client(REMOTE_ADDR=address)
    if known:
        browser.cookies[COOKIE] = known.cookies[COOKIE].value
    return browser


def guess(email: str, browser: Client, times: int = 5) -> str:
    """Type wrong passwords; return the last page."""
    for _ in range(times):
        page = browser.post(reverse("account_login"), {"login": email, "password": WRONG}).text
    return page


def test_sixth_password_is_refused_even_when_it_is_right(consultant):
    thief = at("192.0.2.1")
    guess(consultant.email, thief)

    assert not is_signed_in(with_password(consultant, client=thief))


def test_wrong_passwords_of_somebody_else_do_not_lock_out_the_owner(consultant):
    guess(consultant.email, at("192.0.2.1"), times=8)

    assert is_signed_in(with_password(consultant, client=at("198.51.100.7")))


def test_somebody_at_the_same_address_does_not_lock_out_a_known_device(consultant):
    before = with_password(consultant, client=at("192.0.2.1"))
    guess(consultant.email, at("192.0.2.1"), times=8)

    assert not is_signed_in(with_password(consultant, client=at("192.0.2.1")))
    assert is_signed_in(with_password(consultant, client=at("192.0.2.1", known=before)))


@pytest.fixture
def spread(consultant) -> None:
    """Thirty wrong passwords for one account, each from another address."""
    for number in range(30):
        guess(consultant.email, at(f"192.0.2.{number + 1}"), times=1)


@pytest.mark.usefixtures("spread")
def test_attack_from_many_addresses_is_slowed_down(consultant):
    assert not is_signed_in(with_password(consultant, client=at("198.51.100.7")))


def test_known_device_gets_through_an_attack_from_many_addresses(consultant, request):
    before = with_password(consultant, client=at("198.51.100.7"))
    request.getfixturevalue("spread")

    assert is_signed_in(with_password(consultant, client=at("198.51.100.8", known=before)))


def test_known_device_does_not_guess_without_end(consultant):
    before = with_password(consultant, client=at("198.51.100.7"))
    stolen = at("198.51.100.8", known=before)
    guess(consultant.email, stolen)

    assert not is_signed_in(with_password(consultant, client=stolen))


def test_device_is_known_for_the_account_that_signed_in_only(consultant, caretaker):
    before = with_password(caretaker, client=at("192.0.2.1"))
    guess(consultant.email, at("192.0.2.1"))

    assert not is_signed_in(with_password(consultant, client=at("192.0.2.1", known=before)))


def test_device_is_not_known_any_more_after_the_sessions_ended(consultant):
    before = with_password(consultant, client=at("192.0.2.1"))
    guess(consultant.email, at("192.0.2.1"))

    consultant.end_sessions()

    assert not is_signed_in(with_password(consultant, client=at("192.0.2.1", known=before)))


def test_device_is_not_known_after_the_password_only(consultant):
    set_up_app(consultant)

    assert COOKIE not in with_password(consultant).cookies
    assert COOKIE in with_factor(consultant).cookies


def test_forged_cookie_is_no_known_device(consultant):
    forged = at("192.0.2.1")
    forged.cookies[COOKIE] = "eyJpZCI6IngiLCJ1c2VycyI6e319:1a:forged"
    guess(consultant.email, forged)

    assert not is_signed_in(with_password(consultant, client=forged))


def test_right_passwords_are_not_counted(consultant):
    for _ in range(8):
        assert is_signed_in(with_password(consultant, client=at("192.0.2.1")))


# --- Where they are kept -------------------------------------------------------------------------


def test_lock_outlives_an_emptied_broker(consultant, broker):
    thief = at("192.0.2.1")
    guess(consultant.email, thief)

    broker.flushdb()

    assert not is_signed_in(with_password(consultant, client=thief))


def test_signing_in_works_without_a_broker(consultant, settings):
    away = {"LOCATION": "unix:///nonexistent/valkey.sock"}
    settings.CACHES = settings.CACHES | {"broker": settings.CACHES["broker"] | away}
    settings.SECOND_FACTOR_REQUIRED = True
    set_up_app(consultant)

    assert with_factor(consultant).get(reverse("signals:today")).status_code == 200


def test_keys_hold_no_address_and_no_account(consultant):
    guess(consultant.email, at("192.0.2.1"))

    rows = list(Tally.objects.values_list("key", "value"))
    assert rows
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key, _ in rows)
    assert not any("192.0.2.1" in value or "@" in value for _, value in rows)


def test_what_does_not_count_any_more_is_removed(consultant):
    guess(consultant.email, at("192.0.2.1"))
    assert sweep_tallies() == 0

    Tally.objects.update(expires_at=timezone.now())

    assert sweep_tallies() > 0
    assert not Tally.objects.exists()


def test_cache_keeps_a_value_until_its_time():
    assert cache.add("lock", True, timeout=60)
    assert not cache.add("lock", True, timeout=60)
    cache.set("history", [1.5, 2.5], timeout=60)
    assert cache.get("history") == [1.5, 2.5]
    assert (cache.count({"n": 1}, 60), cache.count({"n": 1}, 60)) == (None, "n")

    Tally.objects.update(expires_at=timezone.now())

    assert cache.get("history", "none") == "none"
    assert not cache.touch("history")
    assert cache.add("lock", True, timeout=60)
    assert cache.count({"n": 1}, 60) is None
    assert cache.delete("lock")
    assert not cache.delete("lock")


def test_what_goes_over_the_first_limit_does_not_count_towards_the_second():
    over = [cache.count({"network": 2, "all": 3}, 60) for _ in range(5)]
    over += [cache.count({"another network": 2, "all": 3}, 60) for _ in range(2)]
    assert over == [None, None, "network", "network", "network", None, "all"]


@pytest.mark.django_db(transaction=True)
def test_of_thirty_at_one_moment_one_gets_the_lock():
    got = []

    failures = race([lambda: got.append(cache.add("lock", True, timeout=60))] * 30)

    assert not failures
    assert got.count(True) == 1


def test_public_limits_outlive_an_emptied_broker(broker, settings):
    settings.PUBLIC_LIMITS = {"report": "1/h/ip,600/h/key"}
    asked = RequestFactory().get("/")
    assert within_limits(asked, "report")

    broker.flushdb()

    assert not within_limits(asked, "report")


def test_limits_stand_in_the_database():
    assert django_settings.CACHES["default"]["BACKEND"] == "accounts.limit_cache.LimitCache"
