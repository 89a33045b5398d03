"""Nothing typed is lost: every form of every page, found on the pages themselves.

Each form is filled in and sent, and what was typed must be on the page that follows:

- with a wrong value: in the form, with a sentence that says what is wrong;
- when the session was deleted meanwhile: after signing in again;
- with the token of an earlier sign-in;
- twice, as after Back: nothing is made a second time, and the page says so;
- by two people who opened the same page: the second sees what the first wrote, and saves nothing.

Passwords, one-time codes and files are not kept, and what is typed in a search is typed again.
`make test` tries a form once, with the first value that is refused; `make long` tries each role and
each value. To see how many forms and roles that is, with AANLOOP_LONG=1:
`python3 launcher do python -m pytest -p no:xdist -s tests/house/test_typed_text.py -k every_form`
"""

import uuid
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.forms.boundfield import BoundField
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from accounts import guards
from accounts.models import User, stranger
from accounts.roles import Role
from activities import actions as activities
from config import views
from config.repeated_forms import RepeatedForms
from ground.shown_values import ShownValues
from tenants import actions as tenants
from tests import factories
from tests.factories.activities import a_sign_up, begun
from tests.factories.referrals import a_draft, answered
from tests.house.matrix import MATRIX, PUBLIC
from tests.house.page_forms import Data, PageForm, forms_of, held_by, words_of
from tests.house.test_form_errors import our_forms
from tests.house.test_matrix import ROLES, expected, own_addresses
from tests.house.world import World
from tests.sizes import LONG

OUR_PAGE = {"Origin": "http://testserver"}
BOOKKEEPING = {"audit.Event", "outbox.Message", "sessions.Session", "usersessions.UserSession"}
# The forms that were tried in this process.
TRIED: set[tuple] = set()
# One's own settings: saving them again is the same as leaving them.
SAVED_AGAIN = {"account"}
# Forms that no page of the world shows, with the reason.
NOT_ON_A_PAGE = {
    "AcceptInvitationForm": "shown after the code from the mail; see partners/test_people.py",
    "ColumnsForm": "shown after a file with unknown columns was sent",
    "FetcherForm": "its page writes the field itself, beside a call",
    "RoundStopForm": "its page writes the list itself, beside a person",
    "NoAddressForm": "refuses every address; a page of allauth",
    "PasswordLinkForm": "one address, asked before signing in; a page of allauth",
    "TenantCodeForm": "signing in; a page of allauth",
}


def running(world: World) -> dict:
    return {"number": world.running.number}


def drafted(world: World) -> dict:
    signal = factories.a_signal(world.tenant, owner=world.consultant)
    return {"number": answered(a_draft(signal=signal, by=world.consultant)).number}


def to_call_back(world: World) -> dict:
    asked = {"key": uuid.uuid4(), "things": ["koffie"], "phone": "06 12 34 56 78"}
    return {"pk": activities.request_buddy(by=stranger(), **asked).pk}


def to_fetch(world: World) -> dict:
    a_sign_up(world.meetup, fetch=True)
    return {}


def begun_today(world: World) -> dict:
    return {"pk": begun(world.meetup).pk}


def permitted(world: World) -> dict:
    day, by = timezone.localdate(), world.people[Role.COORDINATOR]
    tenants.record_permission(reference="Brief van de auteur", given_on=day, by=by)
    return {}


def confirmed(world: World) -> dict:
    tenants.decide_vital(world.vital, yes=True, by=world.people[Role.COORDINATOR])
    return {"pk": world.vital.pk}


# Pages that show other forms in another state than that of the world.
STATES: list[tuple[str, Callable[[World], dict]]] = [
    *[
        (f"referrals:{name}", running)
        for name in ("contact", "pause", "report_back", "take_back_contact", "plan_handover")
    ],
    *[(f"referrals:{name}", drafted) for name in ("choose", "write_wish", "consent", "send")],
    ("activities:search_buddy", to_call_back),
    ("activities:calls", to_fetch),
    ("activities:page", begun_today),
    ("tenants:enter_form", permitted),
    ("tenants:vital_page", confirmed),
]
PAGES = [pytest.param(name, None, id=name) for name in own_addresses()] + [
    pytest.param(name, state, id=f"{name}, {state.__name__}") for name, state in STATES
]


def who_may_open(name: str) -> list[Role | None]:
    """Return the roles to walk with; a public page looks the same to everybody."""
    if MATRIX[name] is PUBLIC and not LONG:
        return [None]
    return [role for role in [None, *ROLES] if expected(MATRIX[name], role) == "open"]


def one_who_may_open(name: str) -> list[Role | None]:
    roles = who_may_open(name)
    return [Role.COORDINATOR] if Role.COORDINATOR in roles else roles[:1]


def url_of(name: str, world: World, state: Callable | None) -> str:
    arguments = state(world) if state else world.arguments(name) if own_addresses()[name] else {}
    return reverse(name, kwargs=arguments)


def html_of(answer: HttpResponse) -> str:
    return answer.content.decode() if "html" in answer.get("Content-Type", "") else ""


