"""A colleague with the partner on the telephone: the same steps, on the partner's behalf."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.guards import requires
from accounts.roles import Can
from audit.models import seen
from referrals.forms.answers import MessageForm
from referrals.partner_reading import annotate_badges
from referrals.views.inbox import appointments_of
from referrals.views.partner_steps import Side, take
from referrals.views.sender import visible_referral
from referrals.views.steps import step_of


@requires(Can.ANSWER_BY_PHONE)
def phone(request: HttpRequest, number) -> HttpResponse:
    """The partner's side of a referral, for a colleague on the telephone."""
    return show(request, side_of(request, number))


@requires(Can.ANSWER_BY_PHONE)
def phone_act(request: HttpRequest, number, slug: str) -> HttpResponse:
    """One of the partner's steps."""
    return take(request, side_of(request, number), step_of(slug))


def side_of(request: HttpRequest, number) -> Side:
    referral = annotate_badges(visible_referral(request.user, number))
    return Side(
        by=request.user,
        referral=referral,
        url=lambda step: reverse("referrals:phone_act", args=[number, step.slug]),
        home=referral.get_absolute_url(),
        back=referral.get_absolute_url(),
        page=show,
        asks_name=True,
        by_phone=True,
    )


def show(request: HttpRequest, side: Side, status: int = 200, **context) -> HttpResponse:
    seen(side.referral, by=side.by)
    context |= appointments_of(side.referral) | {
        "referral": side.referral,
        "side": side,
        "say_form": context.get("say_form") or MessageForm(),
    }
    return render(request, "referrals/phone.html", context, status=status)
