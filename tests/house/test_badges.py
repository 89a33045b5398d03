"""Every status has a badge: an outline with styles, an icon that exists and a word."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from accounts.templatetags.shell import icon
from audit.moves import Moving
from ground.badges import BY_NAME, Badge
from referrals import badges
from referrals.models import Referral
from signals.models import FollowUp, Signal

# Models whose pages show the status in another way: who attended, the days left for a request, who
# must decide.
IN_OTHER_WORDS = {"SignUp", "RightsRequest", "VitalInterest"}
COMPONENTS = Path(settings.BASE_DIR) / "static" / "css" / "components.css"
OUTLINES = set(re.findall(r"^  \.badge\.(\w+) {", COMPONENTS.read_text(), re.M)) | {"num"}
MODELS = [model for model in apps.get_models() if issubclass(model, Moving)]


def require_drawn(badge: Badge) -> None:
    assert badge.label
    assert set(badge.outline.split()) <= OUTLINES
    assert icon(badge.icon)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_status_has_a_badge(model):
    if model.__name__ in IN_OTHER_WORDS:
        assert not model.BADGES
        return

    without = set(model.Status) - set(model.BADGES)
    assert not without, f"{without}: add the outline and the icon to BADGES of {model.__name__}."
    for status in model.Status:
        require_drawn(model(status=status).badge)


def test_every_referral_status_has_a_badge_for_the_partner():
    assert set(badges.FOR_PARTNER) == set(Referral.Status)
    for badge in [*badges.FOR_PARTNER.values(), badges.REPORT_BACK, *BY_NAME.values()]:
        require_drawn(badge)


@pytest.mark.parametrize("kind", FollowUp.Kind)
def test_every_kind_of_step_on_time_has_a_badge(kind):
    step = FollowUp(kind=kind, signal=Signal(status=Signal.Status.TALKING), due_on=date.max)

    require_drawn(step.badge)


@pytest.mark.django_db
def test_a_late_step_has_the_badge_te_laat_whatever_its_kind():
    step = FollowUp(kind=FollowUp.Kind.VISIT, signal=Signal(), due_on=date.min)

    assert step.badge.label == "Te laat"
