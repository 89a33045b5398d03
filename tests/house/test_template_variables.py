"""A template that uses an undefined variable fails, in whichever tag."""

import pytest
from django.template import Engine, engines
from django.template.base import Origin
from django.template.base import Template as Source
from django.template.context import Context

from tests.templates import OPTIONAL, OURS


def rendered(source: str, name: str = "activities/made_up.html") -> str:
    """Render the source as if it were a template of ours."""
    engine: Engine = engines["django"].engine
    template = Source(source, origin=Origin(str(OURS / name), name), name=name, engine=engine)
    return template.render(Context({"known": [1]}))


@pytest.mark.parametrize("source", [
    "{{ lost }}",
    "{{ lost|default:'x' }}",
    "{{ known.lost }}",
    "{% if lost %}x{% endif %}",
    "{% if known and lost %}x{% endif %}",
    "{% if not lost %}x{% endif %}",
    "{% for one in lost %}x{% endfor %}",
    "{% with x=lost %}{{ x }}{% endwith %}",
    "{% firstof known.lost %}{{ lost }}",
])  # fmt: skip
def test_an_undefined_variable_fails(source):
    with pytest.raises(pytest.fail.Exception, match="lost"):
        rendered(source)


@pytest.mark.parametrize("source", [
    "{% if known %}yes{% endif %}",
    "{% for one in known %}yes{% endfor %}",
    "{% firstof lost 'yes' %}",
])  # fmt: skip
def test_a_defined_variable_and_firstof_pass(source):
    assert rendered(source) == "yes"


def test_a_variable_declared_optional_may_be_undefined():
    assert rendered("{% if danger %}x{% endif %}", "components/confirm.html") == ""


def test_every_optional_variable_is_used_by_an_existing_template():
    stale = [
        f"{template}: {name}"
        for template, names in OPTIONAL.items()
        for name in names
        if name not in (OURS / template).read_text()
    ]

    assert stale == []
