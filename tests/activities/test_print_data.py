"""Printed letters, posters and lists: tagged PDF, page counts, and readable barcodes."""

import io
import json
import re
import zlib

import pytest
import typst
import zxingcpp
from django.conf import settings
from django.urls import reverse
from PIL import Image

from activities import print_data
from activities.models import Meetup
from activities.views.meetups import guests_of
from outbox import pdf
from tests import factories
from tests.factories.activities import a_meetup, a_place, a_sign_up, an_invite
from tests.factories.outreach import a_code

pytestmark = pytest.mark.django_db
DOTS = 100


@pytest.fixture
def meetup(consultant) -> Meetup:
    place = a_place(name="De Merel", neighbourhood="Vogelbuurt", step_free=True)
    return a_meetup(by=consultant, title="Koffietafel", place=place)


def picture(sheet: str, data: dict) -> Image.Image:
    return Image.open(io.BytesIO(pdf.png(sheet, data, dots=DOTS)))


def read(image: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image)]


def pages(pdf: bytes) -> int:
    return max(int(n) for n in re.findall(rb"/Count (\d+)", pdf))


@pytest.mark.parametrize("strips", [0, 8])
@pytest.mark.parametrize(("size", "width"), [("a4", 827), ("a3", 1169)])
def test_qr_code_of_a_poster_decodes_to_the_address(meetup, size, width, strips):
    address = settings.SITE_URL + reverse("activities:meetup", args=[meetup.pk])
    data = print_data.poster(meetup, address, size=size, strips=strips)

    image = picture("poster", data)

    assert abs(image.width - width) <= 1
    assert read(image) == [address]
    assert pages(pdf.render("poster", data)) == 1


@pytest.mark.parametrize(
    "title",
    ["Koffie", "Samen lange winteravonden koken en eten in de buurtkamer", "<img src=x> #eval[1]"],
)
def test_any_title_fits_on_one_poster_and_is_printed_as_text(meetup, title):
    meetup.title = title
    data = print_data.poster(meetup, "https://x.example/agenda/1/", size="a4", strips=8)

    assert pages(pdf.render("poster", data)) == 1


def test_letters_have_one_tagged_page_per_tenant_with_their_own_code(meetup, area, consultant):
    invites = [
        an_invite(meetup, factories.a_tenant(factories.a_home(area)), by=consultant)
        for _ in range(3)
    ]
    data = print_data.letters(meetup, invites, consultant)

    letters = pdf.render("invitation", data)

    assert pages(letters) == 3
    assert b"/StructTreeRoot" in letters
    assert b"pdfuaid" in letters or b"PDF/UA" in letters
    assert read(picture("invitation", data)) == [print_data.code_address(invites[0].code)]


def test_attendance_list_shows_a_host_first_names_only(signed_in, host):
    meetup = a_meetup(host=host)
    a_sign_up(meetup, name="Riet de Vries", fetch=True, party=2)
    data = print_data.door_list(meetup, guests_of(host, meetup))
    answer = signed_in(host).get(reverse("activities:door_list", args=[meetup.pk]))

    assert data["rows"] == [{"name": "Riet en 1 meer", "note": "voor het eerst, ophalen"}]
    assert answer.content.startswith(b"%PDF")


def test_preview_picture_is_1200_by_630_pixels(client, meetup):
    answer = client.get(reverse("activities:picture", args=[meetup.pk]))

    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def test_json_ld_describes_the_meetup_and_escapes_html_in_the_title(client, consultant):
    meetup = a_meetup(title="</script><img src=x onerror=alert(1)>")

    text = client.get(reverse("activities:meetup", args=[meetup.pk])).content.decode()

    assert "<img src=x" not in text
    assert '"@type": "Event"' in text
    assert "\\u003c/script\\u003e" in text


LONGEST = {"title": 80, "cost": 60, "host_name": 40}
OF_THE_PLACE = {"name": 80, "street": 120, "directions": 200}


@pytest.mark.parametrize("word", ["Wilhelmina ", "Hottentottententententoonstelling", "W", "www."])
@pytest.mark.parametrize(("size", "strips"), [("a4", 0), ("a4", 7), ("a3", 7)])
def test_a_poster_with_the_longest_texts_of_the_form_is_one_page_with_a_code(
    meetup, word, size, strips
):
    for what, lengths in ((meetup, LONGEST), (meetup.place, OF_THE_PLACE)):
        for name, length in lengths.items():
            setattr(what, name, (word * length)[:length])
    address = settings.SITE_URL + "/agenda/1/"

    data = print_data.poster(meetup, address, size=size, strips=strips, code=a_code())

    assert pages(pdf.render("poster", data)) == 1
    assert read(picture("poster", data)) == [address]
    assert 0.5 < used(data) <= 1


