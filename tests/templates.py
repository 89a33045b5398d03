"""An undefined variable in a template fails the test that renders it.

Django silently writes nothing for `{{ lost }}`, and treats `{% if lost %}` and
`{% for x in lost %}` as false and empty. This module checks all three in our own templates.
Variables that may be undefined are in `OPTIONAL`, or use `{% firstof %}`. A missing related row (a
reverse one-to-one) is data, not an undefined variable.

pytest-django's `--fail-on-template-vars` treats such a row as true in `{% if %}`, so that a test
would see a page other than users do; and it misses undefined names in `{% if %}` and `{% for %}`.
"""

import sys
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings
from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.template.defaulttags import FirstOfNode

# The names that may be undefined, by template.
OPTIONAL: dict[str, set[str]] = {
    # Arguments of templates that several pages include.
    # A template of django-allauth.
    "account/base_confirm_code.html": {"can_change", "cancel_url"},
    "activities/_card.html": {"with_day"},
    "activities/_full.html": {"sign_up"},
    "components/confirm.html": {"danger"},
    "components/empty.html": {"bare", "url"},
    "components/field.html": {"field.field.depends"},
    "components/note.html": {"live", "title"},
    # Only a meetup has a picture of its own.
    "components/shared_page.html": {"picture"},
    "referrals/_message_form.html": {"side.asks_name"},
    "referrals/_name.html": {"hint", "name_form.said_by.errors"},
    "referrals/_written.html": {"written"},
    "tenants/_network.html": {"is_earlier"},
    # Pages of django-allauth, which gives only what there is.
    "account/password_reset_from_key.html": {"token_fail", "cancel_url"},
    "mfa/authenticate.html": {"js_data.request_options.publicKey.allowCredentials"},
    "mfa/index.html": {
        "authenticators.webauthn", "authenticators.totp", "authenticators.recovery_codes",
    },
    # Django passes a widget only the attributes that it has.
    "django/forms/widgets/attrs.html": {"base", "widget.attrs.class"},
    "django/forms/widgets/multiple_input.html": {"widget.attrs.class"},
    # The frame for a visitor, who has no menu and no settings.
    "staff.html": {"nav", "nav.tabs", "nav_new", "nav_search_url", "user.shortcuts"},
    # Pages for both a new row and an existing one.
    "activities/buddy_form.html": {"buddy"},
    "activities/place_form.html": {"place"},
    "activities/plan.html": {
        "form.element", "form.host", "form.portrait", "form.repeat", "meetup",
    },
    "partners/form.html": {"partner"},
    "partners/service.html": {"service"},
    # Pages that receive only the form in use.
    "referrals/_detail.html": {
        "appointment", "attempts", "button", "dropped", "told", "written",
        # Only the fields that the tenant agreed to share are defined.
        "referral.shared.address", "referral.shared.contact", "referral.shared.phone",
        "referral.shared.wish",
    },
    "referrals/inbox.html": {"wrong"},
    "referrals/link_page.html": {"wrong"},
    "referrals/phone.html": {"wrong"},
    "referrals/report_back.html": {"name_form.errors"},
    "audit/review.html": {"signed", "waiting", "week", "wrong"},
    "imports/learn_columns.html": {"sentence"},
    # Counts per outcome: an outcome that did not occur has no count.
    "imports/run.html": {"run.counts.ended", "run.counts.untouched"},
    # Undefined for a signal about an address, or without a step.
    "signals/_next.html": {"step.attempts", "visit.party"},
    "signals/list.html": {"signal.tenant.shielded_at"},
    # The sender of a referral gets a page, the partner a link.
    "post/referrals/referral_message.txt": {"link"},
}  # fmt: skip
OURS = Path(settings.BASE_DIR) / "templates"
_resolve = Variable.resolve


def be_strict() -> None:
    """Check every template variable from now on."""
    Variable.resolve = watched


def watched(variable: Variable, context: object) -> object:
    """Resolve as Django does, but fail for an undefined name."""
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
    """Fail when one of our templates uses this undefined name and it is not optional."""
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