def key_of(form: PageForm, role: Role | None) -> tuple:
    """Tell forms apart: by the page that takes them and their fields, in `make long` by role."""
    to = resolve(urlsplit(form.action).path).view_name
    return (to, *sorted(form.controls), *([role] if LONG else []))


def forms_on(
    name: str, world: World, state: Callable | None = None, *, roles: Callable = who_may_open
) -> Iterator[tuple[PageForm, Role | None, str]]:
    """Yield the forms of a page that somebody fills in, with a role that sees each, and its URL."""
    url = url_of(name, world, state)
    for role in roles(name):
        client = browser_of(world.people.get(role))
        with transaction.atomic():
            page = html_of(client.get(url))
            transaction.set_rollback(True)
        for form in forms_of(page, url):
            if form.asks:
                yield form, role, url


def browser_of(person: User | None, **options) -> Client:
    client = Client(raise_request_exception=False, **options)
    if person:
        client.force_login(person)
    return client


def not_on(page: str, sent: Data, form: PageForm, *, visibly: bool) -> list[str]:
    """Return what was typed and is not on the page: in a field of the same name, and if it was
    written in words also where one reads it."""
    held, words = held_by(page, form.action), words_of(page)
    return [
        name
        for name, one in form.typed.items()
        for value in sent.get(name, [])
        if value not in held.get(name, [])
        or (visibly and one.is_text and " " in value and value not in words)
    ]


def with_a_wrong_value(form: PageForm, person: User | None, url: str) -> Iterator[str]:
    """Say what is lost when a value is refused. A value that is accepted says nothing."""
    for name, one in form.typed.items():
        for wrong in one.wrong:
            sent = form.filled_in | {name: wrong}
            client = browser_of(person)
            with transaction.atomic():
                answer = client.post(form.action, sent | {"csrfmiddlewaretoken": "x"})
                if answer.status_code in (301, 302):
                    answer = client.get(answer["Location"])
                transaction.set_rollback(True)
            page = html_of(answer)
            if answer.status_code == 409:
                # A rule refused, whatever was typed: only what was written is worth keeping.
                words = words_of(page)
                texts = [text for n, c in form.typed.items() if c.is_text for text in sent[n]]
                gone = [text for text in texts if " " in text and text not in words]
            elif answer.status_code == 429:
                gone = not_on(page, sent, form, visibly=False)
            elif 'class="errsum"' not in page and 'class="err"' not in page:
                # It was accepted.
                if answer.status_code >= 400:
                    yield f"{name}={wrong}: status {answer.status_code}"
                continue
            else:
                shown = sent if one.is_text else {n: v for n, v in sent.items() if n != name}
                gone = not_on(page, shown, form, visibly=False)
            if gone:
                yield f"{name}={str(wrong)[:20]}: lost {gone}"
            if not LONG:
                return


def after_the_session(form: PageForm, person: User | None, url: str) -> Iterator[str]:
    """Say what is lost when the session was deleted while somebody typed."""
    if person is None:
        return
    sent = form.filled_in
    client = browser_of(person)
    with transaction.atomic():
        client.get(url)
        Session.objects.all().delete()
        answer = client.post(form.action, sent)
        if "/account/login/?next=" in answer.get("Location", ""):
            client.force_login(person)
            back = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
            if gone := not_on(html_of(client.get(back)), sent, form, visibly=True):
                yield f"lost {gone}"
        transaction.set_rollback(True)


