"""Every view and every action has a guard, and every query in a view is scoped to the user."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings
from django.http import Http404
from django.test import override_settings
from django.urls import path

import config.urls
from accounts.checks import every_page_has_a_door
from accounts.models import User
from accounts.roles import MATRIX, Role
from audit.guards import ACTIONS

ROOT = Path(settings.BASE_DIR)
# Queryset methods that narrow rows to those a user may see.
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
# Rows about a tenant whose file the same view opened, and names of colleagues.
SCOPES |= {"about_tenant", "names_of"}
# Reference lists and public tables: they contain nothing about a person.
PUBLIC_MODELS = {
    "Area", "Sign", "OtherService", "DayOff", "RoutingRule",
    "Place", "WalkingTime", "Code", "Meetup", "Series",
}  # fmt: skip


POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def view_files() -> list[Path]:
    return [
        file
        for room in settings.ROOMS
        for file in [*(ROOT / room).glob("views.py"), *(ROOT / room).glob("views/*.py")]
    ]


def open_page(request):
    """A view without a guard."""


urlpatterns = [*config.urls.urlpatterns, path("vergeten/", open_page, name="forgotten")]


def test_a_system_check_refuses_a_view_without_a_guard():
    with override_settings(ROOT_URLCONF=__name__):
        errors = every_page_has_a_door(None)

    assert [error.id for error in errors] == ["accounts.E001"]
    assert "vergeten/" in errors[0].msg


def test_every_view_has_a_guard():
    assert every_page_has_a_door(None) == []


def test_a_view_without_a_guard_is_404_when_the_system_check_was_skipped(client):
    with override_settings(ROOT_URLCONF=__name__):
        answer = client.get("/vergeten/")

    assert answer.status_code == 404


def modules_of(room: str) -> list[ModuleType]:
    """Return the module `actions` of a room, or the package and each module in it."""
    try:
        package = importlib.import_module(f"{room}.actions")
    except ModuleNotFoundError:
        return []
    inside = pkgutil.iter_modules(getattr(package, "__path__", []), f"{package.__name__}.")
    return [package, *(importlib.import_module(module.name) for module in inside)]


def unguarded(room: str) -> list[str]:
    """List the functions of a room that views or other rooms can call without @action.

    A function with the argument `by` is either guarded, or part of guarded actions: then the room's
    `actions` do not export it, and only modules of the same room that are not views import it.
    """
    package, *_ = modules = modules_of(room) or [None]
    reached = {name for file in callers_of(room) for name in imported_from(room, file)}
    return [
        f"{module.__name__}.{name}"
        for module in modules
        if module
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and "by" in inspect.signature(function).parameters
        and not hasattr(function, "access")
        and (name in reached or (not name.startswith("_") and hasattr(package, name)))
    ]


def callers_of(room: str) -> list[Path]:
    """List the files that may call a room's actions: its views, other rooms, config."""
    own_views = [file for file in view_files() if file.is_relative_to(ROOT / room)]
    others = [
        file
        for other in [*settings.ROOMS, "config"]
        if other != room
        for file in (ROOT / other).rglob("*.py")
    ]
    return [*own_views, *others]


def imported_from(room: str, file: Path) -> set[str]:
    """Return the names that a file imports from the actions of a room."""
    return {
        alias.name
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{room}.actions")
        for alias in node.names
    }


@pytest.mark.parametrize("room", settings.ROOMS)
def test_every_action_of_a_room_is_guarded(room):
    without = unguarded(room)

    assert without == [], (
        f"{without}: these change something for a person, without a guard. Put @action(Can.X, "
        'says="…") or @create_action on them.'
    )


def forget(round, *, by):
    """An action without a guard."""


def test_an_unguarded_action_that_a_room_exports_is_found(monkeypatch):
    package = importlib.import_module("signals.actions")
    module = importlib.import_module("signals.actions.rounds")
    monkeypatch.setattr(forget, "__module__", module.__name__)
    monkeypatch.setattr(module, "forget", forget, raising=False)
    assert unguarded("signals") == []

    monkeypatch.setattr(package, "forget", forget, raising=False)

    assert unguarded("signals") == ["signals.actions.rounds.forget"]


def test_an_unguarded_action_that_a_view_imports_is_found(monkeypatch, tmp_path):
    module = importlib.import_module("signals.actions.rounds")
    monkeypatch.setattr(forget, "__module__", module.__name__)
    monkeypatch.setattr(module, "forget", forget, raising=False)
    view = tmp_path / "views.py"
    view.write_text("from signals.actions.rounds import forget\n")

    monkeypatch.setattr(f"{__name__}.callers_of", lambda room: [view])

    assert unguarded("signals") == ["signals.actions.rounds.forget"]


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_every_action_is_exported_by_its_room(verb):
    room, name = verb.split(".")
    offered = importlib.import_module(f"{room}.actions")

    assert getattr(offered, name, None) is ACTIONS[verb], (
        f"Import {name} in {room}/actions/__init__.py and add it to __all__: views and other "
        f"rooms call {room}.actions.{name}."
    )


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_an_action_refuses_whoever_has_none_of_its_abilities(verb):
    guarded = ACTIONS[verb]
    without = [role for role in Role if not MATRIX[role] & set(guarded.access)]
    takes_a_subject = next(iter(inspect.signature(guarded).parameters.values())).kind in POSITIONAL
    subject = [None] if takes_a_subject else []

    assert without
    for role in without:
        with pytest.raises(Http404):
            guarded(*subject, by=User(role=role))


def chain(node: ast.AST) -> list[str]:
    """Return the names in a chain of attributes and calls, outermost first."""
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
    """List the queries from `Model.objects` in the source that are not narrowed to a user."""
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


def test_an_unscoped_query_is_found():
    assert unscoped_queries("rows = Tenant.objects.filter(pk=1)")
    assert not unscoped_queries("rows = Tenant.objects.visible_to(user).filter(pk=1)")


@pytest.mark.django_db
def test_an_extra_field_in_the_account_form_does_not_change_the_role(signed_in, consultant):
    signed_in(consultant).post("/account/", {"theme": "donker", "role": "administrator"})

    assert User.objects.get(pk=consultant.pk).role == "consultant"
    assert User.objects.get(pk=consultant.pk).theme == "donker"
