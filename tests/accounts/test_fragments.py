"""A piece of another page sees the same person, and nothing of what brought them here."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from accounts.templatetags.fragments import as_get


@pytest.fixture
def posted():
    """A form that was sent to one address, with a file and a question in the address."""
    sent = {"words": "Wil graag kaarten.", "file": SimpleUploadedFile("a.csv", b"1;2")}
    request = RequestFactory().post("/huurders/1/?toon=alles", sent)
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize("read_before", [False, True])
def test_a_fragment_cannot_read_what_was_posted(posted, read_before):
    if read_before:
        assert posted.POST
        assert posted.FILES

    inner = as_get(posted, "/signalen/1/")

    assert (inner.method, inner.path, inner.path_info) == ("GET", "/signalen/1/", "/signalen/1/")
    assert not inner.POST
    assert not inner.FILES
    assert not inner.GET
    assert inner.META["QUERY_STRING"] == ""
    assert inner.user is posted.user


def test_the_outer_page_still_reads_what_was_posted(posted):
    as_get(posted, "/signalen/1/")

    assert posted.method == "POST"
    assert posted.POST["words"] == "Wil graag kaarten."
    assert posted.FILES["file"].read() == b"1;2"
    assert posted.GET["toon"] == "alles"
