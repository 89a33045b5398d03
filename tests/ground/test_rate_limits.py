"""Hourly rate limits of public forms, under concurrency and for several addresses."""

import pytest
from django.test import RequestFactory

from ground import rate_limits
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
