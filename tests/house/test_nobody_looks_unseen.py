"""Nobody looks unseen: what a page tells about somebody, the trail says that it was read.

Every personal text of a world has a token of its own. Each address is asked for as every role, with
the links and the forms that its page has; where a token comes back, a row of the trail names that
tenant, or the guest or neighbour. With a trail that takes no rows, no page tells anything.

Not counted: what somebody just sent, shown back to them; and a page that somebody opens with a
secret of their own (a ticket, the code of a letter), about themselves. What a worker mails is not
read by anybody here.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import typst
from django.apps import apps
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from openpyxl import load_workbook

from accounts import roles
from accounts.roles import Role
from activities import actions as activities
from audit.models import Event
from config.retention import FIELDS
from outbox.models import Message
from referrals.actions.access_links import issue_code
from referrals.models import AccessLink
from signals import actions as signals
from signals.models import FollowUp
from tests.house.page_forms import PageForm, Reader, forms_of
from tests.house.personal_tokens import (
    Owner,
    Tokens,
    personal_texts,
    put_in_everywhere,
    whose,
)
from tests.house.test_matrix import (
    HTMX,
    PLAIN,
    ROLES,
    own_patterns,
    reads_htmx,
)
from tests.house.test_typed_text import STATES
from tests.house.told import add_what_is_told
from tests.house.world import World
from tests.sizes import LINKS_FOLLOWED, LONG

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def just_finished(world: World) -> dict:
    step = FollowUp.objects.owned_by(world.consultant).open().exclude(signal__tenant=None).last()
    signals.finish(step, outcome=FollowUp.Outcome.NOT_HOME, by=world.consultant)
    return {}


def agreed(world: World) -> dict:
    for guest in (True, False):
        activities.answer_match(world.match, guest=guest, yes=True, by=world.consultant)
    return {"token": world.match.buddy_token}


def opened_with_reason(world: World) -> dict:
    return {"pk": world.file_access.tenant_id}


MORE_STATES = [
    ("signals:today", just_finished),
    ("activities:answer_match_by_link", agreed),
    ("tenants:file", opened_with_reason),
]
PAGES = [pytest.param(name, None, id=name) for name in own_patterns()] + [
    pytest.param(name, state, id=f"{name}, {state.__name__}")
    for name, state in [*STATES, *MORE_STATES]
]
# A trail that takes no row while the setting of BREAK is on.
REFUSE_WHEN_BROKEN = """
    CREATE FUNCTION refuse_when_broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF current_setting('tests.trail_is_broken', true) = 'on' THEN
            RAISE EXCEPTION 'the trail is broken';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER refuse_when_broken BEFORE INSERT ON audit_event
        FOR EACH ROW EXECUTE FUNCTION refuse_when_broken();
