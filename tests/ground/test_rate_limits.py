"""Hourly rate limits of public forms, under concurrency and for several addresses."""

import pytest
from django.test import RequestFactory

from ground import rate_limits
from ground.networks import network_of
from ground.rate_limits import Limit
from tests.factories.race import race

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_limit_of_thirty_allows_exactly_thirty_of_sixty_concurrent_requests(settings):
    settings.PUBLIC_LIMITS = {"sign_up": "30/h/ip,2000/h/key"}
    request, allowed = RequestFactory().get("/"), []

    failures = race([lambda: allowed.append(rate_limits.within_limits(request, "sign_up"))] * 60)

    assert not failures
    assert (allowed.count(True), allowed.count(False)) == (30, 30)


def test_refused_requests_of_one_address_do_not_use_the_limit_of_all(settings):
    settings.PUBLIC_LIMITS = {"sign_up": "2/h/ip,3/h/key"}
    ask = RequestFactory()
    bot = [rate_limits.within_limits(ask.get("/"), "sign_up") for _ in range(20)]

    assert bot.count(True) == 2
    assert rate_limits.within_limits(ask.get("/", REMOTE_ADDR="192.0.2.1"), "sign_up")


def test_limit_of_all_counts_requests_of_every_address(settings):
    settings.PUBLIC_LIMITS = {"sign_up": "30/h/ip,3/h/key"}
    ask = RequestFactory()

    answers = [
        rate_limits.within_limits(ask.get("/", REMOTE_ADDR=f"192.0.2.{n}"), "sign_up")
        for n in range(5)
    ]

    assert answers == [True, True, True, False, False]


@pytest.mark.parametrize("limits", ["2/h/ip,3/h/key", "3/h/key,2/h/ip"])
def test_the_answer_tells_the_limit_of_a_network_from_that_of_everybody(settings, limits):
    settings.PUBLIC_LIMITS = {"report": limits}
    ask = RequestFactory()

    def met(*addresses: str) -> list[Limit]:
        asked = [ask.get("/", REMOTE_ADDR=address) for address in addresses]
        return [rate_limits.limit_met(request, "report") for request in asked]

    assert met(*["192.0.2.1"] * 3) == [Limit.NONE, Limit.NONE, Limit.OF_NETWORK]
    assert met("192.0.2.2", "192.0.2.2") == [Limit.NONE, Limit.OF_ALL]
    assert met("192.0.2.2", "192.0.2.3") == [Limit.OF_NETWORK, Limit.OF_ALL]


def test_addresses_of_one_ipv6_network_count_as_one(settings):
    settings.PUBLIC_LIMITS = {"report": "5/h/ip,600/h/key"}
    ask = RequestFactory()

    def answers(address: str) -> list[bool]:
        return [
            rate_limits.within_limits(ask.get("/", REMOTE_ADDR=address.format(n)), "report")
            for n in range(12)
        ]

    assert answers("2001:db8:1:2:{:x}::1") == [True] * 5 + [False] * 7
    assert answers("2001:db8:1:3::{:x}") == [True] * 5 + [False] * 7
    assert answers("192.0.2.{}") == [True] * 12
    assert answers("::ffff:198.51.100.{}") == [True] * 12


def test_networks_of_one_site_have_a_limit_together(settings):
    settings.PUBLIC_LIMITS = {"report": "5/h/ip,600/h/key"}
    ask = RequestFactory()

    answers = [
        rate_limits.within_limits(ask.get("/", REMOTE_ADDR=f"2001:db8:9:{n:x}::1"), "report")
        for n in range(60)
    ]

    assert answers == [True] * 50 + [False] * 10
    assert rate_limits.within_limits(ask.get("/", REMOTE_ADDR="2001:db8:a::1"), "report")


@pytest.mark.parametrize("address", ["", "unknown", "unix:", "fe80::1%eth0", "2001:db8::/32"])
def test_an_address_that_is_none_is_counted_as_it_is(address):
    assert network_of(network_of(address)) == network_of(address)
