"""A variable that a template asks for and nobody gives fails the test that renders it.

Django writes nothing for `{{ lost }}` and takes `{% if lost %}` and `{% for x in lost %}` for "no",
without a word. All are watched here, in the templates of the house. What may be absent is in
`OPTIONAL`, or is written as `{% firstof %}`. A row that is not there (a reverse one-to-one) is data
and no lost name.

pytest-django's `--fail-on-template-vars` takes such a row for "yes" in `{% if %}`, so that a test
would see another page than people do; and it sees no name in `{% if %}` or `{% for %}`.
"""

import sys
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings
from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.template.defaulttags import FirstOfNode

# By template, the names that it may do without.
OPTIONAL: dict[str, set[str]] = {
    # Arguments of a piece that several pages include.
    "activities/_card.html": {"code", "with_day"},
    "activities/_full.html": {"sign_up"},
    "components/confirm.html": {"danger"},
    "components/empty.html": {"bare", "url"},
    "components/field.html": {"field.field.depends"},
    "components/note.html": {"live", "title"},
    "referrals/_message_form.html": {"side.asks_name"},
    "referrals/_name.html": {"hint", "name_form.said_by.errors"},
    "referrals/_written.html": {"written"},
    "tenants/_network.html": {"is_earlier"},
    # Django gives a widget only the attributes that it has.
    "django/forms/widgets/attrs.html": {"base", "widget.attrs.class"},
    "django/forms/widgets/multiple_input.html": {"widget.attrs.class"},
    # The frame of a visitor, who has no menu and no settings.
    "staff.html": {"nav", "nav.tabs", "nav_new", "nav_search_url", "user.shortcuts"},
    # One page for a new row and for one that is there.
    "activities/buddy_form.html": {"buddy"},
    "activities/place_form.html": {"place"},
    "activities/plan.html": {
        "form.element", "form.host", "form.portrait", "form.repeat", "meetup",
    },
    "partners/form.html": {"partner"},
    "partners/service.html": {"service"},
    # A page with the form in use, and no other.
    "referrals/_detail.html": {
        "appointment", "attempts", "button", "told", "written",
        # Only what the tenant agreed to share is there.
        "referral.shared.address", "referral.shared.contact", "referral.shared.phone",
        "referral.shared.wish",
    },
    "referrals/inbox.html": {"wrong"},
    "referrals/link_page.html": {"wrong"},
    "referrals/phone.html": {"wrong"},
    "referrals/report_back.html": {"name_form.errors"},
    "audit/review.html": {"signed", "waiting", "week", "wrong"},
    "imports/learn_columns.html": {"sentence"},
    # Counts of what happened: what did not happen is not counted.
    "imports/run.html": {"run.counts.ended", "run.counts.untouched"},
    # Nobody, on a signal about an address or a step that is not there.
    "signals/_next.html": {"step.attempts", "visit.companion"},
    "signals/list.html": {"signal.tenant.shielded_at"},
    # The sender of a message has a page, the partner a link.
    "post/referrals/referral_message.txt": {"link"},
}  # fmt: skip
OURS = Path(settings.BASE_DIR) / "templates"
_resolve = Variable.resolve


def be_strict() -> None:
    """Watch every variable from here on."""
    Variable.resolve = watched


def watched(variable: Variable, context: object) -> object:
    """What Django's own does, but a name that is nowhere fails."""
    try:
        return _resolve(variable, context)
    except VariableDoesNotExist:
        caller = sys._getframe(1)
        asks, asked_by = caller.f_code, caller.f_back.f_code
        if (
            asks is FilterExpression.resolve.__code__
            and asked_by is not FirstOfNode.render.__code__
        ):
            require_optional(variable.var, caller)
        raise


def require_optional(name: str, frame: FrameType | None) -> None:
    """Fail when this template of ours should have been given this name."""
    while frame and frame.f_code.co_name != "render_annotated":
        frame = frame.f_back
    origin = frame and frame.f_locals["self"].origin
    if origin is None or not Path(origin.name).is_relative_to(OURS):
        return
    template = str(Path(origin.name).relative_to(OURS))
    if name not in OPTIONAL.get(template, ()):
        pytest.fail(
            f"{template} asks for '{name}', which nobody gave. Give it, or say in OPTIONAL "
            "(tests/templates.py) why it may be absent."
        )
