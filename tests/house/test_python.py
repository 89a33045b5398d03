"""Python that does something else than it seems to do."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def overwritten(source: str) -> list[int]:
    """Return the lines where `:=` in a comprehension gives a parameter a new value.

    A name bound by `:=` in a comprehension lives in the function around it, and so replaces the
    parameter for the rest of that function.
    """
    lines = []
    for function in ast.walk(ast.parse(source)):
        if isinstance(function, FUNCTIONS):
            given = function.args
            names = {one.arg for one in [*given.posonlyargs, *given.args, *given.kwonlyargs]}
            lines += [
                node.lineno
                for inner in ast.walk(function)
                if isinstance(inner, COMPREHENSIONS)
                for node in ast.walk(inner)
                if isinstance(node, ast.NamedExpr) and node.target.id in names
            ]
    return lines


@pytest.mark.parametrize("room", [*settings.ROOMS, "config", "launcher", "tests"])
def test_no_comprehension_overwrites_a_parameter(room):
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in overwritten(path.read_text())
    ]

    assert found == [], f"{found}: give the name after := another name than the parameter's."


def test_an_overwritten_parameter_is_found():
    wrong = "def view(request, pk):\n    return [pk for one in request if (pk := key_of(one))]"

    assert overwritten(wrong) == [2]
    assert overwritten(wrong.replace("pk :=", "found :=")) == []


def days_of_the_machine(source: str) -> list[int]:
    """Return the lines that take the day of a moment without making it local first.

    Allowed is `.date()` of a plain name, such as `local`, and of what `localtime(...)` returns.
    """
    lines = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in ("date", "time") or node.args:
            continue
        of = node.func.value
        made_local = isinstance(of, ast.Call) and ast.unparse(of.func).endswith("localtime")
        if not (isinstance(of, ast.Name) or made_local):
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("room", [*settings.ROOMS, "config"])
def test_a_day_is_the_local_day(room):
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in days_of_the_machine(path.read_text())
    ]

    assert found == [], f"{found}: use ground.days.local_day, or localtime(...) first."


def test_a_day_of_the_machine_is_found():
    assert days_of_the_machine("x = signal.logged_at.date()") == [1]
    assert days_of_the_machine("x = timezone.now().date()") == [1]
    assert days_of_the_machine("x = timezone.localtime(at).date()\ny = local.date()") == []


# A format of a day that has a day of the month and no year.
WITHOUT_YEAR = re.compile(
    r"""(?:\|date:"|date_format\([^\n]*["'])(?=[^"']*j)(?=[^"']*[FMEN])(?![^"']*[Yy])[^"']*["']"""
)


def test_a_day_of_another_year_says_its_year():
    files = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "templates").rglob("*.txt"),
        *(path for room in settings.ROOMS for path in (ROOT / room).rglob("*.py")),
    ]
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files
        if path != ROOT / "ground/days.py"
        for match in WITHOUT_YEAR.finditer(path.read_text())
    ]

    assert found == [], f'{found}: use |day:"..." or ground.days.day_in_words.'
    assert WITHOUT_YEAR.search('{{ step.due_on|date:"l j F" }}')
    assert WITHOUT_YEAR.search("date_format(day, 'D j M')")
    assert not WITHOUT_YEAR.search('{{ step.due_on|date:"l j F Y" }}')
