"""The key of a page tells nothing about a row that is on nobody's list here.

The pages are found by what they read: every address that reads `na` is asked for with the ids of
rows that this reader may not see. Wherever those rows would stand in the order of the list, the
page is the same.
"""

import re
from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from activities.models import Meetup
from ground import paging
from housing import actions as housing
from housing.models import Candidate
from partners.models import Service
from signals.models import FollowUp, Signal
from tenants import actions as tenants
from tenants.models import Tenant
from tests import factories
from tests.factories.activities import a_meetup
from tests.factories.partners import a_service
from tests.house.matrix import MATRIX, PUBLIC, SIGNED_IN
from tests.house.test_matrix import own_addresses
from tests.house.world import World
from tests.sizes import QUERIES_OF_A_LIST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_is_worked")]
# Readers who do not see everything.
READERS = [Role.CONSULTANT, Role.HOST, Role.PARTNER_WORKER, Role.CARETAKER]
# Views of a list that have another order.
QUERIES = ["", "volgorde=eerst", "toon=geweest", "toon=alles"]
NOISE = re.compile(r'(csrfmiddlewaretoken" value|csrf-token" content|key" value|na)="?[^"&]*')


def readers(name: str) -> list[Role]:
    row = MATRIX[name]
    if row in (PUBLIC, SIGNED_IN):
        return []  # everybody sees every row of what is public
    return [role for role in READERS if role in row]


def elsewhere(world: World) -> list[models.Model]:
    """Make what a consultant, host or partner of the world may not see."""
    consultant, area = world.consultant, factories.an_area()
    there = factories.a_tenant(factories.a_home(area))
    hidden = factories.a_tenant(factories.a_home(world.area))
    signal = factories.a_signal(there)
    interested = housing.note_interest(
        world.form, tenant=there, by=factories.a_user(Role.CONSULTANT, areas=(area,))
    )
    tenants.shield(hidden, by=consultant)
    other = factories.a_partner(area)
    Partner = type(other)
    service = a_service(other)
    Partner.objects.filter(pk=other.pk).update(switched_off_at=timezone.now())
    meetup = a_meetup(host=factories.a_user(Role.HOST), by=consultant)
    return [there, hidden, signal, interested, service, meetup]


def put(rows: list[models.Model], *, first: bool) -> None:
    """Put the rows first or last in every order that a list has."""
    text, day = ("aaa", -300) if first else ("zzz", 300)
    moment = timezone.now() + timedelta(days=day)
    ids = {type(row): [one.pk for one in rows if type(one) is type(row)] for row in rows}
    Tenant.objects.filter(pk__in=ids[Tenant]).update(search=text)
    Service.objects.filter(pk__in=ids[Service]).update(name=text)
    FollowUp.objects.filter(signal__in=ids[Signal]).update(due_on=moment.date())
    hours = {"starts_at": moment, "ends_at": moment + timedelta(hours=2)}
    Meetup.objects.filter(pk__in=ids[Meetup]).update(**hours)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# Whether a page reads a key, once per process: by its name and the reader.
READS_KEY: dict[tuple[str, Role], bool] = {}


def reads_key(client: Client, url: str, monkeypatch) -> bool:
    """Whether a page looks for the key of the row that the last page ended with."""
    asked = []
    get = QueryDict.get
    with monkeypatch.context() as patch:
        patch.setattr(
            QueryDict, "get", lambda data, key, *rest: asked.append(key) or get(data, key, *rest)
        )
        client.get(url)
    return "na" in asked


def page(client: Client, url: str) -> str:
    return NOISE.sub("", client.get(url).content.decode(errors="replace"))


@pytest.fixture
def paged(world, monkeypatch) -> list[tuple[str, Role, str, Client]]:
    """The name, role, address and browser of everybody who may open a paged list."""
    found, clients = [], {role: Client() for role in READERS}
    for role, client in clients.items():
        client.force_login(world.people[role])
    for name, takes in own_addresses().items():
        if name.startswith("demo:"):
            continue
        url = reverse(name, kwargs=world.arguments(name) if takes else {})
        for role in readers(name):
            client = clients[role]
            if (name, role) not in READS_KEY:
                READS_KEY[name, role] = reads_key(client, url, monkeypatch)
            if READS_KEY[name, role]:
                found.append((name, role, url, client))
    return found


def learned(paged: list, world: World, queries=QUERIES) -> list[str]:
    """Return the lists that show something else when a row that is not on it stands elsewhere."""
    strange = elsewhere(world)
    asked = [
        (role, client, f"{url}?{query}&na={row.pk}")
        for name, role, url, client in paged
        for query in queries
        for row in strange
        # Who plans meetups sees them all.
        if not (role == Role.CONSULTANT and name.startswith("activities:"))
    ]
    pages = []
    for first in (True, False):
        with transaction.atomic():
            put(strange, first=first)
            pages.append([page(client, url) for _role, client, url in asked])
            transaction.set_rollback(True)
    return [
        f"{url} as {role}"
        for (role, _client, url), before, after in zip(asked, *pages, strict=True)
        if before != after
    ]


def test_every_paged_list_is_found(paged):
    names = {name for name, *_ in paged}

    assert {"tenants:tenant_list", "signals:signal_list", "partners:social_map"} <= names
    assert {"activities:meetup_list", "housing:page", "referrals:inbox"} <= names


def test_the_key_of_a_row_that_is_not_on_the_list_tells_nothing(paged, world):
    assert learned(paged, world, QUERIES[:QUERIES_OF_A_LIST]) == []


def test_a_list_that_looks_a_key_up_among_all_rows_is_found(paged, world, monkeypatch):
    look_up = paging.rows_after

    def among_all(rows, key, *order, among=None):
        return look_up(rows, key, *order, among=type(rows)(rows.model))

    monkeypatch.setattr("tenants.views.people.rows_after", among_all)

    tenants = [one for one in paged if one[0] == "tenants:tenant_list"]
    assert learned(tenants, world)


def test_the_next_page_starts_after_the_row_of_the_key(world, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 1)
    world.grow(1)
    rows = Candidate.objects.filter(form=world.form)
    order = ("tenant__search", "pk")

    first, more = paging.one_page(paging.rows_after(rows, None, *order))
    second, _more = paging.one_page(paging.rows_after(rows, more, *order))

    assert [*first, *second] == list(rows.order_by(*order)[:2])
