"""On the pages of every role a text comes back once with what should not stand in it, as it was
typed; sent again, or changed, it is saved."""

import uuid
from dataclasses import dataclass

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from activities.models import Meetup
from audit.models import Review
from referrals.models import Feedback, Message, Referral
from signals.models import Signal, SignalNote
from tenants.models import Note, Wish
from tests import factories
from tests.asked_again import sent_again
from tests.factories.activities import a_meetup
from tests.factories.audit import a_read, a_week, at
from tests.factories.referrals import CAME_ALONG_ONCE, a_draft, a_referral
from tests.signals.test_report import typed as a_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
# An illness, money, and the name of somebody else, as people type them.
TEXT = "is depresief & heeft schulden, dochter Ellen belt"
SAVED_INSTEAD = "vergat de afspraak, dochter belt"


@dataclass
class Page:
    """A page with a free text, and how to read what was saved."""

    client: Client
    url: str
    field: str
    saved: object
    form: dict

    def post(self, form: dict):
        return self.client.post(self.url, form)

    @property
    def stored(self) -> list[str]:
        return list(self.saved.values_list("text_saved", flat=True))


def as_text(rows, column: str):
    """The rows with the column under one name, without the empty ones."""
    return rows.exclude(**{column: ""}).annotate(text_saved=F(column))


@pytest.fixture
def page_of(request, signed_in):
    """Return the page of a name, with all that must exist before."""

    def page(name: str) -> Page:
        fixture = request.getfixturevalue
        consultant, worker = fixture("consultant"), fixture("partner_worker")
        tenant = factories.a_tenant(factories.a_home(fixture("area")))
        key = {"key": str(uuid.uuid4())}
        match name:
            case "file":
                url = reverse("tenants:note", args=[tenant.pk])
                return Page(signed_in(consultant), url, "text", as_text(Note.objects, "text"), key)
            case "wish":
                url = reverse("tenants:record_wish", args=[tenant.pk])
                return Page(signed_in(consultant), url, "words", as_text(Wish.objects, "words"), {})
            case "note":
                signal = factories.a_signal(tenant, owner=consultant)
                url = reverse("signals:add_note", args=[signal.pk])
                rows = as_text(SignalNote.objects, "text")
                return Page(signed_in(consultant), url, "text", rows, key | {"whose": "colleague"})
            case "draft":
                draft = a_draft(tenant, by=consultant)
                url = reverse("referrals:write_wish", args=[draft.number])
                rows = as_text(Referral.objects.filter(pk=draft.pk), "wish")
                rows.update(wish="")
                return Page(signed_in(consultant), url, "wish", rows, {"gist": "samen eten"})
            case "reply":
                referral = a_referral(tenant, worker=worker, status=Referral.Status.ACCEPTED)
                consultant = referral.sender
                url = reverse("referrals:reply", args=[referral.number])
                rows = as_text(Message.objects, "text")
                return Page(signed_in(consultant), url, "text", rows, key)
            case "say":
                referral = a_referral(tenant, worker=worker, status=Referral.Status.ACCEPTED)
                url = reverse("referrals:say", args=[referral.number])
                return Page(signed_in(worker), url, "text", as_text(Message.objects, "text"), key)
            case "report_back":
                referral = a_referral(tenant, worker=worker, status=Referral.Status.ACCEPTED)
                url = reverse("referrals:report_back", args=[referral.number])
                rows = as_text(Feedback.objects, "sentence")
                form = key | {name: str(value) for name, value in CAME_ALONG_ONCE.items()}
                return Page(signed_in(worker), url, "sentence", rows, form)
            case "call_off":
                meetup = a_meetup(by=consultant)
                url = reverse("activities:cancel_meetup", args=[meetup.pk])
                rows = as_text(Meetup.objects, "cancelled_why")
                return Page(signed_in(consultant), url, "why", rows, {})
            case "review":
                a_read(consultant, tenant, at(3))
                week = a_week()
                url = reverse("audit:decide", args=[week.reviews.first().pk])
                rows = as_text(Review.objects, "note")
                client = signed_in(fixture("privacy_officer"))
                return Page(client, url, "note", rows, {"verdict": "asked"})
            case "outside":
                fixture("coordinator")
                rows = as_text(Signal.objects, "fact")
                return Page(Client(), reverse("signals:report"), "fact", rows, a_report())
        raise AssertionError(name)

    return page