def with_an_old_token(form: PageForm, person: User | None, url: str) -> Iterator[str]:
    """Say what is lost when the page is from before somebody signed in."""
    sent = form.filled_in
    client = browser_of(person, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "x" * 32
    with transaction.atomic():
        answer = client.post(
            form.action, sent | {"csrfmiddlewaretoken": "y" * 64}, headers=OUR_PAGE
        )
        transaction.set_rollback(True)
    if gone := not_on(html_of(answer), sent, form, visibly=True):
        yield f"lost {gone}, status {answer.status_code}"


def rows() -> dict[str, int]:
    """Count the rows of every table, without what is written at every request."""
    models = [model for model in apps.get_models() if model._meta.label not in BOOKKEEPING]
    tables = {model._meta.db_table for model in models}
    each = [f"SELECT '{table}', count(*) FROM {table}" for table in sorted(tables)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def sent_twice(form: PageForm, person: User | None, url: str) -> Iterator[str]:
    """Say what is made a second time by the same form: as it was, and with the key of a page that
    was loaded again. A visitor has no session, so there only the key tells."""
    client = browser_of(person)
    with transaction.atomic():
        first = client.post(form.action, form.filled_in)
        if first.status_code == 302:
            before = rows()
            again = [form.filled_in]
            if person and "key" in form.controls:
                again.append(form.filled_in | {"key": [str(uuid.uuid4())]})
            for sent in again:
                second = client.post(form.action, sent)
                if made := [model for model, count in rows().items() if count > before[model]]:
                    yield f"made twice: {made}"
                says = key_of(form, None)[0] in SAVED_AGAIN or says_so(client, second)
                if person and has_words(form) and not says:
                    yield f"does not say that it was saved before: {second.status_code}"
        transaction.set_rollback(True)


def has_words(form: PageForm) -> bool:
    return any(one.is_text and " " in str(form.filled_in[n]) for n, one in form.typed.items())


def says_so(client: Client, answer: HttpResponse) -> bool:
    """Whether an answer, or the page where it leads, says that it was there already."""
    if answer.status_code == 302:
        return "al bewaard" in words_of(html_of(client.get(answer["Location"])))
    return answer.status_code in (409, 410, 422)


def changed_by_two(form: PageForm, person: User | None, url: str) -> Iterator[str]:
    """Say which text of a form for what is there already is overwritten unseen: two people opened
    the page, and both wrote in the same field; or only the first wrote there."""
    if person is None:
        return
    first, second = "Tekst van de eerste", "Tekst van de tweede"
    for name, one in form.typed.items():
        if not one.is_text or one.kind not in {"text", "textarea"} or not any(one.values):
            continue
        shown = {field: list(values) for field, values in form.data.items()}
        with transaction.atomic():
            client = browser_of(person)
            saved = client.post(form.action, shown | {name: [first]})
            if saved.status_code == 302:
                other = browser_of(person)
                answer = other.post(form.action, shown | {name: [second]})
                page = html_of(answer)
                if answer.status_code == 302 or first not in words_of(page):
                    yield f"{name}: overwritten unseen, status {answer.status_code}"
                elif second not in held_by(page, form.action).get(name, []):
                    yield f"{name}: the text of the second is lost"
                untouched = other.post(form.action, shown)
                held = held_by(html_of(other.get(url)), url).get(name, [])
                if untouched.status_code == 302 and held and first not in held:
                    yield f"{name}: put back by somebody who left it alone"
            transaction.set_rollback(True)
        if not LONG:
            return


CHECKS: list[Callable] = [
    with_a_wrong_value,
    after_the_session,
    with_an_old_token,
    sent_twice,
    changed_by_two,
]


def faults(form: PageForm, person: User | None, url: str, checks=CHECKS) -> list[str]:
    return [f"{check.__name__}: {said}" for check in checks for said in check(form, person, url)]


@pytest.mark.parametrize(("name", "state"), PAGES)
def test_no_form_of_a_page_loses_what_was_typed(name, state, world):
    found = {}
    for form, role, url in forms_on(name, world, state):
        key = key_of(form, role)
        if key not in TRIED:
            TRIED.add(key)
            found[f"{key[0]} as {role or 'stranger'}"] = faults(form, world.people.get(role), url)

    assert {form: said for form, said in found.items() if said} == {}


def test_every_form_is_on_a_page_that_is_walked(world, monkeypatch, capsys):
    made, walked = set(), set()
    make = forms.BaseForm.__init__

    def noted(form, *args, **kwargs):
        made.add(type(form).__name__)
        make(form, *args, **kwargs)

    monkeypatch.setattr(forms.BaseForm, "__init__", noted)
    # Which forms there are, one role tells; with each role this would be the longest test.
    roles = who_may_open if LONG else one_who_may_open
    for page in PAGES:
        for form, role, _url in forms_on(*page.values[:1], world, *page.values[1:], roles=roles):
            walked.add((key_of(form, role), role))
    with capsys.disabled():
        print(f"{len({key for key, _ in walked})} forms, {len(walked)} with their roles")

    ours = {one.__name__ for one in our_forms() if is_filled_in(one) and not one.__subclasses__()}
    assert ours - made == set(NOT_ON_A_PAGE), "Show it in STATES, or say why not in NOT_ON_A_PAGE."


def is_filled_in(form: type[forms.BaseForm]) -> bool:
    """Whether a form is posted with something typed; a filter goes with the address."""
    is_filter = form.__module__.endswith("filters") or form.__name__ in {"MapForm"}
    typed = (field for field in form.base_fields.values() if not field.widget.is_hidden)
    return not is_filter and any(not is_secret(field) for field in typed)


def is_secret(field: forms.Field) -> bool:
    is_code = field.widget.attrs.get("autocomplete") == "one-time-code"
    return is_code or isinstance(field.widget, forms.PasswordInput)


def off(monkeypatch, what: str) -> None:
    """Turn one of the defences off."""
    monkeypatch.setattr(
        *{
            "with_a_wrong_value": (BoundField, "value", lambda field: field.initial),
            "after_the_session": (guards, "store_form", lambda request: None),
            "with_an_old_token": (views, "typed_fields", lambda request: []),
            "sent_twice": (RepeatedForms, "process_view", lambda *args: None),
            "changed_by_two": (ShownValues, "_compare", lambda form: None),
        }[what]
    )


@pytest.mark.parametrize("check", CHECKS)
def test_a_form_without_its_defence_is_found(check, world, monkeypatch):
    form, role, url = next(forms_on("activities:change_buddy", world))
    if check is sent_twice:
        form, role, url = next(forms_on("activities:add_buddy", world))
    person = world.people[role]
    assert faults(form, person, url, [check]) == []

    off(monkeypatch, check.__name__)

    assert faults(form, person, url, [check])