"""
BREAK = "SET LOCAL tests.trail_is_broken = 'on'"
# The forms that were sent in this process.
SENT: set[tuple] = set()


@pytest.fixture(scope="module")
def tokens(world_of_the_module, django_db_blocker) -> Tokens:
    with django_db_blocker.unblock():
        add_what_is_told(world_of_the_module)
        with connection.cursor() as cursor:
            cursor.execute(REFUSE_WHEN_BROKEN)
        return put_in_everywhere()


@pytest.fixture(scope="module")
def cookies(tokens, world_of_the_module, django_db_blocker) -> dict[Role | None, str]:
    """The cookies of a visitor without an account, and of a signed-in user of each role."""
    clients = {role: Client() for role in [None, *ROLES]}
    with django_db_blocker.unblock():
        for role in ROLES:
            clients[role].force_login(world_of_the_module.people[role])
    return {role: client.cookies.output(header="", sep=";") for role, client in clients.items()}


@pytest.fixture(autouse=True)
def sheets_in_words(monkeypatch) -> None:
    """Print the texts that a sheet is given, in place of a drawing of them."""
    monkeypatch.setattr(
        typst, "compile", lambda sheet, *, sys_inputs, **how: sys_inputs["data"].encode()
    )


def who_may_open(name: str) -> list[Role | None]:
    """Return the roles for whom the guard of a page opens; None is a visitor."""
    access = own_patterns()[name].callback.access
    if access == "public":
        return [None, *ROLES]
    if access == "signed_in":
        return ROLES
    return [role for role in ROLES if roles.MATRIX[role] & set(access)]


def who_asks(name: str) -> list[Role | None]:
    """Return everybody who may open a page in `make long`, else two of them: who sees most on it,
    and one of the others. A page that records what it shows does so for everybody."""
    found = who_may_open(name)
    if LONG:
        return found
    most = Role.COORDINATOR if Role.COORDINATOR in found else found[0]
    others = [role for role in found if role != most]
    if None in found:
        return [None, Role.CONSULTANT]
    return [most, *others[len(name) % len(others or [1]) :][:1]]


@dataclass
class Visitor:
    """A browser of somebody, and what they read in it."""

    role: Role | None
    cookies: str
    tokens: Tokens
    own: frozenset

    def ask(self, send: Callable[[Client], HttpResponse], typed: str = "") -> "Answer":
        """Send a request, and undo what it changed."""
        with transaction.atomic():
            last = Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            answer = self.answered(send)
            if not answer.broke:
                seen = Event.objects.filter(pk__gt=last)
                fields = {
                    owner.field
                    for token, owner in answer.about.items()
                    if token not in typed and not owner.is_named_in(seen)
                }
                answer.unseen = sorted(fields)
            transaction.set_rollback(True)
        return answer

    def ask_without_trail(self, url: str, headers: dict) -> "Answer":
        """Ask for a page while the trail takes no rows."""
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(BREAK)
            answer = self.answered(lambda client: client.get(url, headers=headers))
            answer.unseen = sorted({owner.field for owner in answer.about.values()})
            transaction.set_rollback(True)
        return answer

    def answered(self, send: Callable[[Client], HttpResponse]) -> "Answer":
        """Send a request, and read the answer and where it leads."""
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self.cookies)
        response = send(client)
        if response.status_code >= 500:
            words, broke = words_of(response), repr(response.exc_info[1])
        else:
            words, broke = words_of(response), ""
            if response.status_code == 302:
                words += words_of(client.get(response["Location"]))
        told = self.tokens.in_text(words)
        about = {token: owner for token, owner in told.items() if not self.is_own(owner)}
        return Answer(response, about, broke)

    def is_own(self, owner: Owner) -> bool:
        """Whether a page behind a secret is about the one who has the secret."""
        tenants, rows = self.own
        return bool(owner.tenants and owner.tenants <= tenants) or bool(owner.rows & rows)


@dataclass
class Answer:
    """What came back: the people whom it tells about, and the fields read without a row."""

    response: HttpResponse
    about: dict[str, Owner]
    broke: str
    unseen: list[str] = field(default_factory=list)


def words_of(response: HttpResponse) -> str:
    """Return all that an answer tells, also in its headers and in what a browser does not show."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {unquote(value)}" for name, value in response.items())
    if response.get("Content-Type", "") == SHEET:
        book = load_workbook(io.BytesIO(content))
        cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
        return " ".join([headers, *cells])
    text = content.decode(errors="replace")
    # A calendar breaks its lines anywhere.
    return f"{headers} {unescape(text)} {text.replace(chr(13) + chr(10) + ' ', '')}"


def own_of(arguments: dict) -> tuple[frozenset[int], frozenset]:
    """Return whom a secret in an address is about: the row that has it as `token` or `code`."""
    tenants, rows = frozenset(), frozenset()
    for secret in (value for value in arguments.values() if isinstance(value, str)):
        for label in FIELDS:
            for column in secrets_of(apps.get_model(label)):
                row = apps.get_model(label)._base_manager.filter(**{column: secret}).first()
                if row:
                    whom = whose(row, {})
                    tenants, rows = tenants | tenants_of(row), rows | whom[1]
    return tenants, rows


def tenants_of(row: models.Model) -> frozenset[int]:
    return frozenset({row.tenant_id} - {None}) if hasattr(row, "tenant_id") else frozenset()


def secrets_of(model: type[models.Model]) -> list[str]:
    unique = (one.name for one in model._meta.concrete_fields if one.unique)
    return [name for name in unique if name in ("token", "code")]


def links_on(page: str, url: str) -> list[str]:
    """Return the other views of the same page: its links that differ in the query only."""
    path, found = urlsplit(url).path, {}
    for link in LinkReader(page).links:
        to = urlsplit(urljoin(url, link))
        if to.path == path and to.query:
            found[to.query] = f"{to.path}?{to.query}"
    return list(found.values())[:LINKS_FOLLOWED]


