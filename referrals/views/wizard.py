"""The four steps of a sender: partner, wish, consent, check and send. The draft is saved."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import seen
from ground.days import day_in_words
from ground.durations import days_in_words
from partners.models import Need
from referrals import actions
from referrals.actions.sending import named, reachable_by
from referrals.forms.sending import (
    NEVER_SHARED,
    SHAREABLE,
    USUAL,
    ChooseForm,
    ConsentForm,
    SendForm,
    StepForm,
    WishForm,
)
from referrals.models import Referral
from referrals.partner_matching import need_of, offers, stale
from referrals.turns import standing_visit
from signals.models import FollowUp, Signal
from signals.term_words import term_in_words
from tenants.consent_wording import VALID_DAYS, sentence
from tenants.models import Consent, Field, Tenant
from tenants.shared_fields import shared_value
from tenants.shielding import require_reason

STEPS = {
    "choose": "Partner",
    "write_wish": "Wens",
    "consent": "Toestemming",
    "send": "Nakijken",
}
Answer = Consent.Answer
# How a colleague refers to the tenant in conversation.
WHOM = {Tenant.Gender.WOMAN: "mevrouw", Tenant.Gender.MAN: "meneer"}


@dataclass(frozen=True)
class Preview:
    """One line of the preview: exactly the value that will be frozen."""

    field: Field
    value: str
    shared: bool


def visible_draft(user: User, number) -> Referral:
    """Return the draft with all that a step shows; 404 when it is not visible to this user."""
    related = (
        "tenant__area", "signal__owner", "partner", "second", "consent", "sender", "taken_by",
    )  # fmt: skip
    drafts = Referral.objects.visible_to(user).select_related(*related)
    draft = get_object_or_404(drafts, number=number)
    require_reason(draft.tenant, user)
    return draft


def first_open_step(draft: Referral) -> str:
    """Return the name of the first step that is not complete."""
    if draft.partner is None or not draft.partner.is_choosable:
        return "choose"
    if not (draft.wish and draft.gist):
        return "write_wish"
    if draft.consent is None or not draft.consent.is_active:
        return "consent"
    return "send"


def to_step(draft: Referral, step: str = "") -> HttpResponse:
    return redirect(f"referrals:{step or first_open_step(draft)}", number=draft.number)


def elsewhere(draft: Referral, step: str) -> HttpResponse | None:
    """Redirect when the draft was already sent or an earlier step is incomplete; otherwise None."""
    if draft.status != Referral.Status.DRAFT:
        return redirect(draft)
    order = list(STEPS)
    if order.index(first_open_step(draft)) < order.index(step):
        return to_step(draft)
    return None


def show(
    request: HttpRequest, step: str, draft: Referral | None, status: int = 200, **context
) -> HttpResponse:
    """Render one step, with the progress bar."""
    order = list(STEPS)
    at = order.index(step)
    back = None
    if draft and at:
        back = reverse(f"referrals:{order[at - 1]}", args=[draft.number])
    context |= {
        "draft": draft,
        "step": step,
        "at": at + 1,
        "steps": [(label, n < at, n == at) for n, label in enumerate(STEPS.values())],
        "back": back,
    }
    return render(request, f"referrals/{step}.html", context, status=status)


def stopping(request: HttpRequest, form: StepForm) -> bool:
    """'Bewaar en stop' with a blank form: what was saved before stays."""
    return "stop" in request.POST and form.is_blank


def stop(request: HttpRequest, draft: Referral) -> HttpResponse:
    messages.success(request, "Bewaard. Je vindt het concept bij Verwijzingen.")
    return redirect("referrals:referral_list")


@requires(Can.REFER)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Continue the draft of a signal, or choose the partner with which a new draft begins."""
    signals = Signal.objects.visible_to(request.user).select_related("tenant__area")
    signal = get_object_or_404(signals, pk=pk)
    require_reason(signal.tenant, request.user)
    actions.require_referable(signal)
    drafts = Referral.objects.visible_to(request.user).filter(
        signal=signal, tenant=signal.tenant_id, status=Referral.Status.DRAFT
    )
    if draft := drafts.select_related("partner", "consent").first():
        return to_step(draft)
    form = ChooseForm(request.POST or None)
    if stopping(request, form):
        return redirect(signal)
    if form.is_valid():
        draft = actions.start(signal, by=request.user)
        actions.choose(draft, by=request.user, **form.cleaned_data)
        return stop(request, draft) if "stop" in request.POST else to_step(draft, "write_wish")
    seen(signal, by=request.user)
    context = {"form": form} | choices(request, signal.tenant)
    return show(request, "choose", None, 422 if form.errors else 200, **context)


def choices(request: HttpRequest, tenant: Tenant) -> dict:
    """The partners to choose from for a need: `?waarbij=`, or that of the tenant's latest wish."""
    need = request.GET.get("waarbij", need_of(tenant))
    need = need if need in Need.values else ""
    return {
        "offers": offers(tenant, need),
        "stale": stale(),
        "need": need,
        "needs": Need.choices,
        "tenant": tenant,
    }


