"""Every page says who may see it, every change says who may make it, every query is scoped."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import path

import config.urls
from accounts.checks import every_page_has_a_door
from accounts.models import User
from audit.doors import ACTIONS

ROOT = Path(settings.BASE_DIR)
# What narrows rows to what somebody may see.
SCOPES = {
    "listed_to",
    "visible_to",
    "named_to",
    "hosted_by",
    "logged_by_user",
    "owned_by",
    "by_token",
    "told_by",
}
# Lines about a tenant whose file was opened by the same view, and what colleagues are called.
SCOPES |= {"about_tenant", "names_of"}
# Reference lists and public tables: nothing in them is about a person.
PUBLIC_MODELS = {"Area", "Sign", "Track", "Place", "Code", "Meetup", "Series"}


def view_files() -> list[Path]:
    return [
        file
        for room in settings.ROOMS
        for file in [*(ROOT / room).glob("views.py"), *(ROOT / room).glob("views/*.py")]
    ]


def open_page(request):
    """A page that somebody forgot to give a door."""


urlpatterns = [*config.urls.urlpatterns, path("vergeten/", open_page, name="forgotten")]


def test_the_house_does_not_start_with_a_page_without_a_door():
    with override_settings(ROOT_URLCONF=__name__):
        errors = every_page_has_a_door(None)

    assert [error.id for error in errors] == ["accounts.E001"]
    assert "vergeten/" in errors[0].msg


def test_every_page_has_a_door():
    assert every_page_has_a_door(None) == []


def test_a_page_without_a_door_stays_shut_also_when_the_check_was_skipped(client):
    with override_settings(ROOT_URLCONF=__name__):
        answer = client.get("/vergeten/")

    assert answer.status_code == 404


def modules_of(room: str) -> list[ModuleType]:
    """The module `actions` of a room, or the package and each module in it."""
    try:
        package = importlib.import_module(f"{room}.actions")
    except ModuleNotFoundError:
        return []
    inside = pkgutil.iter_modules(getattr(package, "__path__", []), f"{package.__name__}.")
    return [package, *(importlib.import_module(module.name) for module in inside)]


def unguarded(module: ModuleType) -> list[str]:
    """Public functions of a module that take the person as `by`, without @action."""
    return [
        f"{module.__name__}.{name}"
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and "by" in inspect.signature(function).parameters
        and not hasattr(function, "door")
    ]


def test_every_change_has_a_door():
    without = [
        name for room in settings.ROOMS for module in modules_of(room) for name in unguarded(module)
    ]

    assert without == [], (
        f"{without}: these change something for a person, without a guard. Put @action(Can.X, "
        'says="…") or @create_action on them, or an underscore before a name that only its own '
        "module calls."
    )


def test_an_action_in_any_module_of_the_package_is_looked_at(monkeypatch):
    module = importlib.import_module("signals.actions.rounds")

    def forget(round, *, by):
        """A change that somebody forgot to guard, and to import in signals/actions/__init__.py."""

    forget.__module__ = module.__name__
    monkeypatch.setattr(module, "forget", forget, raising=False)

    assert [name for found in modules_of("signals") for name in unguarded(found)] == [
        "signals.actions.rounds.forget"
    ]


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_every_action_is_offered_by_its_room(verb):
    room, name = verb.split(".")
    offered = importlib.import_module(f"{room}.actions")

    assert getattr(offered, name, None) is ACTIONS[verb], (
        f"Import {name} in {room}/actions/__init__.py and add it to __all__: views and other "
        f"rooms call {room}.actions.{name}."
    )


def chain(node: ast.AST) -> list[str]:
    """The names of a chain of attributes and calls, outermost first."""
    names = []
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            node = node.value
    return [*names, node.id] if isinstance(node, ast.Name) else names


def unscoped_queries(source: str) -> list[str]:
    """Queries in a piece of code from `Model.objects` that are never narrowed to a person."""
    tree = ast.parse(source)
    inner = {
        id(child.value if isinstance(child, ast.Attribute) else child.func)
        for child in ast.walk(tree)
        if isinstance(child, ast.Attribute | ast.Call)
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call | ast.Attribute) or id(node) in inner:
            continue
        names = chain(node)
        if "objects" in names and not SCOPES & set(names) and names[-1] not in PUBLIC_MODELS:
            found.append(f"line {node.lineno}: {'.'.join(reversed(names))}")
    return found


def test_every_query_in_a_view_is_scoped():
    wrong = {
        str(file.relative_to(ROOT)): found
        for file in view_files()
        if (found := unscoped_queries(file.read_text()))
    }

    assert wrong == {}


def test_the_search_for_unscoped_queries_finds_one():
    assert unscoped_queries("rows = Tenant.objects.filter(pk=1)")
    assert not unscoped_queries("rows = Tenant.objects.visible_to(user).filter(pk=1)")


@pytest.mark.django_db
def test_an_extra_field_in_a_form_changes_no_role(signed_in, consultant):
    signed_in(consultant).post("/account/", {"theme": "donker", "role": "administrator"})

    assert User.objects.get(pk=consultant.pk).role == "consultant"
    assert User.objects.get(pk=consultant.pk).theme == "donker"
