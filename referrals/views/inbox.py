"""The partner's side: the wish as the headline, three answers, and telling how it goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import requires
from accounts.models import User
from accounts.paging import asked_key
from accounts.roles import Can
from audit.models import list_seen, seen
from referrals import actions
from referrals.forms import AskForm, DeclineForm, FeedbackForm, MessageForm
from referrals.models import Referral
from referrals.reading import TABS, awaited, mark, page_of, readable, tab_of, tabs


def own_referral(user: User, number) -> Referral:
    """A referral of the own organisation; unknown, withdrawn and another's are the same 404."""
    return mark(get_object_or_404(readable(user), number=number))


def to_answer_page(referral: Referral) -> HttpResponse:
    return redirect("referrals:answer_page", number=referral.number)


def show(
    request: HttpRequest,
    tab: str,
    referral: Referral | None,
    *,
    on: str = "detail",
    status: int = 200,
    **context,
) -> HttpResponse:
    """The list beside one referral; on a phone one of the two. With htmx only these two."""
    user = request.user
    rows, more = page_of(user, tab, asked_key(request))
    if referral is None and rows:
        referral = rows[0]
    list_seen("referrals.inbox", Referral, [row.pk for row in rows], by=user)
    if referral:
        seen(referral, by=user)
        if referral.shared:
            # What was written is about the tenant as well: it goes when the shared facts go.
            context["written"] = referral.messages.select_related("author")
            context["told"] = referral.feedback.select_related("author")
    context |= {
        "tab": tab,
        "tabs": tabs(user),
        "awaited": awaited(user),
        "rows": rows,
        "more": more,
        "referral": referral,
        "on": on,
        "message_form": context.get("message_form") or MessageForm(),
    }
    swap = request.htmx and not request.htmx.history_restore_request
    template = "referrals/inbox.html#mail" if swap else "referrals/inbox.html"
    return render(request, template, context, status=status)


@requires(Can.ANSWER_REFERRAL)
def inbox(request: HttpRequest) -> HttpResponse:
    """What is open, what runs, what is done."""
    tab = request.GET.get("toon", "open")
    return show(request, tab if tab in TABS else "open", None, on="list")


@requires(Can.ANSWER_REFERRAL)
def answer_page(request: HttpRequest, number) -> HttpResponse:
    """One referral, and what to do with it."""
    referral = own_referral(request.user, number)
    return show(request, tab_of(referral), referral)


@requires(Can.ANSWER_REFERRAL)
@require_POST
def accept(request: HttpRequest, number) -> HttpResponse:
    """Take it on."""
    referral = own_referral(request.user, number)
    actions.accept(referral, by=request.user)
    messages.success(request, "Opgepakt. Vertel over twee weken hoe het gaat.")
    return to_answer_page(referral)


@requires(Can.ANSWER_REFERRAL)
def ask(request: HttpRequest, number) -> HttpResponse:
    """Ask something first."""
    referral = own_referral(request.user, number)
    form = AskForm(request.POST or None, auto_id="vraag_%s")
    if form.is_valid():
        actions.ask(referral, by=request.user, **form.cleaned_data)
        messages.success(request, f"Gevraagd aan {referral.sender.first_name}.")
        return to_answer_page(referral)
    status = 422 if form.errors else 200
    return show(request, tab_of(referral), referral, status=status, ask_form=form)


@requires(Can.ANSWER_REFERRAL)
def decline(request: HttpRequest, number) -> HttpResponse:
    """Give it back, with a reason."""
    referral = own_referral(request.user, number)
    form = DeclineForm(request.POST or None, auto_id="past_%s")
    if form.is_valid():
        actions.decline(referral, by=request.user, **form.cleaned_data)
        messages.success(request, f"Teruggegeven. {referral.sender.first_name} zoekt verder.")
        return redirect("referrals:inbox")
    status = 422 if form.errors else 200
    return show(request, tab_of(referral), referral, status=status, decline_form=form)


@requires(Can.ANSWER_REFERRAL)
@require_POST
def say(request: HttpRequest, number) -> HttpResponse:
    """Write to the sender."""
    referral = own_referral(request.user, number)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return show(request, tab_of(referral), referral, status=422, message_form=form)
    actions.say(referral, by=request.user, **form.cleaned_data)
    messages.success(request, "Verstuurd.")
    return to_answer_page(referral)


@requires(Can.ANSWER_REFERRAL)
def report_back(request: HttpRequest, number) -> HttpResponse:
    """Tell how it goes."""
    referral = own_referral(request.user, number)
    form = FeedbackForm(request.POST or None)
    if form.is_valid():
        actions.report_back(referral, by=request.user, **form.cleaned_data)
        messages.success(request, f"Teruggemeld aan {referral.sender.first_name}. Dank je wel.")
        return redirect(f"{reverse('referrals:inbox')}?toon=loopt")
    seen(referral, by=request.user)
    context = {"referral": referral, "form": form}
    status = 422 if form.errors else 200
    return render(request, "referrals/report_back.html", context, status=status)
