"""All text for tenants can be translated, whether in a template, in Python or in a table.

The tests render every page that a visitor without a role may open, and every message to a tenant,
in a pseudo-locale (`tests/house/pseudo.py`). Translated text is in wide letters there; text that
stays in plain letters cannot be translated. What a colleague reads aloud stays Dutch: it is shown
to the colleague (`tenants.consent_wording.sentence`, `signals.aftercare.sentence`,
`post/*.call.txt`, the letters of `tenants/letters.py` and `activities/print_data.py` that a
colleague prints and hands over). So does the consent that quotes that sentence.
"""

import mailbox
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from activities import actions as activities
from activities.forms import GuestForm
from activities.models import BuddyMatch, Meetup, Place, SignUp, SignUpReceipt
from outbox.actions import render
from outbox.kinds import KINDS, Audience, for_audience
from outbox.models import Message
from referrals.models import Referral
from signals import actions as signals
from signals.models import Report, Signal
from tenants import actions as tenants
from tests.factories.activities import a_meetup, a_sign_up, at
from tests.factories.noticed import a_report
from tests.factories.referrals import a_referral
from tests.factories.unsorted import a_kept_report
from tests.house.matrix import MATRIX, PUBLIC
from tests.house.pseudo import LANGUAGE, WORD, activate, untranslated
from tests.house.test_matrix import own_addresses
from tests.house.world import LETTER, World
from unsorted.models import UnsortedForm

pytestmark = pytest.mark.django_db
DO = (
    'Mark it with gettext (_) and add it to locale/*/LC_MESSAGES/django.po, or put lang="nl" '
    "around it when it is data."
)
POST = Path(settings.BASE_DIR) / "templates" / "post"
Channel = Message.Channel
# Names that are the same in every language.
NAMES = ["Aanloop", settings.ORGANISATION, dict(settings.LANGUAGES)[LANGUAGE]]
# Dutch text in the data of the world: on a page it must be in an element with lang="nl".
WORDS = {
    "title": "Zzkoffietafel", "about": "Zzpraten.", "for_whom": "Zzbewoners",
    "cost": "Zzeuro", "languages": ["TUR"],
}  # fmt: skip
PLACE = {
    "name": "Yyzaal", "street": "Yystraat 2", "neighbourhood": "Yybuurt", "directions": "Zzbus",
    "step_free": True, "accessible_toilet": True, "hearing_loop": True,
}  # fmt: skip
# Codes that a visitor may type from a letter: too short, too long, wrong, or from a poster.
CODES = ["", "4", "O" * 8, "!!!!!!!!", "4F7QK2M", "4F7QK2M8", "2222"]


@pytest.fixture
def world(settings, tmp_path) -> World:
    """A world in which every optional text of a meetup and its place is filled."""
    settings.DEMO_POST = str(tmp_path / "post")
    settings.PUBLIC_LIMITS = dict.fromkeys(settings.PUBLIC_LIMITS, "10000/h/ip")
    mailbox.Maildir(settings.DEMO_POST)
    (Path(settings.DEMO_POST) / "new" / LETTER).write_text(
        "Date: Mon, 23 Nov 2026 10:00:00 -0000\n\n"
    )
    world = World()
    Meetup.objects.update(host_name="Xxria", **WORDS)
    Place.objects.update(**PLACE)
    SignUp.objects.update(name="Xxgast")
    SignUpReceipt.objects.update(name="Xxgast")
    return world


@pytest.fixture
def pseudo(monkeypatch) -> None:
    activate(monkeypatch)


def without_names(world: World) -> Callable[[str], str]:
    """Return a function that removes names of people, places and organisations, and URLs."""
    home = world.signal.home
    tenant, match = world.tenant, world.match
    own = [
        tenant.formal_name, tenant.full_name, tenant.called, tenant.first_name, home.address,
        home.postcode, home.town, world.partner.name, match.buddy.first_name,
        world.consultant.name, world.form.name, *NAMES,
    ]  # fmt: skip
    known = "|".join(re.escape(name) for name in sorted(filter(None, own), key=len, reverse=True))
    return lambda text: re.sub(rf"https?://\S+|/\S+/|\b[XY][xy]\w*|{known}", "", text)


def without_data(text: str) -> str:
    """Remove what somebody typed, and codes to sign in with."""
    return re.sub(r"\bZz\w*|^[A-Z]{4}-[A-Z]{4}$", "", text)


