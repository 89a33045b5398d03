"""The face of a host: only with a yes, small, without what a camera adds, and gone when asked."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities import actions, photos
from activities.models import Portrait
from tests.roads.activities import a_meetup, a_photo, a_portrait

pytestmark = pytest.mark.django_db


def upload(client, content: bytes, **fields):
    photo = SimpleUploadedFile("foto.jpg", content, "image/jpeg")
    form = {"name": "Ria", "photo": photo, "agreed": "on"} | fields
    return client.post(reverse("activities:add_portrait"), {k: v for k, v in form.items() if v})


def test_a_photo_becomes_small_square_and_tells_no_place(signed_in, client, consultant):
    assert b"Telefoonmaker" in a_photo()

    upload(signed_in(consultant), a_photo(800, 1200))

    face = client.get(Portrait.objects.get().get_absolute_url()).content
    assert Image.open(io.BytesIO(face)).size == (photos.SIDE, photos.SIDE)
    assert b"Telefoonmaker" not in face
    assert not Image.open(io.BytesIO(face)).getexif()


def a_bomb() -> bytes:
    """A small file that says it is a very large picture."""
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"<svg onload=alert(1)>", b"%PDF-1.7", b"\xff\xd8\xff\xe0 kapot", a_photo()[:200], a_bomb(),
    ],
)  # fmt: skip
def test_what_is_no_photo_says_what_to_choose(signed_in, consultant, content):
    answer = upload(signed_in(consultant), content)

    assert answer.status_code == 422
    assert "Kies een JPEG of PNG" in answer.content.decode()
    assert not Portrait.objects.exists()


def test_nobodys_face_without_a_yes(signed_in, consultant):
    answer = upload(signed_in(consultant), a_photo(), agreed=None)

    assert answer.status_code == 422
    assert "Vraag het eerst" in answer.content.decode()


def test_a_face_stands_on_the_agenda_until_it_is_taken_off(client, consultant):
    portrait = a_portrait(by=consultant)
    meetup = a_meetup(by=consultant, portrait=portrait)
    page = reverse("activities:meetup", args=[meetup.pk])
    assert portrait.get_absolute_url() in client.get(page).content.decode()

    actions.remove_portrait(portrait, by=consultant)

    assert "/agenda/gezicht/" not in client.get(page).content.decode()
