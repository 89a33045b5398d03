"""Which passwords are refused, in which words; and what somebody reads who tries too often."""

import re

import pytest
from allauth.account import app_settings as allauth
from django.conf import settings
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from accounts.admin_site import lists
from accounts.models import User
from accounts.passwords import dutch_words, is_easy_to_guess
from accounts.roles import Role

SENTENCE = "Vier gele fietsen dansen"
GUESSED = [
    "wachtwoord123", "Wachtwoord2026!", "W@chtw00rd!2026", "welkom01welkom", "Welkom-bij-Aanloop",
    "geheim123456", "Zomervakantie26", "november2026!", "FeyenoordAjax1", "DeLinde-2026!",
    "woonstichting1", "marga-coordinator", "MargaBakker1962", "mbakker-2026!!", "password12345",
    "123456789012", "aaaaaaaaaaaa", "abababababab", "qwertyuiop123", "06-1234567890",
    "aanloop-demo",
]  # fmt: skip
ACCEPTED = [
    SENTENCE, "paard batterij nietje gras", "x7Kq-mvTz-93pLw", "Ik eet op dinsdag rode kool",
    "kromme tenen lopen scheef",
]  # fmt: skip
MARGA = User(email="m.bakker@delinde.example", name="Marga Bakker")


@pytest.mark.parametrize("password", GUESSED)
def test_a_password_that_somebody_would_try_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, MARGA)


@pytest.mark.parametrize("password", ACCEPTED)
def test_a_sentence_is_accepted(password):
    validate_password(password, MARGA)


def test_the_name_of_the_organisation_is_easy_to_guess_wherever_the_product_runs(settings):
    validate_password("Portaalgebouw hoek", MARGA)

    settings.ORGANISATION = "Portaalgebouw"

    with pytest.raises(ValidationError):
        validate_password("Portaalgebouw hoek", MARGA)


def test_the_list_has_words_and_no_comments():
    assert len(dutch_words()) > 200
    assert all(word.isalnum() and len(word) >= 3 for word in dutch_words())
    assert not is_easy_to_guess(SENTENCE, set())


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_what_is_said_about_a_password_is_in_the_language_of_the_reader(language):
    def said() -> list[str]:
        sentences = password_validators_help_texts()
        for password in ("kort eind", "wachtwoord123"):
            with pytest.raises(ValidationError) as problem:
                validate_password(password, MARGA)
            sentences += problem.value.messages
        return sentences

    with override("nl"):
        dutch = said()
    with override(language):
        theirs = said()

    assert len(dutch) == 4
    assert not any("password" in sentence.lower() for sentence in dutch)
    assert language == "nl" or not set(theirs) & set(dutch)


@pytest.mark.django_db
def test_a_colleague_reads_in_dutch_why_a_password_is_refused(client, coordinator):
    client.force_login(coordinator)
    form = {"oldpassword": "geheim-genoeg"} | dict.fromkeys(["password1", "password2"], "kort")

    page = client.post(reverse("account_change_password"), form).content.decode()

    assert "Dit wachtwoord is te kort. Neem minstens 12 tekens" in page
    assert coordinator.check_password("geheim-genoeg")


@pytest.mark.django_db
def test_who_signs_in_too_often_reads_when_to_try_again_and_keeps_the_address(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    form = {"login": "marga@delinde.example", "password": "Geheim-woord-7", "remember": "on"}
    client.post(reverse("account_login"), form)

    answer = client.post(reverse("account_login"), form)

    page = answer.content.decode()
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Probeer het over een minuut nog een keer." in page
    assert 'value="marga@delinde.example"' in page
    assert "Geheim-woord-7" not in page
    assert "Too Many" not in page


@pytest.mark.django_db
def test_a_colleague_who_asks_too_often_reads_it_in_the_frame_of_the_staff_pages(
    client, coordinator, settings
):
    settings.ACCOUNT_RATE_LIMITS = {"change_password": "1/m/user"}
    client.force_login(coordinator)
    client.post(reverse("account_change_password"), {})

    answer = client.post(reverse("account_change_password"), {"password1": "Nieuw-woord-7"})

    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Hoofdmenu" in page
    assert "Nieuw-woord-7" not in page


def test_every_limit_that_is_answered_with_that_page_is_of_a_minute():
    pages = {"change_password", "manage_email", "reset_password", "reauthenticate", "signup"}
    pages |= {"reset_password_from_key", "login"}
    limits = [limit for name in pages for limit in allauth.RATE_LIMITS[name].split(",")]

    assert {limit.split("/")[1] for limit in limits} == {"m"}


@pytest.mark.django_db
def test_every_link_on_a_page_of_the_administrator_opens(client, world):
    client.force_login(world.people[Role.ADMINISTRATOR])
    pages = [reverse("admin:index")]
    for model, _ in lists._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages.append(reverse(f"{name}_changelist"))
        if row := model._default_manager.first():
            pages.append(reverse(f"{name}_change", args=[row.pk]))

    links = set()
    for page in pages:
        links |= set(re.findall(r'href="(/[^"?#]*)', client.get(page).content.decode()))
    broken = {link for link in links if not link.startswith("/static/") and not opens(client, link)}

    assert reverse("activities:agenda") in links
    assert len(links) > 15
    assert broken == set()


def opens(client, link: str) -> bool:
    return client.get(link, follow=True).status_code == 200