def wrong_on(page: str, world: World) -> list[str]:
    return sorted(set(untranslated(page, names=without_names(world), data=without_data)))


# --- pages -------------------------------------------------------------------------------------


def answers(world: World) -> Iterator[tuple[str, object]]:
    """Request every public URL with GET, and with empty, invalid and overlong POST data."""
    client = Client(headers={"Cookie": f"taal={LANGUAGE}"})
    for name, takes in own_addresses().items():
        if MATRIX[name] is not PUBLIC:
            continue
        url = reverse(name, kwargs=world.arguments(name) if takes else {})
        yield from asked(client, f"GET {name}", "get", url)
        yield from asked(client, f"POST {name}, empty", "post", url)
        page = client.get(url)
        fields = set(re.findall(r'name="(\w+)"', page.content.decode(errors="replace")))
        for what, value in [("nonsense", "§9"), ("too much", "§9" * 500)]:
            data = dict.fromkeys(fields, value) | {"website": ""}
            yield from asked(client, f"POST {name}, {what}", "post", url, data)


def asked(client, label, method, url, data=None) -> Iterator[tuple[str, object]]:
    """Yield the response, and roll back whatever the request changed."""
    with transaction.atomic():
        answer = getattr(client, method)(url, data)
        transaction.set_rollback(True)
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        yield label, answer


def later(world: World) -> Iterator[tuple[str, object]]:
    """Yield the same pages in other states than that of a new world."""
    client = Client(headers={"Cookie": f"taal={LANGUAGE}"})
    ticket = reverse("activities:ticket", args=[world.guest.token])
    page = reverse("activities:meetup", args=[world.meetup.pk])
    code = reverse("activities:code", args=[world.invite.code])
    started = {"starts_at": timezone.now() - timedelta(hours=1)}
    off = {"cancelled_at": timezone.now(), "cancelled_why": "Zzziek"}
    full = {"capacity": world.meetup.chairs.count()}
    receipt = reverse("activities:receipt", args=[world.receipt.token])
    for state in ("waiting", "offered", "lapsed", "cancelled"):
        until = at(1) if state == "offered" else None
        with transaction.atomic():
            if state != "offered":
                world.guest.chairs.all().delete()
            SignUp.objects.filter(pk=world.guest.pk).update(status=state, offered_until=until)
            yield from asked(client, f"ticket, {state}", "get", ticket)
            yield from asked(client, f"cancel, {state}", "get", ticket + "afmelden/")
            accept = reverse("activities:accept_own", args=[world.guest.token])
            yield from asked(client, f"accept, {state}", "post", accept)
            transaction.set_rollback(True)
    for state, fields in (("started", started), ("called off", off), ("full", full)):
        with transaction.atomic():
            Meetup.objects.filter(pk=world.meetup.pk).update(**fields)
            for label, url in (
                ("ticket", ticket),
                ("receipt", receipt),
                ("page", page),
                ("code", code),
            ):
                yield from asked(client, f"{label}, {state}", "get", url)
            for name in ("cancel_own", "accept_own", "wait_again", "tell_if_spoken_to"):
                url = reverse(f"activities:{name}", args=[world.guest.token])
                yield from asked(client, f"POST {name}, {state}", "post", url)
            guest = {"key": uuid.uuid4(), "name": "Xxan", "phone": "06 12 00 99 99", "party": 2}
            url = reverse("activities:sign_up", args=[world.meetup.pk])
            yield from asked(client, f"sign up, {state}", "post", url, guest)
            transaction.set_rollback(True)
    again = {"key": world.receipt.key, "name": "Xxander", "phone": "06 12 00 88 88", "party": 1}
    url = reverse("activities:sign_up", args=[world.meetup.pk])
    yield from asked(client, "sign up, a form sent before", "post", url, again)
    SignUpReceipt.objects.filter(pk=world.receipt.pk).update(comes=False)
    yield from asked(client, "receipt, waiting", "get", receipt)
    yield from matches(world, client)
    yield from forms_that_wait(world, client)
    for typed in CODES:
        url = reverse("activities:type_code")
        yield from asked(client, f"code {typed!r}", "post", url, {"code": typed})
    yield from asked(client, "a page that is not there", "get", "/agenda/0/")
    yield from asked(client, "an agenda with an unknown code", "get", "/agenda/?onbekend=1")
    yield from asked(client, "an empty agenda", "get", "/agenda/?buurt=Yynergens")


