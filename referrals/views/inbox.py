"""The partner's inbox, with an account: the wish, three answers, and the progress."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.paging import requested_key
from ground.refusals import refusal_shown_in
from referrals import actions
from referrals.forms.answers import MessageForm
from referrals.forms.colleagues import HandOverForm, NoteForm
from referrals.models import PartnerNote, Referral
from referrals.partner_reading import (
    TABS,
    annotate_badges,
    appointment_of,
    awaited,
    colleagues_for,
    dropped_appointment_of,
    page_of,
    readable,
    tab_of,
    tabs,
)
from referrals.views.partner_steps import Side, take
from referrals.views.steps import Step, step_of


def own_referral(user: User, number) -> Referral:
    """A referral to the user's organisation; the same 404 for unknown, withdrawn and others'."""
    return annotate_badges(get_object_or_404(readable(user), number=number))


def desk(request: HttpRequest, number) -> Side:
    """The side of a worker with an account, in their own inbox."""
    return at_desk(request.user, own_referral(request.user, number))


def at_desk(user: User, referral: Referral) -> Side:
    def url(step: Step) -> str:
        return reverse(f"referrals:{step.name}", args=[referral.number])

    return Side(
        by=user,
        referral=referral,
        url=url,
        home=reverse("referrals:answer_page", args=[referral.number]),
        back=reverse("referrals:inbox"),
        page=show_one,
    )


def show_one(request: HttpRequest, side: Side, status: int, **context) -> HttpResponse:
    return show(request, tab_of(side.referral), side.referral, status=status, **context)


def show(
    request: HttpRequest,
    tab: str,
    referral: Referral | None,
    *,
    on: str = "detail",
    status: int = 200,
    **context,
) -> HttpResponse:
    """Render the list and one referral; a phone shows one of them. With htmx only this part."""
    user = request.user
    rows, more = page_of(user, tab, requested_key(request))
    if referral is None and rows:
        referral = rows[0]
    about = [row.tenant_id for row in rows]
    list_seen("referrals.inbox", Referral, [row.pk for row in rows], by=user, tenants=about)
    if referral:
        seen(referral, by=user)
        context = told_of(referral) | among_colleagues(user, referral) | context
        context["side"] = at_desk(user, referral)
    context |= {
        "tab": tab,
        "tabs": tabs(user),
        "awaited": awaited(user),
        "rows": rows,
        "more": more,
        "referral": referral,
        "on": on,
        "say_form": context.get("say_form") or MessageForm(),
    }
    swap = request.htmx and not request.htmx.history_restore_request
    template = "referrals/inbox.html#mail" if swap else "referrals/inbox.html"
    return render(request, template, context, status=status)


def told_of(referral: Referral) -> dict:
    """Messages, feedback and attempts: about the tenant too, so hidden when the shares are gone."""
    if not referral.shared:
        return {}
    return appointments_of(referral) | {
        "written": referral.messages.select_related("author"),
        "told": referral.feedback.select_related("author"),
        "attempts": referral.attempts.select_related("author"),
    }


def appointments_of(referral: Referral) -> dict:
    """The appointment that stands, or else the one that was dropped."""
    appointment = appointment_of(referral)
    dropped = None if appointment else dropped_appointment_of(referral)
    return {"appointment": appointment, "dropped": dropped}


def among_colleagues(user: User, referral: Referral) -> dict:
    """What the workers of a partner have among themselves: notes, and to whom to hand over."""
    notes = PartnerNote.objects.visible_to(user).filter(referral=referral)
    return {
        "notes": notes.select_related("author", "to") if referral.shared else (),
        "note_form": NoteForm(corporation=settings.ORGANISATION),
        "hand_over_form": HandOverForm(colleagues=colleagues_for(referral, user)),
    }


@requires(Can.ANSWER_REFERRAL)
def inbox(request: HttpRequest) -> HttpResponse:
    """The inbox: open, running and done."""
    tab = request.GET.get("toon", "open")
    return show(request, tab if tab in TABS else "open", None, on="list")


@requires(Can.ANSWER_REFERRAL)
def answer_page(request: HttpRequest, number) -> HttpResponse:
    """One referral, and what to do with it."""
    referral = own_referral(request.user, number)
    return show(request, tab_of(referral), referral)


@requires(Can.ANSWER_REFERRAL)
def inbox_act(request: HttpRequest, number, slug: str) -> HttpResponse:
    """One of the partner's steps."""
    return take(request, desk(request, number), step_of(slug))


@requires(Can.ANSWER_REFERRAL)
@require_POST
def take_over(request: HttpRequest, number) -> HttpResponse:
    """Take over a referral from a colleague."""
    referral = own_referral(request.user, number)
    actions.take_over(referral, by=request.user)
    messages.success(request, "Overgenomen. Jij bent nu aan zet.")
    return redirect("referrals:answer_page", number=number)


@requires(Can.ANSWER_REFERRAL)
@require_POST
def write_note(request: HttpRequest, number) -> HttpResponse:
    """Write a note that only the workers of the partner read."""
    referral = own_referral(request.user, number)
    form = NoteForm(request.POST, corporation=settings.ORGANISATION)
    if form.is_valid():
        actions.write_note(referral, by=request.user, **form.cleaned_data)
        messages.success(request, "De notitie staat erbij.")
        return redirect("referrals:answer_page", number=number)
    return show(request, tab_of(referral), referral, status=422, note_form=form)


@requires(Can.ANSWER_REFERRAL)
@require_POST
def hand_over(request: HttpRequest, number) -> HttpResponse:
    """Hand over a referral to a colleague, with a word."""
    referral = own_referral(request.user, number)
    form = HandOverForm(request.POST, colleagues=colleagues_for(referral, request.user))
    if form.is_valid():
        with refusal_shown_in(form):
            actions.hand_over(referral, by=request.user, **form.cleaned_data)
            messages.success(request, f"Overgedragen. {referral.taken_name} krijgt een mail.")
            return redirect("referrals:answer_page", number=number)
    return show(request, tab_of(referral), referral, status=422, hand_over_form=form)
