"""Somebody of ours with the partner on the telephone: the same steps, on the partner's behalf."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.guards import requires
from accounts.roles import Can
from audit.models import seen
from referrals.forms.answering import MessageForm
from referrals.reading import mark
from referrals.views.answering import Side, step_of
from referrals.views.sender import visible_referral


@requires(Can.ANSWER_BY_PHONE)
def phone(request: HttpRequest, number) -> HttpResponse:
    """What the partner says on the telephone."""
    return side_of(request, number).show(request)


@requires(Can.ANSWER_BY_PHONE)
def phone_act(request: HttpRequest, number, word: str) -> HttpResponse:
    """One of the partner's steps."""
    return step_of(word)(request, side_of(request, number))


def side_of(request: HttpRequest, number) -> Side:
    referral = mark(visible_referral(request.user, number))
    return Side(
        by=request.user,
        referral=referral,
        url=lambda word: reverse("referrals:phone_act", args=[number, word]),
        home=referral.get_absolute_url(),
        back=referral.get_absolute_url(),
        page=show,
        asks_name=True,
        by_phone=True,
    )


def show(request: HttpRequest, side: Side, status: int, **context) -> HttpResponse:
    seen(side.referral, by=side.by)
    context |= {
        "referral": side.referral,
        "side": side,
        "message_form": context.get("message_form") or MessageForm(),
    }
    return render(request, "referrals/phone.html", context, status=status)