def matches(world: World, client: Client) -> Iterator[tuple[str, object]]:
    """Yield the pages of a buddy match that one accepted, that both accepted, and that ended."""
    url, now = (
        reverse("activities:answer_match_by_link", args=[world.match.guest_token]),
        timezone.now(),
    )
    for state, fields in (
        ("one yes", {"guest_yes_at": now}),
        ("both yes", {"guest_yes_at": now, "buddy_yes_at": now}),
        ("ended", {"ended_at": now}),
    ):
        with transaction.atomic():
            BuddyMatch.objects.filter(pk=world.match.pk).update(**fields)
            yield from asked(client, f"match, {state}", "get", url)
            yield from asked(client, f"POST match, {state}", "post", url, {"ja": "1"})
            transaction.set_rollback(True)


def forms_that_wait(world: World, client: Client) -> Iterator[tuple[str, object]]:
    """Yield the page of each kind of form, while it asks for a code, and when it does not."""
    url = reverse("unsorted:use_code", args=[world.waiting_token])
    asks = {"asks_code": True, "channel": "sms"}
    for state, fields in (
        ("report", asks),
        ("sign-up, by mail", asks | {"kind": "sign_up", "channel": "mail"}),
        ("request for company", asks | {"kind": "request_buddy"}),
        ("without an address", {"channel": ""}),
        ("five wrong codes", asks | {"tries": 5}),
        ("taken", {"status": "taken", "fields": {}, "address": "", "code_hash": ""}),
    ):
        with transaction.atomic():
            UnsortedForm.objects.filter(pk=world.waiting.pk).update(**fields)
            yield from asked(client, f"form that waits, {state}", "get", url)
            for typed in ("", "12", "123456", "1" * 30):
                label = f"form that waits, {state}, code {typed!r}"
                yield from asked(client, label, "post", url, {"code": typed})
            transaction.set_rollback(True)


def found_on(pages: Iterator[tuple[str, object]], world: World) -> list[str]:
    """List each text that cannot be translated once, with the first page that shows it."""
    wrong: dict[str, str] = {}
    for label, answer in pages:
        for text in wrong_on(answer.content.decode(), world):
            wrong.setdefault(text, label)
    return [f"{label}: {text!r}. {DO}" for text, label in wrong.items()]


def test_every_text_on_a_public_page_is_translated(world, pseudo):
    assert found_on(answers(world), world) == []


def test_every_text_on_a_public_page_is_translated_in_other_states(world, pseudo):
    assert found_on(later(world), world) == []


def test_a_python_label_missing_from_the_catalogue_is_found(world, pseudo, monkeypatch):
    monkeypatch.setattr(GuestForm.base_fields["fetch"], "label", "Nergens vertaald")

    wrong = found_on(answers(world), world)

    assert any("'Nergens vertaald'" in line for line in wrong)


@pytest.mark.parametrize("source", [
    "<p>Nergens vertaald</p>",
    "<p>{{ row.title }}</p>",
    '<input type="submit" value="Nergens vertaald">',
    '<button aria-label="Nergens vertaald"></button>',
    '<p lang="nl">Wel</p><p>Nergens vertaald</p>',
])  # fmt: skip
def test_an_untranslated_text_in_a_template_or_row_is_found(world, source):
    row = Meetup.objects.filter(pk=world.meetup.pk).values().get() | {"title": "Nergens vertaald"}
    page = Template(source).render(Context({"row": row}))

    assert wrong_on(f'<html lang="{LANGUAGE}"><body>{page}</body></html>', world) == [
        "Nergens vertaald"
    ]


# --- messages ----------------------------------------------------------------------------------


def tenant_kinds() -> list[str]:
    """List every kind of message to a tenant or to somebody who reported something."""
    return sorted(kind.name for kind in for_audience(Audience.TENANT))


def channels(kind: str) -> list[str]:
    """List the channels of a kind: mail, and each channel with its own text.

    Without telephone: a colleague says those texts, in Dutch.
    """
    own = {path.name.split(".")[1] for path in POST.rglob(f"{kind}.*.txt")}
    return sorted((own | {Channel.MAIL}) - {Channel.CALL})


