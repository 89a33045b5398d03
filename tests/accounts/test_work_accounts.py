"""What a sign-in at the identity provider proves, and for how long."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from accounts.proof import WORK_ACCOUNT, WORK_PROOF
from accounts.work_accounts import is_verified

pytestmark = pytest.mark.django_db
MINUTE = 60


@pytest.fixture(autouse=True)
def provider_asks_a_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    settings.OIDC_SECOND_FACTOR = True


@pytest.fixture
def at_work(consultant, signed_in):
    """Return a browser that came back from the provider; the user signed in there a while ago."""

    def came_back(seconds_ago: float) -> Client:
        client, now = signed_in(consultant), time.time()
        SocialAccount.objects.get_or_create(user=consultant, provider=WORK_ACCOUNT, uid="samira")
        session = client.session
        record = {"method": "socialaccount", "at": now, "provider": WORK_ACCOUNT, "uid": "samira"}
        session[METHODS], session[f"{METHODS}_user"] = [record], str(consultant.pk)
        session[WORK_PROOF] = now - seconds_ago
        session.save()
        return client

    return came_back


def test_sign_in_at_the_provider_counts_as_a_factor(at_work):
    assert at_work(5 * MINUTE).get(reverse("signals:today")).status_code == 200


def test_sign_in_at_a_provider_that_asks_no_factor_does_not_count(at_work, settings):
    settings.OIDC_SECOND_FACTOR = False

    assert at_work(5 * MINUTE).get(reverse("signals:today")).url == reverse("mfa_index")


def test_somebody_who_signed_in_there_just_now_exports(at_work):
    assert at_work(5 * MINUTE).get(reverse("signals:export")).status_code == 200


def test_somebody_who_was_signed_in_there_for_hours_signs_in_there_again(at_work):
    client, url = at_work(60 * MINUTE), reverse("signals:export")

    asked = client.get(url)
    sent = client.get(asked.url)

    assert asked.url == f"{reverse('prove_at_work')}?next={url}"
    going = parse_qs(urlsplit(sent.url).query)
    assert sent.url.startswith(reverse("openid_connect_login", args=[WORK_ACCOUNT]))
    assert going["next"] == [url]
    assert going["auth_params"] == ["prompt=login&max_age=0"]


def test_another_address_forgets_the_work_account(at_work, consultant):
    at_work(MINUTE)

    consultant.email = "opvolger@delinde.example"
    consultant.save()

    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("said", "verified"),
    [(True, True), ("true", True), (False, False), ("false", False), ("0", False), (1, False)],
)
def test_only_true_is_a_checked_address(settings, said, verified):
    settings.OIDC_VERIFIED_DOMAINS = ["delinde.example"]

    assert is_verified({"email": "x@delinde.example", "email_verified": said}) is verified


@pytest.mark.parametrize(
    ("email", "verified"),
    [
        ("x@delinde.example", True),
        ("x@DeLinde.example", True),
        ("x@elders.example", False),
        ("x@delinde.example@elders.example", False),
        ("", False),
    ],
)
def test_address_in_our_domain_counts_when_the_provider_never_says(settings, email, verified):
    settings.OIDC_VERIFIED_DOMAINS = ["delinde.example"]

    assert is_verified({"email": email}) is verified
