"""The partner's side without an account: a link from the mail, a code to the same mailbox, and then
exactly one referral."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.guards import public
from accounts.models import stranger
from audit.models import seen
from ground.durations import hours_in_words
from ground.mailed_codes import masked
from partners.forms.people import CodeForm
from partners.memberships import mailbox_of
from referrals import actions
from referrals.actions.access_links import find_access_link
from referrals.forms.answers import MessageForm
from referrals.models import AccessLink
from referrals.partner_reading import annotate_badges, readable
from referrals.views.inbox import told_of
from referrals.views.partner_steps import Side, take
from referrals.views.steps import step_of

# Session key: which access links were opened with a code, and when.
OPENED = "referral_pass"
OPEN_FOR = timedelta(hours=1)


def over(request: HttpRequest) -> HttpResponse:
    """The same page for links that are unknown, expired, revoked or otherwise ended."""
    return render(request, "referrals/link_over.html", status=410)


def is_open(request: HttpRequest, at: AccessLink) -> bool:
    """Whether this browser gave the code for this link less than OPEN_FOR ago."""
    opened_at = request.session.get(OPENED, {}).get(str(at.pk), 0)
    return timezone.now().timestamp() - opened_at < OPEN_FOR.total_seconds()


@public
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code, or show the one referral behind the link."""
    at = find_access_link(token)
    if at is None:
        return over(request)
    if not is_open(request, at):
        return ask_code(request, token, at, CodeForm())
    return show(request, side_of(at, token))


def ask_code(
    request: HttpRequest, token: str, at: AccessLink, form: CodeForm, status: int = 200
) -> HttpResponse:
    context = {"token": token, "to": masked(at.to), "sent": at.code_sent_at, "form": form}
    return render(request, "referrals/link_code.html", context, status=status)


@public
@never_cache
@require_POST
def send_code(request: HttpRequest, token: str) -> HttpResponse:
    """Send the code to the mailbox."""
    at = find_access_link(token)
    if at is None:
        return over(request)
    actions.send_code(at, by=stranger())
    messages.success(request, f"De code is onderweg naar {masked(at.to)}.")
    return redirect("referrals:link", token)


@public
@never_cache
@require_POST
def use_code(request: HttpRequest, token: str) -> HttpResponse:
    """Open the referral with the code."""
    at = find_access_link(token)
    if at is None:
        return over(request)
    form = CodeForm(request.POST)
    if form.is_valid():
        if actions.use_code(at, by=stranger(), **form.cleaned_data):
            request.session.cycle_key()
            opened = request.session.get(OPENED, {})
            request.session[OPENED] = opened | {str(at.pk): timezone.now().timestamp()}
            return redirect("referrals:link", token)
        form.add_error(
            "code", "Deze code klopt niet, of is te oud. Kijk nog eens, of vraag een nieuwe."
        )
    return ask_code(request, token, at, form, status=422)


@public
@never_cache
def link_act(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """One of the partner's steps, for this one referral."""
    step, at = step_of(slug), find_access_link(token)
    if at is None:
        return over(request)
    if not is_open(request, at):
        return redirect("referrals:link", token)
    return take(request, side_of(at, token), step)


def side_of(at: AccessLink, token: str) -> Side:
    """The partner's shared mailbox as user, for exactly the referral of the access link."""
    by = mailbox_of(at.referral.partner)
    referral = annotate_badges(get_object_or_404(readable(by), pk=at.referral_id))
    return Side(
        by=by,
        referral=referral,
        url=lambda step: reverse("referrals:link_act", args=[token, step.slug]),
        home=reverse("referrals:link", args=[token]),
        back=reverse("referrals:link_done"),
        page=show,
        asks_name=True,
    )


def show(request: HttpRequest, side: Side, status: int = 200, **context) -> HttpResponse:
    seen(side.referral, by=side.by)
    context |= told_of(side.referral) | {
        "referral": side.referral,
        "side": side,
        "say_form": context.get("say_form") or MessageForm(),
        "open_for": hours_in_words(OPEN_FOR),
    }
    return render(request, "referrals/link_page.html", context, status=status)


@public
def link_done(request: HttpRequest) -> HttpResponse:
    """Shown after the last step: this link has nothing left to do."""
    return render(request, "referrals/link_done.html")
