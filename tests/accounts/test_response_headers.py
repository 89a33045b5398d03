"""What a browser is told to keep to itself, and what becomes of its reports."""

import json

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
OLD = {
    "csp-report": {
        "document-uri": "http://testserver/huurders/17/?q=Hennie",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://tracker.example/Hennie.js?naam=Hennie",
        "script-sample": "alert('Hennie')",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "http://testserver/huurders/17/?q=Hennie",
            "effectiveDirective": "style-src-attr",
            "blockedURL": "inline",
            "sample": "Hennie",
        },
    }
]


def report(client, sent, kind: str = "application/reports+json"):
    body = sent if isinstance(sent, str) else json.dumps(sent)
    return client.post(reverse("csp_report"), body, content_type=kind)


@pytest.mark.parametrize("page", ["account_login", "activities:agenda", "csp_report"])
def test_no_other_site_embeds_or_opens_a_page(client, page):
    answer = client.get(reverse(page))

    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_signing_out_empties_the_browser_and_keeps_the_chosen_language(signed_in, tenant_user):
    client = signed_in(tenant_user)
    client.get("/agenda/?taal=tr")

    answer = client.post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies["taal"].value == "tr"
    assert client.get(reverse("account")).status_code == 302


def test_pages_before_signing_out_empty_nothing(signed_in, tenant_user):
    answer = signed_in(tenant_user).get(reverse("account_logout"))

    assert "Clear-Site-Data" not in answer


def test_page_says_where_to_report(client):
    answer = client.get(reverse("account_login"))

    policy = answer["Content-Security-Policy"].split("; ")
    assert {"report-to csp", f"report-uri {reverse('csp_report')}"} <= set(policy)
    assert answer["Reporting-Endpoints"] == f'csp="http://testserver{reverse("csp_report")}"'


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        (OLD, "stopped script-src-elem from tracker.example on tenants:file"),
        (NEW, "stopped style-src-attr from inline on tenants:file"),
        ({"csp-report": {"document-uri": "//[", "blocked-uri": "x\ny"}}, "stopped ? from ? on ?"),
    ],
)
def test_report_is_logged_without_a_name_a_number_or_an_address(client, caplog, sent, line):
    answer = report(client, sent)

    assert answer.status_code == 204
    assert caplog.messages == [line]


NONSENSE = ["", "{", "[" * 5000, "7", '"x"', "[[]]", '{"csp-report": 3}']


@pytest.mark.parametrize("sent", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_not_logged(client, caplog, sent):
    assert report(client, sent).status_code in (204, 400)
    assert caplog.messages == []


def test_one_browser_cannot_fill_the_log(client, caplog, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"csp": "3/h/ip,300/h/key"}

    answers = [report(client, NEW).status_code for _ in range(5)]

    assert answers == [204, 204, 204, 429, 429]
    assert len(caplog.messages) == 3
