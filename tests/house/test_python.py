"""Python that does something else than it seems to do."""

import ast
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
