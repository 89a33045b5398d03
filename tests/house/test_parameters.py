"""Every parameter survives: no value in an address or a form makes an error of ours.

The parameters are found by the code: what a page reads of its query string is noted while it is
asked for, its forms are read from the page, and its path from the address. Each gets values that no
person types. An answer is a page, a refusal or a 404; nothing that was sent becomes a line of a
header, a calendar or a file; and the id of a row that somebody may not see gets the answer of an id
that does not exist.
"""

import re
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.datastructures import MultiValueDict

from accounts.roles import Role
from signals.models import Signal
from tenants.models import Tenant
from tests import factories
from tests.house.matrix import MATRIX, PUBLIC
from tests.house.page_forms import PageForm, forms_of
from tests.house.test_matrix import ROLES, expected, own_addresses, own_patterns
from tests.house.test_typed_text import STATES
from tests.house.world import World
from tests.sizes import LONG, ODD_VALUES

pytestmark = pytest.mark.django_db
# The beginning of a line that nobody but the sender would write.
LINE = "INJECTED:1"
# The first ones made errors here or in the libraries that we use.
VALUES = {
    "a line end": quote(f"x\r\n{LINE}"),
    "NUL": "a%00b",
    "10 kB": "x" * 10_000,
    "a number of thirty digits": str(10**30),
    "half a character": "%ED%A0%80",
    "another digit": quote("²"),
    "a negative number": "-1",
    "a fraction": "1.5",
    "an emoji": quote("\U0001f600"),
    "a list": quote("[]"),
    "nothing": "",
}
VALUES = dict(list(VALUES.items())[:ODD_VALUES])
# Values in the path of an address; the converters refuse most of them.
ODD_PATHS = [10**30, "x\r\nINJECTED:1", "a\0b", 2**63, 0, "x" * 2000, "\U0001f600"]
ODD_PATHS = ODD_PATHS[: ODD_VALUES + 1]
FORM = "application/x-www-form-urlencoded"
NOISE = re.compile(r'((csrfmiddlewaretoken|key)" value|csrf-token" content)="[^"]*')
# The forms that were sent in this process.
SENT: set[tuple] = set()
PAGES = [pytest.param(name, None, id=name) for name in own_addresses()] + [
    pytest.param(name, state, id=f"{name}, {state.__name__}") for name, state in STATES
]


def readers(name: str) -> list[Role | None]:
    """Return who asks: everybody who may open the page in `make long`, else who sees most on it."""
    row = MATRIX[name]
    if row is PUBLIC:
        return [None, Role.CONSULTANT] if LONG else [None]
    found = [role for role in ROLES if expected(row, role) == "open"]
    most = Role.COORDINATOR if Role.COORDINATOR in found else found[0]
    return found if LONG else [most]


@pytest.fixture(scope="module")
def cookies(world_of_the_module, django_db_blocker) -> dict[Role | None, str]:
    clients = {role: Client() for role in [None, *ROLES]}
    with django_db_blocker.unblock():
        for role in ROLES:
            clients[role].force_login(world_of_the_module.people[role])
    return {role: client.cookies.output(header="", sep=";") for role, client in clients.items()}


def undone(cookies: str, send: Callable[[Client], HttpResponse]) -> HttpResponse:
    """Send a request, and undo what it changed."""
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(cookies)
    with transaction.atomic():
        response = send(client)
        response.words = response.getvalue().decode(errors="replace")
        transaction.set_rollback(True)
    return response


def fault(response: HttpResponse) -> str:
    """Say what is wrong with an answer; empty when nothing is."""
    if response.status_code >= 500:
        return repr(response.exc_info[1])[:200]
    lines = [
        *map(str, response.headers.values()),
        *response.words.splitlines(),
    ]
    kind = response.get("Content-Type", "")
    if "html" not in kind and any(line.lstrip(' "').startswith(LINE) for line in lines):
        return f"a line of its own in {kind}"
    return ""


def reads(cookies: str, url: str, monkeypatch) -> set[str]:
    """Return the names that a page looks for in what it is sent."""
    asked: set[str] = set()
    with monkeypatch.context() as patch:
        for name in ("get", "getlist", "__getitem__", "__contains__"):
            patch.setattr(QueryDict, name, noted(name, asked), raising=False)
        undone(cookies, lambda client: client.get(url))
    return {name for name in asked if isinstance(name, str)}


def noted(name: str, asked: set[str]) -> Callable:
    original = getattr(MultiValueDict, name)

    def method(data: QueryDict, key: str, *rest):
        asked.add(key)
        return original(data, key, *rest)

    return method


def faults_of_address(url: str, cookies: str, names: set[str]) -> Iterator[str]:
    """Say which parameter of an address does not survive which value."""
    for name in sorted(names):
        for what, value in VALUES.items():
            for query in (f"{name}={value}", f"{name}={value}&{name}={value}"):
                response = undone(cookies, lambda c, q=query: c.get(f"{url}?{q}"))
                if said := fault(response):
                    yield f"?{name}= {what}: {said}"
                    break
                if not LONG:
                    break


def faults_of_form(form: PageForm, cookies: str) -> Iterator[str]:
    """Say which field of a form does not survive which value: all at once, and in `make long` each
    by itself."""
    fields = list(form.controls)
    for names in [fields, *([name] for name in fields if LONG)]:
        for what, value in VALUES.items():
            sent = urlencode(form.filled_in | {"once-more": ["1"]}, doseq=True)
            kept = [pair for pair in sent.split("&") if pair.split("=")[0] not in names]
            body = "&".join([*kept, *(f"{quote(name)}={value}" for name in names)])
            response = undone(cookies, lambda c, b=body: c.post(form.action, b, content_type=FORM))
            if said := fault(response):
                yield f"{names}: {what}: {said}"


