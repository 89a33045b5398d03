"""The administrator's lists, which Django makes, show nobody: on no page, in no answer.

The pages are those that the site has, and the texts those that the world holds in fields with
personal data, so a new registration and a new field are tested without a line here.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import get_deleted_objects
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import RoutePattern, URLPattern

from accounts.admin_site import ReferenceList, lists
from accounts.models import Area
from accounts.roles import Role
from config.retention import FIELDS, NONE
from outbox.models import Message
from tenants.models import Tenant
from tests import factories
from tests.factories.canaries import PHONE, somebody

pytestmark = pytest.mark.django_db
# Shorter texts are codes, which a page may hold by chance.
SHORTEST = 5


def texts(*, personal: bool) -> set[str]:
    """Return every text that a row now has in the fields with, or without, personal data."""
    found = set()
    for label, classes in FIELDS.items():
        model = apps.get_model(label)
        names = [n for rule, names in classes.items() for n in names.split()
                 if (rule is not NONE) == personal]  # fmt: skip
        for field in (model._meta.get_field(name) for name in names):
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                found |= set(model._base_manager.values_list(field.name, flat=True))
    return {text for text in found if text and len(text) >= SHORTEST}


def addresses() -> Iterator[tuple[str, str, dict]]:
    """Yield method, address and form for every page of the site, with each row that it has."""
    for url in (url for url in lists.get_urls() if isinstance(url, URLPattern)):
        takes_nothing = isinstance(url.pattern, RoutePattern) and not url.pattern.converters
        if takes_nothing and url.name != "logout":
            yield "get", reverse(f"admin:{url.name}"), {}
    for label in {model._meta.app_label for model in lists._registry}:
        yield "get", reverse("admin:app_list", args=[label]), {}
    for model in apps.get_models():
        for field in (field for field in model._meta.fields if field.is_relation):
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
            yield "get", reverse("admin:autocomplete"), asked | {"field_name": field.name}
        if row := model._base_manager.first():
            kind = ContentType.objects.get_for_model(model).pk
            yield "get", reverse("admin:view_on_site", args=[kind, row.pk]), {}
    for model, pages in lists._registry.items():
        yield from of_list(model, pages)


def of_list(model: type[models.Model], pages: ModelAdmin) -> Iterator[tuple[str, str, dict]]:
    """Yield the requests to the pages of one list: its filters, its actions, and each row."""
    name, rows = f"admin:{model._meta.app_label}_{model._meta.model_name}", model._base_manager
    everything = list(map(str, rows.values_list("pk", flat=True)))
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.is_relation:
            yield "get", reverse(f"{name}_changelist"), {f"{relation.name}__isnull": "False"}
    for act in ("delete_selected", *(act.__name__ for act in pages.actions or ())):
        ticked = {"action": act, "_selected_action": everything}
        yield "post", reverse(f"{name}_changelist"), ticked
        yield "post", reverse(f"{name}_changelist"), ticked | {"post": "yes"}
    for url in (url for url in pages.get_urls() if url.name):
        for pk in everything if url.pattern.converters else [None]:
            address = reverse(f"admin:{url.name}", args=[pk] if pk else [])
            yield "get", address, {}
            yield "post", address, {"post": "yes"}


def named_on_pages(world) -> dict[str, list[str]]:
    """Return the texts about people that each answer to the administrator holds."""
    administrator = world.people[Role.ADMINISTRATOR]
    own = f"{administrator.name} {administrator.email} {lists.site_header}"
    people = texts(personal=True) - texts(personal=False)
    people = {text for text in people if text not in own}
    assert {"kanarieachternaam", "kanariefeit", world.consultant.name} <= people
    client, named = Client(raise_request_exception=False), {}
    client.force_login(administrator)
    for method, address, form in addresses():
        with transaction.atomic():
            answer = getattr(client, method)(address, form)
            transaction.set_rollback(True)
        # The page that says that there is no page shows the address that was asked.
        page = "" if answer.status_code == 404 else answer.content.decode()
        assert answer.status_code < 500, f"{method} {address} {form}"
        if found := sorted(text for text in people if text in page):
            named[f"{method} {address}"] = found
    return named


@pytest.fixture
def somebody_in_every_area(world):
    somebody(world)
    return world


def test_no_page_of_the_lists_shows_anybody(somebody_in_every_area):
    assert named_on_pages(somebody_in_every_area) == {}, (
        "The administrator meets nobody: give a list with people pages of its own, with actions."
    )


@pytest.mark.parametrize("broken", ["get_deleted_objects", "list_display"])
def test_a_list_that_shows_somebody_is_found(somebody_in_every_area, monkeypatch, broken):
    if broken == "list_display":
        monkeypatch.setattr(ReferenceList, "tenants", lambda self, area: Tenant.objects.first(),
                            raising=False)  # fmt: skip
        monkeypatch.setattr(lists._registry[Area], "list_display", ["name", "tenants"])
    else:
        monkeypatch.setattr("accounts.admin_site.is_in_use", lambda row: False)
        monkeypatch.setattr(
            ReferenceList,
            "get_deleted_objects",
            lambda self, rows, request: get_deleted_objects(rows, request, lists),
        )

    assert named_on_pages(somebody_in_every_area)


def test_other_pages_of_django_cannot_be_registered():
    with pytest.raises(ImproperlyConfigured, match="ReferenceList"):
        lists.register(Tenant, ModelAdmin)


def test_a_row_in_use_stays_and_the_page_says_so_without_saying_who(
    signed_in, administrator, world
):
    address = reverse("admin:accounts_area_delete", args=[world.area.pk])

    for method in ("get", "post"):
        answer = getattr(signed_in(administrator), method)(address, {"post": "yes"}, follow=True)
        assert f"{world.area} is in gebruik en kan niet weg" in answer.text
    assert Area.objects.filter(pk=world.area.pk).exists()


def test_a_row_that_nothing_refers_to_is_deleted(signed_in, administrator, area):
    client = signed_in(administrator)
    assert str(area) in client.get(reverse("admin:accounts_area_delete", args=[area.pk])).text

    client.post(reverse("admin:accounts_area_delete", args=[area.pk]), {"post": "yes"})

    assert not Area.objects.filter(pk=area.pk).exists()


def test_a_row_that_came_into_use_while_the_question_was_open_stays(
    signed_in, administrator, area, monkeypatch
):
    """The question whether it is in use was answered before somebody moved in."""
    answers = iter([False, False])
    ask = __import__("accounts.admin_site", fromlist=["is_in_use"]).is_in_use
    factories.a_home(area)
    monkeypatch.setattr("accounts.admin_site.is_in_use", lambda row: next(answers, ask(row)))

    answer = signed_in(administrator).post(
        reverse("admin:accounts_area_delete", args=[area.pk]), {"post": "yes"}
    )

    assert answer.status_code == 409
    assert Area.objects.filter(pk=area.pk).exists()


@pytest.mark.parametrize("asked", ["tenants", "tenant__last_name__startswith", "users__name"])
def test_a_list_is_no_oracle_about_rows_that_refer_to_it(signed_in, administrator, world, asked):
    page = reverse("admin:accounts_area_changelist")

    assert signed_in(administrator).get(page, {asked: world.tenant.pk}).status_code == 400
    assert signed_in(administrator).get(page, {"name__startswith": "G"}).status_code == 200


def test_the_administrator_reads_no_message_to_a_tenant(somebody_in_every_area):
    """Of the pages of ours that the administrator opens, none shows anybody who is a tenant."""
    world = somebody_in_every_area
    tenants = {"kanarieachternaam", "kanarieroepnaam", "kanariegast", PHONE}
    pages = {
        role: {
            pk: text_of(world.people[role], reverse("outbox:message_page", args=[pk]))
            for pk in Message.objects.values_list("pk", flat=True)
        }
        for role in (Role.ADMINISTRATOR, Role.COORDINATOR)
    }

    shown = {
        role: {pk for pk, page in of_role.items() if any(text in page for text in tenants)}
        for role, of_role in pages.items()
    }

    assert shown[Role.COORDINATOR]
    assert not shown[Role.ADMINISTRATOR]


def text_of(user, address: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()