def a_sign_up_of(world: World, status: str) -> SignUp:
    """Return a sign-up of the tenant with this status."""
    meetup = a_meetup(starts_at=at(8), by=world.consultant)
    made = a_sign_up(meetup, tenant=world.tenant, by=world.consultant)
    if status not in SignUp.SEATED:
        made.chairs.all().delete()
    until = at(1) if status == "offered" else None
    SignUp.objects.filter(pk=made.pk).update(status=status, offered_until=until, name="Xxgast")
    Meetup.objects.filter(pk=meetup.pk).update(host_name="Xxria", **WORDS)
    Place.objects.update(**PLACE)
    return made


def about(kind: str, world: World) -> dict:
    """Return what a message of this kind is about, in a state in which it is still needed."""
    status = {"sign_up_waiting": "waiting", "sign_up_offered": "offered",
              "sign_up_lapsed": "lapsed"}.get(kind, "confirmed")  # fmt: skip
    if kind.startswith(("sign_up_", "meetup_")):
        guest = a_sign_up_of(world, status)
        if kind == "meetup_cancelled":
            activities.cancel_meetup(guest.meetup, why="Zzziek", by=world.consultant)
        starts_at = Meetup.objects.get(pk=guest.meetup_id).starts_at.isoformat()
        return {"sign_up": guest.pk, "starts_at": starts_at, "series": 1}
    if kind == "still_interested":
        return {"candidate": world.candidate.pk}
    if kind == "form_code":
        return {"form": a_kept_report(email="buur@buurt.example")[0].pk}
    if kind in ("sign_in_code", "no_account"):
        return {"number": 17, "language": LANGUAGE}
    if kind.startswith("buddy_"):
        if kind == "buddy_agreed":
            now = timezone.now()
            BuddyMatch.objects.update(guest_yes_at=now, buddy_yes_at=now)
        return {"match": world.match.pk, "side": "guest"}
    if kind.startswith("report_"):
        report = a_report(world.signal.home, owner=world.consultant, wants_news=True,
                          email="buur@buurt.example")  # fmt: skip
        if kind == "report_finished":
            signals.close(report, reason=Signal.Reason.SOLVED, by=world.consultant)
        else:
            Signal.objects.filter(pk=report.pk).update(status=Signal.Status.PICKED_UP)
        return {"report": Report.objects.get(signal=report).pk}
    if kind == "referral_ended":
        ended = a_referral(status=Referral.Status.COMPLETED, worker=world.worker,
                           tenant=world.tenant, by=world.consultant)  # fmt: skip
        return {"referral": ended.pk}
    if kind == "visit_cancelled":
        signals.cancel_visit(world.visit, told_off="letter", next_kind="call", by=world.consultant)
    if kind == "consent_withdrawn":
        tenants.withdraw_consent(world.consent, by=world.consultant)
    return {
        "visit_announced": {"visit": world.visit.pk},
        "visit_cancelled": {"visit": world.visit.pk},
        "consent_confirmed": {"consent": world.consent.pk},
        "consent_withdrawn": {"consent": world.consent.pk},
        "referral_taken": {"referral": world.running.pk},
    }[kind]


def wrong_in(kind: str, channel: str, world: World) -> list[str]:
    """List the lines of a message, subject first, that cannot be translated."""
    facts = about(kind, world)
    message = Message(kind=kind, channel=channel, to="", about=facts, created_at=timezone.now())
    said = render(message)
    assert said, f"{kind}: not needed in this world, so that nothing was read"
    names = without_names(world)
    # The sentence that a colleague read aloud is quoted in Dutch.
    lines = [
        line for text in said for line in text.splitlines() if world.consent.wording not in line
    ]
    return [line for line in lines if WORD.search(names(without_data(line)))]


@pytest.mark.parametrize(
    ("kind", "channel"), [(kind, channel) for kind in tenant_kinds() for channel in channels(kind)]
)
def test_every_text_in_a_message_to_a_tenant_is_translated(kind, channel, world, pseudo):
    assert wrong_in(kind, channel, world) == [], DO


def test_a_subject_missing_from_the_catalogue_is_found(world, pseudo, monkeypatch):
    known = KINDS["sign_up_confirmed"]
    monkeypatch.setitem(
        KINDS, "sign_up_confirmed", type(known)(**vars(known) | {"subject": "Nergens vertaald"})
    )

    assert wrong_in("sign_up_confirmed", Channel.MAIL, world) == ["Nergens vertaald"]