PAGES = [
    "file", "wish", "note", "draft", "reply", "say", "report_back", "call_off", "review", "outside",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_text_comes_back_once_as_it_was_typed_with_each_kind(name, page_of):
    page = page_of(name)

    asked = page.post(page.form | {page.field: TEXT})

    words = asked.content.decode()
    assert asked.status_code in (200, 422)
    assert "is depresief &amp; heeft schulden, dochter Ellen belt" in words
    assert "ziekte of verslaving" in words
    assert "schulden of geldzorgen" in words
    assert "naam van iemand anders" in words
    assert page.stored == []


@pytest.mark.parametrize("name", PAGES)
def test_text_sent_again_is_saved_as_it_is(name, page_of):
    page = page_of(name)
    form = page.form | {page.field: TEXT}

    page.post(sent_again(page.post(form), form))

    assert page.stored == [TEXT]


@pytest.mark.parametrize("name", PAGES)
def test_text_without_it_is_saved_at_once(name, page_of):
    page = page_of(name)

    page.post(page.form | {page.field: SAVED_INSTEAD})

    assert page.stored == [SAVED_INSTEAD]


@pytest.mark.parametrize("name", PAGES)
def test_danger_is_saved_at_once_and_the_next_page_says_what_to_do(name, page_of):
    page = page_of(name)

    answer = page.client.post(page.url, page.form | {page.field: "ze wil dood"}, follow=True)

    assert page.stored == ["ze wil dood"]
    assert 'href="tel:113"' in answer.content.decode()
    assert "0800\u00a00113" in answer.content.decode()


def test_danger_beside_something_else_comes_first_and_is_not_called_wrong(page_of):
    page = page_of("note")

    words = page.post(page.form | {page.field: f"{TEXT}, ze wil dood"}).content.decode()

    assert words.index('href="tel:113"') < words.index("ziekte of verslaving")
    assert "‘wil dood’" not in words


def test_warning_of_a_stranger_is_in_the_language_of_the_page(client):
    client.cookies["taal"] = "en"

    page = client.post(reverse("signals:report"), a_report(fact="ze is dement")).content.decode()

    assert "illness or addiction" in page


def test_text_that_is_too_long_as_well_is_measured_first(page_of):
    page = page_of("note")

    words = page.post(page.form | {page.field: "dement " * 100}).content.decode()

    assert "dement dement" in words
    assert "ziekte of verslaving" not in words
    assert page.stored == []


def test_seen_warnings_stay_seen_when_another_field_is_wrong(page_of):
    page = page_of("note")
    form = page.form | {page.field: TEXT, "whose": ""}

    again = sent_again(page.post(form), form)
    assert " " not in again[f"{page.field}-seen"]
    still = sent_again(page.post(again), again) | {"whose": "colleague"}
    page.post(still)

    assert page.stored == [TEXT]


def test_report_that_comes_back_counts_for_no_limit(page_of, settings):
    settings.PUBLIC_LIMITS = settings.PUBLIC_LIMITS | {"report": "1/h/ip"}
    page = page_of("outside")
    form = page.form | {page.field: TEXT}

    page.post(sent_again(page.post(form), form))

    assert page.stored == [TEXT]


@pytest.mark.parametrize("sent", ["danger", "illness,debts,person,nonsense", "<b>", "illness," * 5])
def test_what_a_browser_sends_as_seen_is_only_compared(sent, page_of):
    page = page_of("note")

    answer = page.post(page.form | {page.field: TEXT, f"{page.field}-seen": sent})

    assert '<b>"' not in answer.content.decode()
    assert page.stored in ([], [TEXT])