class LinkReader(Reader):
    """Collects the links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__("/")
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value for name, value in attrs if name in ("href", "hx-get") and value]


def unseen_on(name: str, url: str, visitor: Visitor) -> Iterator[str]:
    """Say what a visitor reads on a page, its links and its forms without a row in the trail."""
    view = own_patterns()[name].callback
    kinds = [PLAIN, HTMX] if reads_htmx(view) else [PLAIN]
    asked = [url]
    for number, address in enumerate(asked):
        for headers in kinds:
            answer = visitor.ask(lambda c, a=address, h=headers: c.get(a, headers=h))
            if answer.broke:
                yield f"GET {address}: {answer.broke}"
            if answer.unseen:
                yield f"GET {address.partition('?')[2]} {headers or ''}: {answer.unseen}"
            if answer.about and (told := visitor.ask_without_trail(address, headers).unseen):
                yield f"GET {address} without a trail: {told}"
            if "html" not in answer.response.get("Content-Type", ""):
                continue
            page = answer.response.content.decode()
            if number == 0:
                asked += [link for link in links_on(page, url) if link not in asked]
            for form in forms_of(page, address):
                yield from unseen_after(form, kinds, visitor)


def unseen_after(form: PageForm, kinds: list[dict], visitor: Visitor) -> Iterator[str]:
    """Say what the answers to a form tell without a row: filled in, empty, and as it stood."""
    to = resolve(urlsplit(form.action).path).view_name
    key = (to, visitor.role, *sorted(form.controls))
    if form.method != "post" or to not in own_patterns() or key in SENT:
        return
    SENT.add(key)
    for sent in (form.filled_in, {}, form.data) if LONG else (form.filled_in, {}):
        for headers in kinds:
            answer = visitor.ask(
                lambda c, s=sent, h=headers: c.post(form.action, s, headers=h),
                typed=json.dumps(sent),
            )
            if answer.broke:
                yield f"POST {to}: {answer.broke}"
            if answer.unseen:
                yield f"POST {to} {headers or ''}: {answer.unseen}"


def read_unseen(
    name: str, state: Callable | None, world: World, tokens: Tokens, cookies: dict
) -> dict[str, list[str]]:
    """Return what each role reads at an address without a row in the trail."""
    arguments = state(world) if state else {}
    if not state and own_patterns()[name].pattern.converters:
        arguments = world.arguments(name)
    url = reverse(name, kwargs=arguments)
    own, said = own_of(arguments), {}
    for role in who_asks(name):
        visitor = Visitor(role, cookies[role], tokens, own)
        if found := list(unseen_on(name, url, visitor)):
            said[role or "visitor"] = found
    return said


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "state"), PAGES)
def test_what_a_page_tells_about_somebody_is_in_the_trail(
    name, state, world, tokens, cookies, post_of_the_demo
):
    unseen = read_unseen(name, state, world, tokens, cookies)

    assert unseen == {}, "Record the read with `seen` or `list_seen` before the page is shown."


@pytest.mark.django_db
def test_a_message_that_is_shown_names_whom_it_is_about(world, tokens, cookies):
    visitor = Visitor(
        Role.COORDINATOR, cookies[Role.COORDINATOR], tokens, (frozenset(), frozenset())
    )
    newest = Message.objects.order_by("kind", "channel", "-pk").distinct("kind", "channel")

    unseen = {
        message.kind: answer.unseen
        for message in newest
        if (answer := visitor.ask(lambda c, pk=message.pk: c.get(f"/uitgaande-post/{pk}/"))).unseen
    }

    assert unseen == {}


@pytest.mark.django_db
def test_a_partner_with_a_link_and_a_code_is_in_the_trail(world, tokens, client):
    at = AccessLink.objects.get(referral=world.referral, revoked_at=None)
    url = reverse("referrals:link", args=[world.link])
    client.post(reverse("referrals:use_code", args=[world.link]), {"code": issue_code(at)})
    cookies = client.cookies.output(header="", sep=";")
    visitor = Visitor(None, cookies, tokens, (frozenset(), frozenset()))

    answer = visitor.ask(lambda browser: browser.get(url))

    assert "referrals.Share.value" in {owner.field for owner in answer.about.values()}
    assert list(unseen_on("referrals:link", url, visitor)) == []


@pytest.mark.django_db
def test_a_page_that_does_not_record_the_read_is_found(monkeypatch, world, tokens, cookies):
    monkeypatch.setattr("signals.views.visits.seen", lambda subject, *, by: None)

    unseen = read_unseen("signals:cancel_visit", None, world, tokens, cookies)

    first, second, *_ = next(iter(unseen.values()))
    assert "tenants.Tenant.last_name" in first
    assert "without a trail" in second


@pytest.mark.django_db
def test_every_personal_text_has_a_token_in_this_world(world, tokens):
    marked = {owner.field for owner in tokens.owners.values()}

    assert {
        f"{model._meta.label}.{text.name}"
        for model, texts in personal_texts().items()
        for text in texts
        if not isinstance(text, models.JSONField)
    } - marked == set(), "Give it a text in tests/house/told.py."