def url_of(name: str, state: Callable | None, world: World) -> str:
    arguments = state(world) if state else world.arguments(name) if own_addresses()[name] else {}
    return reverse(name, kwargs=arguments)


@pytest.fixture(scope="module")
def everywhere(cookies, django_db_blocker) -> set[str]:
    """The parameters that every page reads, for which one page is enough."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        return reads(cookies[None], "/agenda/samen/bedankt/", patch)


@pytest.mark.parametrize(("name", "state"), PAGES)
def test_no_parameter_of_a_page_makes_an_error(
    name, state, world, cookies, monkeypatch, post_of_the_demo, everywhere
):
    url, wrong = url_of(name, state, world), []
    for role in readers(name):
        page = undone(cookies[role], lambda client: client.get(url))
        forms = forms_of(page.words, url) if "html" in page.get("Content-Type", "") else []
        names = reads(cookies[role], url, monkeypatch) - everywhere
        names |= {field for form in forms if form.method == "get" for field in form.controls}
        wrong += faults_of_address(url, cookies[role], names)
        for form in forms:
            if form.method != "post" or not urlsplit(form.action).path.startswith("/"):
                continue
            to = resolve(urlsplit(form.action).path).view_name
            key = (to, *sorted(form.controls), role if LONG else None)
            if to in own_patterns() and key not in SENT:
                SENT.add(key)
                wrong += [f"POST {to} {said}" for said in faults_of_form(form, cookies[role])]

    assert wrong == []


def test_a_parameter_that_every_page_reads_makes_no_error(cookies, everywhere):
    assert "taal" in everywhere
    assert list(faults_of_address("/agenda/samen/bedankt/", cookies[None], everywhere)) == []


@pytest.mark.parametrize("name", [name for name, takes in own_addresses().items() if takes])
def test_no_path_makes_an_error(name, world, cookies, post_of_the_demo):
    arguments, wrong = world.arguments(name), []
    for role in readers(name):
        for argument in arguments:
            for value in ODD_PATHS:
                try:
                    url = reverse(name, kwargs=arguments | {argument: value})
                except (NoReverseMatch, AttributeError, StopIteration):
                    continue
                for method in ("get", "post"):
                    answer = undone(cookies[role], lambda c, m=method, u=url: getattr(c, m)(u))
                    if said := fault(answer):
                        wrong.append(f"{method} {argument}={str(value)[:20]!r}: {said}")

    assert wrong == []


@pytest.fixture
def elsewhere(world) -> list[int]:
    """The ids of a tenant and a signal in another area, which are the ids of nothing else."""
    for number, model in enumerate((Tenant, Signal), start=7):
        with connection.cursor() as cursor:
            cursor.execute(
                f"ALTER SEQUENCE {model._meta.db_table}_id_seq RESTART WITH 7{number}10001"
            )
    tenant = factories.a_tenant(factories.a_home(factories.an_area()))
    return [tenant.pk, factories.a_signal(tenant).pk]


UNKNOWN = 79_999_999


@pytest.mark.parametrize("name", own_addresses())
def test_the_id_of_somebody_elses_row_is_answered_as_an_unknown_one(
    name, world, cookies, monkeypatch, elsewhere, post_of_the_demo, everywhere
):
    if expected(MATRIX[name], Role.CONSULTANT) != "open":
        return
    browser = cookies[Role.CONSULTANT]
    arguments = world.arguments(name) if own_addresses()[name] else {}
    url, told = reverse(name, kwargs=arguments), []
    ways = [f"?{one}=" for one in reads(browser, url, monkeypatch) - everywhere]
    for strange in elsewhere:
        for way in ways:
            if answer(browser, url + way, strange) != answer(browser, url + way, UNKNOWN):
                told.append(f"{way}{strange}")
        if "pk" in arguments:
            path = reverse(name, kwargs=arguments | {"pk": 55555}).replace("55555", "{}")
            if answer(browser, path, strange) != answer(browser, path, UNKNOWN):
                told.append(path.format(strange))

    assert told == []


def answer(cookies: str, url: str, number: int) -> tuple[int, str, str]:
    """Return the status, the next address and the page, without what was asked for."""
    asked = url.format(number) if "{}" in url else f"{url}{number}"
    response = undone(cookies, lambda client: client.get(asked))
    is_drawn = response.get("Content-Type", "").startswith(("application/pdf", "image/"))
    text = "" if is_drawn else NOISE.sub("", response.words)
    return (
        response.status_code,
        response.get("Location", "").replace(str(number), ""),
        text.replace(str(number), ""),
    )


def test_a_calendar_cannot_be_written_in_from_its_address(client):
    answered = client.get("/agenda/buurt.ics?buurt=x%0d%0aBEGIN:VEVENT")

    assert answered.status_code == 404
    assert answered["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("back", ["agenda", "\0", "//elders.example/", "x\r\nSet-Cookie: a=b"])
def test_the_letters_are_changed_wherever_somebody_says_to_go_back_to(client, back):
    answered = client.post("/account/weergave/", {"letters": "1", "next": back})

    assert (answered.status_code, answered["Location"]) == (302, "/")
    assert answered.cookies["letters"].value == "groter"


def test_a_parameter_that_makes_an_error_is_found(cookies, monkeypatch):
    monkeypatch.setattr("config.middleware.CONTROL", re.compile("(?!)"))

    assert list(faults_of_address("/agenda/buurt.ics", cookies[None], {"buurt"})) != []
