"""The documents agree with the code, and their links work."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.roles import SIDES, Role
from config.management.commands import make_docs
from config.retention import FIELDS, NONE

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
BY_HAND = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_generated_documents_are_up_to_date():
    call_command("make_docs", "--check")


def test_make_docs_check_names_a_stale_document(tmp_path, monkeypatch):
    monkeypatch.setattr(make_docs, "DOCS", tmp_path)
    call_command("make_docs")
    (tmp_path / "roles.md").write_text("Iedereen mag alles.\n")

    with pytest.raises(CommandError, match=r"^Niet meer gelijk aan de code: roles.md\. Draai"):
        call_command("make_docs", "--check")


def test_make_docs_fails_for_a_model_field_without_a_retention_class(monkeypatch):
    partner = {**FIELDS["partners.Partner"]}
    partner[NONE] = partner[NONE].replace("id", "", 1)
    monkeypatch.setitem(FIELDS, "partners.Partner", partner)

    with pytest.raises(CommandError, match=r"^partners\.Partner: no class of retention for id\."):
        call_command("make_docs", "--check")


def test_make_docs_refuses_a_role_without_abilities_or_a_side(monkeypatch):
    monkeypatch.delitem(SIDES, Role.HOST)

    with pytest.raises(CommandError, match=r"^HOST: no abilities in MATRIX or no side in SIDES\."):
        call_command("make_docs", "--check")


def test_make_docs_preserves_text_written_by_hand(tmp_path, monkeypatch):
    monkeypatch.setattr(make_docs, "DOCS", tmp_path)
    call_command("make_docs")
    made = (tmp_path / "privacy.md").read_text()
    (tmp_path / "privacy.md").write_text(f"# Privacy\n\n{made}\nEinde.\n")

    call_command("make_docs")

    text = (tmp_path / "privacy.md").read_text()
    assert text == f"# Privacy\n\n{made}\nEinde.\n"


@pytest.mark.parametrize("path", BY_HAND, ids=name)
def test_every_relative_link_in_a_document_exists(path):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", path.read_text())

    missing = [link for link in links if not (path.parent / link).exists()]

    assert missing == []


def test_every_environment_setting_is_explained_in_running_md():
    source = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r"""\benv\.\w+\(\s*["'](\w+)""", source))
    explained = set(re.findall(r"^\| `(\w+)`", (DOCS / "running.md").read_text(), re.MULTILINE))

    assert read == explained


def test_every_model_is_in_the_glossary():
    glossary = (DOCS / "glossary.md").read_text()

    missing = [
        model._meta.label
        for room in settings.ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model._meta.proxy
        and (f"`{model.__name__}`" not in glossary or model._meta.verbose_name not in glossary)
    ]

    assert missing == []


def found(file: str, pattern: str) -> tuple[str, ...]:
    """What the first match of a pattern in a file captures."""
    return re.search(pattern, (ROOT / file).read_text(), re.MULTILINE).groups()


def test_the_version_and_its_day_are_the_same_everywhere():
    """The changelog decides: its first heading is the version of the code."""
    version, day = found("CHANGELOG.md", r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d)$")

    said = {
        "pyproject.toml": found("pyproject.toml", r'^version = "(.*)"$'),
        "config/settings.py": found("config/settings.py", r'"RELEASE", default="(.*?)"'),
        "docs/running.md": found("docs/running.md", r"^\| `RELEASE` \| `(.*?)`"),
        "publiccode.yml": found("publiccode.yml", r"^softwareVersion: (.*)$"),
    }
    assert said == dict.fromkeys(said, (version,)), f"CHANGELOG.md says {version}"
    assert found("publiccode.yml", r'^releaseDate: "(.*)"$') == (day,)