def used(data: dict) -> float:
    """Return the part of the page that a poster uses; above 1 texts and drawing overlap."""
    how = pdf._with(pdf._printable(data)[0])
    (found,) = json.loads(typst.query(pdf.SHEETS / "poster.typ", "<used>", **how))
    return found["value"]


@pytest.mark.parametrize("language", ["en", "tr", "ar", "pl", "uk"])
def test_a_poster_in_another_language_has_our_sentences_in_it_and_what_we_wrote_in_dutch(
    meetup, language, caplog
):
    address = settings.SITE_URL + "/agenda/1/"
    dutch = print_data.poster(meetup, address, size="a4", strips=7, code=a_code())

    data = print_data.poster(meetup, address, size="a4", strips=7, code=a_code(), language=language)

    ours = print_data.poster_words("Vogelbuurt")
    assert [name for name in ours if data[name] == dutch[name]] == []
    assert data["when"] != dutch["when"]
    assert data["rtl"] == (language == "ar")
    assert {"text": "De Merel, Merelstraat 2", "own": True} in data["lines"]
    assert read(picture("poster", data)) == [f"{address}?taal={language}"]
    assert used(data) <= 1
    assert "no font has" not in caplog.text


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("word", ["Wilhelmina ", "W"])
def test_a_poster_in_large_print_has_no_letter_below_18_points(meetup, word, language):
    for what, lengths in ((meetup, LONGEST), (meetup.place, OF_THE_PLACE)):
        for name, length in lengths.items():
            setattr(what, name, (word * length)[:length])

    data = print_data.poster(
        meetup, "https://x.example/", size="a4", strips=7, language=language, large=True
    )

    assert min(sizes(data)) >= 18
    assert min(sizes(data | {"large": False})) < 18
    assert used(data) <= 1
    assert pages(pdf.render("poster", data)) == 1


def sizes(data: dict) -> list[float]:
    """Return the sizes of the letters on a poster, in points."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf.render("poster", data), re.DOTALL)
    drawn = b"".join(zlib.decompress(one) for one in streams if one[:1] == b"\x78")
    return [float(size) for size in re.findall(rb"/f\d+ ([\d.]+) Tf", drawn)]


def test_planner_chooses_the_language_of_a_poster(signed_in, consultant, meetup):
    client = signed_in(consultant)
    page = client.get(reverse("activities:poster", args=[meetup.pk])).content.decode()

    answer = client.get(
        reverse("activities:poster_pdf", args=[meetup.pk]), {"in_taal": "ar", "groot": "1"}
    )

    assert '<option value="ar" lang="ar">العربية</option>' in page
    assert answer.content.startswith(b"%PDF")
    assert f"poster-{meetup.pk}-a4-ar.pdf" in answer["Content-Disposition"]
    assert client.get(reverse("activities:poster_pdf", args=[meetup.pk]), {"in_taal": "klingon"})[
        "Content-Disposition"
    ].endswith('-nl.pdf"')


def test_a_strip_names_the_place_and_the_code(meetup):
    code = a_code()

    data = print_data.poster(meetup, "https://x.example/", size="a4", strips=7, code=code)

    assert data["code"] == code.code
    assert data["where"] == f"{meetup.place.name}, {meetup.place.street}"


@pytest.mark.parametrize(
    ("directions", "cost", "said"),
    [
        ("Ga links.", "1 euro p.p.", ["1 euro p.p.", "Ga links."]),
        ("Ga links", "Gratis", ["Gratis.", "Ga links."]),
        ("Kom maar!", "Wat u kunt missen…", ["Wat u kunt missen…", "Kom maar!"]),
    ],
)
def test_a_sentence_on_paper_ends_once(meetup, directions, cost, said):
    meetup.cost, meetup.place.directions = cost, directions

    assert print_data.facts(meetup)[1:3] == said


def test_letters_and_posters_name_every_other_language(meetup, area, consultant):
    invites = [an_invite(meetup, factories.a_tenant(factories.a_home(area)), by=consultant)]

    letters = print_data.letters(meetup, invites, consultant)["languages"]
    poster = print_data.poster(meetup, "https://x.example/", size="a4", strips=0)["languages"]

    assert letters == poster == "English · Türkçe · العربية · Polski · Українська"
