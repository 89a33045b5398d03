"""Tenant pages in six languages: complete catalogues, nothing stale, remaining Dutch marked."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from outbox.actions import render_text
from outbox.models import Message
from tests.factories.activities import a_meetup, a_sign_up
from tests.house import marked

LOCALE = Path(settings.BASE_DIR) / "locale"
OTHERS = [code for code, _ in settings.LANGUAGES if code != "nl"]
HOLE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def catalogue(code: str) -> dict:
    with (LOCALE / code / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def missing(words: dict, texts: set[str]) -> list[str]:
    """List the texts that a catalogue lacks, both as a single text and with plural forms."""
    return sorted(text for text in texts if not words.get(text) and not words.get((text, 0)))


@pytest.mark.parametrize("code", OTHERS)
def test_every_marked_text_has_a_translation(code):
    """In templates and in Python, with and without placeholders."""
    assert missing(catalogue(code), marked.everywhere()) == [], (
        f"Translate these in locale/{code}/LC_MESSAGES/django.po and compile it; CONTRIBUTING.md "
        "says how, under Languages."
    )


def test_no_catalogue_contains_a_text_that_nothing_marks():
    known = {key[0] if isinstance(key, tuple) else key for key in catalogue("en")}

    assert sorted(known - marked.everywhere() - {""}) == [], (
        "Nothing marks these any more: run makemessages and take them out of every catalogue."
    )


@pytest.mark.parametrize(("source", "read"), [
    ("from django.utils.translation import gettext as _\n_('Een')", marked.in_python),
    ("from django.utils.translation import gettext_lazy as x\nx('Een')", marked.in_python),
    ("from django.utils.translation import ngettext\nngettext('Een', 'Twee', 2)",
     marked.in_python),
    ("{% load i18n %}{% translate 'Een' as one %}", marked.in_template),
    ("{% load i18n %}{% blocktranslate %}Een{% endblocktranslate %}", marked.in_template),
])  # fmt: skip
def test_a_marked_text_without_a_translation_is_found(source, read):
    assert missing(catalogue("en"), set(read(source))) == ["Een"]


def test_a_text_filled_in_before_translation_is_refused():
    source = "from django.utils.translation import gettext as _\n_(f'Dag {name}')"

    with pytest.raises(ValueError, match="before filling it in"):
        list(marked.in_python(source))


@pytest.mark.parametrize("code", OTHERS)
def test_the_compiled_catalogue_is_complete(code):
    """The .mo file contains as many texts as the .po file."""
    written = (LOCALE / code / "LC_MESSAGES" / "django.po").read_text()
    entries = len(re.findall(r"^msgid ", written, re.M))

    known = {key[0] if isinstance(key, tuple) else key for key in catalogue(code)}

    assert len(known) == entries
    assert "#, fuzzy" not in written


@pytest.mark.parametrize("code", OTHERS)
def test_translations_have_the_same_placeholders_as_the_source(code):
    wrong = {
        source: text
        for source, text in catalogue(code).items()
        if isinstance(source, str) and set(HOLE.findall(source)) != set(HOLE.findall(text))
        if source
    }

    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("code", OTHERS)
def test_a_page_declares_its_language_its_direction_and_its_dutch_text(client, code):
    meetup = a_meetup(title="Koffietafel")

    text = client.get(f"/agenda/{meetup.pk}/?taal={code}").content.decode()

    assert f'<html lang="{code}" dir="{"rtl" if code == "ar" else "ltr"}"' in text
    assert '<span lang="nl" dir="ltr">Koffietafel</span>' in text
    assert 'class="unchecked"' in text
    assert "Ik kom" not in text


@pytest.mark.django_db
def test_only_a_visitor_who_chose_a_language_gets_a_cookie(client):
    assert not client.get("/agenda/").cookies

    chosen = client.get("/agenda/?taal=tr")

    assert chosen.cookies["taal"].value == "tr"
    assert 'lang="tr"' in client.get("/agenda/").content.decode()
    assert 'lang="nl"' in client.get("/agenda/?taal=xx&taal=nl").content.decode()


@pytest.mark.django_db
def test_staff_read_dutch_whatever_language_they_choose(signed_in, consultant):
    client = signed_in(consultant)

    assert '<html lang="nl"' in client.get("/activiteiten/?taal=ar").content.decode()


@pytest.mark.django_db
def test_a_message_is_in_the_language_of_the_sign_up():
    with override("pl"):
        guest = a_sign_up(phone="06 12345678")

    message = Message.objects.get(about__sign_up=guest.pk, kind="sign_up_confirmed")

    assert guest.language == "pl"
    assert "U bent aangemeld" not in render_text(message)