@requires(Can.REFER)
def choose(request: HttpRequest, number) -> HttpResponse:
    """Step 1: change the partner."""
    draft = visible_draft(request.user, number)
    if other := elsewhere(draft, "choose"):
        return other
    chosen = {"partner": draft.partner_id, "second": draft.second_id}
    form = ChooseForm(request.POST or None, initial=chosen)
    if stopping(request, form):
        return stop(request, draft)
    if form.is_valid():
        actions.choose(draft, by=request.user, **form.cleaned_data)
        return stop(request, draft) if "stop" in request.POST else to_step(draft, "write_wish")
    seen(draft, by=request.user)
    context = {"form": form} | choices(request, draft.tenant)
    return show(request, "choose", draft, 422 if form.errors else 200, **context)


@requires(Can.REFER)
def write_wish(request: HttpRequest, number) -> HttpResponse:
    """Step 2: what the tenant would like."""
    draft = visible_draft(request.user, number)
    if other := elsewhere(draft, "write_wish"):
        return other
    form = WishForm(request.POST or None, initial={"wish": draft.wish, "gist": draft.gist})
    if stopping(request, form):
        return stop(request, draft)
    if form.is_valid():
        actions.write_wish(draft, by=request.user, **form.cleaned_data)
        return stop(request, draft) if "stop" in request.POST else to_step(draft, "consent")
    seen(draft, by=request.user)
    context = {"form": form, "tenant": draft.tenant}
    return show(request, "write_wish", draft, 422 if form.errors else 200, **context)


@requires(Can.REFER)
def consent(request: HttpRequest, number) -> HttpResponse:
    """Step 3: read the sentence aloud, and record the answer."""
    draft = visible_draft(request.user, number)
    if other := elsewhere(draft, "consent"):
        return other
    asked = f"{draft.partner_id}:{draft.second_id or ''}"
    if "refresh" in request.POST:
        # Only the ticks changed: update the sentence and the preview, record nothing.
        names = ("answer", "how", "purpose", "words")
        ticked = {key: request.POST.get(key) for key in names}
        ticked["fields_shared"] = request.POST.getlist("fields_shared")
        form = ConsentForm(initial=ticked, asked=asked)
    else:
        form = ConsentForm(request.POST or None, initial=answered(draft), asked=asked)
    if stopping(request, form):
        return stop(request, draft)
    if form.is_valid():
        return record(request, draft, form)
    seen(draft, by=request.user)
    context = {
        "form": form,
        "asked": asked,
        "tenant": draft.tenant,
        "sentence": sentence(
            draft.tenant,
            named([one for one in (draft.partner, draft.second) if one]),
            form.ticked,
            form.chosen_purpose,
        ),
        "preview": preview(draft, form.ticked),
        "never": NEVER_SHARED,
        "valid": days_in_words(timedelta(days=VALID_DAYS)),
        "asked_again": term_in_words(FollowUp.Kind.CONSENT, digits=True),
        "whom": WHOM.get(draft.tenant.gender, "de huurder"),
    }
    return show(request, "consent", draft, 422 if form.errors else 200, **context)


def answered(draft: Referral) -> dict:
    """Initial values when the step is opened again; a yes keeps its ticked fields."""
    given = draft.consent
    if given is None:
        return {"fields_shared": USUAL}
    return {
        "answer": given.answer,
        "how": given.how,
        "purpose": given.purpose,
        "words": given.words,
        "fields_shared": given.fields or USUAL,
    }


def preview(draft: Referral, ticked: list[str]) -> list[Preview]:
    """The preview of the partner's view, field by field."""
    return [
        Preview(field, shared_value(draft.tenant, field, wish=draft.wish), field in ticked)
        for field in SHAREABLE
    ]


def record(request: HttpRequest, draft: Referral, form: ConsentForm) -> HttpResponse:
    """Record the answer, and redirect by what the tenant said."""
    actions.record_answer(draft, by=request.user, **form.for_action)
    match form.cleaned_data["answer"]:
        case Answer.NO:
            messages.success(request, "Vastgelegd. Er gaat niets naar de partner.")
            return redirect(draft.signal)
        case Answer.LATER:
            when = term_in_words(FollowUp.Kind.CONSENT)
            messages.success(request, f"Vastgelegd. Over {when} staat het weer op je lijst.")
            return redirect(draft.signal)
    return stop(request, draft) if "stop" in request.POST else to_step(draft, "send")


@requires(Can.REFER)
def send(request: HttpRequest, number) -> HttpResponse:
    """Step 4: check the answers, and send."""
    draft = visible_draft(request.user, number)
    if other := elsewhere(draft, "send"):
        return other
    if "stop" in request.POST:
        return stop(request, draft)
    reachable = reachable_by(draft.consent.fields, draft)
    data = request.POST if request.method == "POST" else None
    form = SendForm(data, reachable=reachable)
    if form.is_valid():
        actions.send(draft, by=request.user, **form.cleaned_data)
        messages.success(request, f"Verstuurd naar {draft.partner}.{what_stays(draft)}")
        return redirect(draft)
    seen(draft, by=request.user)
    context = {
        "tenant": draft.tenant,
        "preview": preview(draft, draft.consent.fields),
        "form": form,
        "unreachable": not reachable,
    }
    status = 422 if form.errors else 200
    return show(request, "send", draft, status=status, **context)


def what_stays(referral: Referral) -> str:
    """Return a sentence about the home visit that stands, or an empty string."""
    visit = standing_visit(referral.signal_id)
    if visit is None:
        return ""
    at = day_in_words(visit.starts_at, "l j F, G.i")
    return f" Het huisbezoek van {at} uur blijft staan."
