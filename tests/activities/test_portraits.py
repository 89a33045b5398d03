"""Portraits of hosts: with consent, small, without camera metadata, and removable."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities import actions, photos
from activities.models import Portrait
from tests.factories.activities import a_meetup, a_photo, a_portrait

pytestmark = pytest.mark.django_db


def upload(client, content: bytes, **fields):
    photo = SimpleUploadedFile("foto.jpg", content, "image/jpeg")
    form = {"name": "Ria", "photo": photo, "agreed": "on"} | fields
    return client.post(reverse("activities:add_portrait"), {k: v for k, v in form.items() if v})


def test_uploaded_photo_becomes_small_square_and_loses_its_metadata(signed_in, client, consultant):
    assert b"Telefoonmaker" in a_photo()

    upload(signed_in(consultant), a_photo(800, 1200))

    face = client.get(Portrait.objects.get().get_absolute_url()).content
    assert Image.open(io.BytesIO(face)).size == (photos.SIDE, photos.SIDE)
    assert b"Telefoonmaker" not in face
    assert not Image.open(io.BytesIO(face)).getexif()


def a_bomb() -> bytes:
    """A small file that decodes to a very large picture."""
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"<svg onload=alert(1)>", b"%PDF-1.7", b"\xff\xd8\xff\xe0 kapot", a_photo()[:200], a_bomb(),
    ],
)  # fmt: skip
def test_upload_that_is_no_valid_photo_is_refused(signed_in, consultant, content):
    answer = upload(signed_in(consultant), content)

    assert answer.status_code == 422
    assert "Kies een JPEG of PNG" in answer.content.decode()
    assert not Portrait.objects.exists()


def test_portrait_without_consent_is_refused(signed_in, consultant):
    answer = upload(signed_in(consultant), a_photo(), agreed=None)

    assert answer.status_code == 422
    assert "Vraag het eerst" in answer.content.decode()


def test_portrait_is_shown_on_the_agenda_until_it_is_removed(client, consultant):
    portrait = a_portrait(by=consultant)
    meetup = a_meetup(by=consultant, portrait=portrait)
    page = reverse("activities:meetup", args=[meetup.pk])
    assert portrait.get_absolute_url() in client.get(page).content.decode()

    actions.remove_portrait(portrait, by=consultant)

    assert "/agenda/gezicht/" not in client.get(page).content.decode()
