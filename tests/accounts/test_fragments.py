"""The request of a fragment: same user, no posted data and no query string of the outer page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from accounts.templatetags.fragments import as_get


@pytest.fixture
def posted():
    """A POST request with a file and a query string."""
    sent = {"words": "Wil graag kaarten.", "file": SimpleUploadedFile("a.csv", b"1;2")}
    request = RequestFactory().post("/huurders/1/?toon=alles", sent)
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize("read_before", [False, True])
def test_fragment_request_has_no_posted_data_and_no_query_string(posted, read_before):
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


def test_outer_request_keeps_its_posted_data_and_query_string(posted):
    as_get(posted, "/signalen/1/")

    assert posted.method == "POST"
    assert posted.POST["words"] == "Wil graag kaarten."
    assert posted.FILES["file"].read() == b"1;2"
    assert posted.GET["toon"] == "alles"
