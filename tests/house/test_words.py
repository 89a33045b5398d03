"""Templates: no labelling words for tenants, all their text marked, no inline style or script."""

import re
from pathlib import Path

import lucide
import pytest
from django.conf import settings

from outbox.kinds import Audience, for_audience

TEMPLATES = Path(settings.BASE_DIR) / "templates"
NEVER = ["eenzaam", "doelgroep", "signaal", "signalen", "verwijzing", "casus"]
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)|<style|javascript:""", re.I)


def templates() -> list[Path]:
    return sorted(p for p in TEMPLATES.rglob("*") if p.suffix in {".html", ".txt"})


def for_tenants() -> list[Path]:
    """List the templates in the tenants' frame, and those of messages to tenants."""
    pages = [p for p in templates() if 'extends "tenant.html"' in p.read_text()]
    kinds = [kind.name for kind in for_audience(Audience.TENANT)]
    post = [p for name in kinds for p in (TEMPLATES / "post").rglob(f"{name}.*")]
    return [TEMPLATES / "tenant.html", *pages, *post]


def name(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def without_tags(text: str) -> str:
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", text, flags=re.S)
    return re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.S)


def heard_by_tenant(path: Path) -> str:
    """Return the part of a template that a tenant reads or hears.

    In the text of a telephone call that is what follows "Zeg:"; the lines before it are for the
    colleague who calls.
    """
    text = path.read_text()
    return text.partition("Zeg:")[2] if path.name.endswith(".call.txt") and "Zeg:" in text else text


def test_templates_for_tenants_are_found():
    assert len(for_tenants()) > 5


@pytest.mark.parametrize("path", for_tenants(), ids=name)
def test_no_template_for_tenants_contains_a_labelling_word(path):
    text = heard_by_tenant(path)
    said = " ".join(re.findall(r"""(?:translate|trans)\s+["'](.*?)["']""", text))

    found = [word for word in NEVER if word in (without_tags(text) + said).lower()]

    assert found == []


@pytest.mark.parametrize("path", [p for p in for_tenants() if p.suffix == ".html"], ids=name)
def test_all_text_for_tenants_is_marked_for_translation(path):
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", " ", path.read_text(), flags=re.S)
    text = re.sub(r"{% block body_attributes %}.*?{% endblock", " ", text, flags=re.S)
    text = re.sub(r"<svg.*?</svg>", " ", text, flags=re.S)
    text = re.sub(r"<[^>]*>", " ", without_tags(text))

    left = re.findall(r"[A-Za-zÀ-ÿ]{2,}", text.replace("Aanloop", "").replace("&nbsp;", " "))

    assert left == []


@pytest.mark.parametrize("path", [p for p in templates() if p.suffix == ".html"], ids=name)
def test_no_page_has_inline_style_or_script(path):
    assert not INLINE.search(path.read_text())


def test_every_icon_exists():
    icons = {
        icon for path in templates() for icon in re.findall(r'{% icon "([\w-]+)"', path.read_text())
    }

    missing = []
    for icon in sorted(icons):
        try:
            lucide._render_icon(icon, None)
        except lucide.IconDoesNotExist:
            missing.append(icon)

    assert missing == []
