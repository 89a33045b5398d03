"""Find the texts that templates and Python code mark for translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

MARKING = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""\bn?gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")


def in_python(source: str) -> Iterator[str]:
    """Yield the text of every gettext call, under whatever name the module imports gettext.

    Of a text with a plural, the singular. Raises ValueError for a text that is filled in before it
    is translated: no catalogue can contain it.
    """
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in MARKING
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            match node.args[0]:
                case ast.Constant(str(text)):
                    yield text
                case ast.JoinedStr() | ast.BinOp():
                    raise ValueError(f"line {node.lineno}: mark the text before filling it in")


def in_template(source: str) -> Iterator[str]:
    """Yield every text that a template marks, as makemessages reads it."""
    for literal in IN_TEMPLATE.findall(templatize(source)):
        yield ast.literal_eval(literal)


def everywhere() -> set[str]:
    """Return every text marked in the templates and Python files of the product."""
    root = Path(settings.BASE_DIR)
    templates = [p for p in (root / "templates").rglob("*") if p.suffix in {".html", ".txt"}]
    modules = [
        path
        for room in [*settings.ROOMS, "config"]
        for path in (root / room).rglob("*.py")
        if "migrations" not in path.parts
    ]
    found = {text for path in templates for text in in_template(path.read_text())}
    return found | {text for path in modules for text in in_python(path.read_text())}
