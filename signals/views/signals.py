"""Views for one signal, from assessment to closing."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import part_of, requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.refusals import refusal_shown_in
from signals import actions
from signals.address_search import record_choices_seen
from signals.aftercare import sentence
from signals.forms.follow_ups import CloseForm, MergeForm, ReopenForm
from signals.forms.intake import LinkTenantForm, VerifyForm, tenants_at
from signals.forms.notes import SignalNoteForm
from signals.forms.settings import HandOverForm
from signals.models import Conversation, FollowUp, OtherService, Signal, Visit
from signals.models.signals import SignalQuerySet
from signals.term_words import term_in_words
from signals.views.intake import with_tapped
from tenants.parts import tenant_of_part
from tenants.shielding import require_reason

Status = Signal.Status
MOST_OTHERS, MOST_TO_MERGE, MOST_OF_TENANT = 5, 20, 20


def visible_signal(user: User, pk: int) -> Signal:
    """Return the signal with all that its page shows; 404 when this user may not see it.

    The read is recorded in the audit trail.
    """
    related = ("home__area", "tenant", "owner", "logged_by", "on_behalf_of", "report")
    signals = Signal.objects.visible_to(user).select_related(*related)
    signal = get_object_or_404(signals.prefetch_related("signs"), pk=pk)
    require_reason(signal.tenant, user)
    seen(signal, by=user)
    return signal


@requires(Can.WORK_SIGNALS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One signal: what was noticed, what is next, what was done."""
    user = request.user
    signal = visible_signal(user, pk)
    related = ("owner", "done_by", "conversation")
    steps = list(signal.follow_ups.with_attempts().select_related(*related).order_by("pk"))
    upcoming = next((step for step in steps if step.done_at is None and not step.rests), None)
    merged = signal.merged.select_related("logged_by", "report").prefetch_related(
        "signs", "follow_ups__done_by", "follow_ups__conversation", "notes__written_by"
    )
    endings = signal.endings.reopened()
    others = others_at_the_same_home(signal, user)
    open_ones, earlier = list(others.open()[:MOST_OTHERS]), list(others.closed()[:MOST_OTHERS])
    record_others_seen([*open_ones, *earlier], by=user)
    context = {
        "signal": signal,
        "next": upcoming,
        "visit": Visit.objects.visible_to(user).not_cancelled().filter(follow_up=upcoming).first()
        if upcoming
        else None,
        "done": [step for step in steps if step.done_at],
        "by_hand": FollowUp.BY_HAND,
        "moved_away": signal.tenant and not signal.has_died and not signal.lives_here,
        "merged": merged,
        "notes": signal.notes.select_related("written_by", "follow_up").order_by("-pk"),
        "endings": endings.select_related("ended_by", "reopened_by").order_by("pk"),
        "others": open_ones,
        "earlier": earlier,
        "services": OtherService.objects.all(),
    }
    return render(request, "signals/page.html", context)


def others_at_the_same_home(signal: Signal, user: User) -> SignalQuerySet:
    """Return the other signals at this address that this user may see, newest first.

    Those about a shielded tenant are only for users who opened that tenant's file.
    """
    others = Signal.objects.visible_to(user).filter(home=signal.home_id).exclude(home=None)
    others = others.filter(
        Q(tenant=None) | Q(tenant__shielded_at=None) | Q(tenant=signal.tenant_id)
    )
    others = others.select_related("logged_by", "tenant", "home", "report")
    return others.exclude(pk=signal.pk).prefetch_related("signs").order_by("-pk")


def record_others_seen(others: list[Signal], *, by: User) -> None:
    """Record in the audit trail which other signals a page showed, and whom they are about."""
    if others:
        named = [other.tenant_id for other in others]
        list_seen("signals.at_home", Signal, [other.pk for other in others], by=by, tenants=named)


@requires(Can.WORK_SIGNALS)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Assess a report from outside: set the home and the tenant, or close it."""
    signal = visible_signal(request.user, pk)
    if signal.status != Status.UNVERIFIED:
        messages.info(request, "Deze melding is al beoordeeld.")
        return redirect(signal)
    searching = "zoek" in request.POST
    form = VerifyForm(with_tapped(request.POST) or None, user=request.user, signal=signal)
    if form.is_bound and not searching and form.is_valid():
        data = form.cleaned_data
        signal = actions.verify(signal, home=data["home"], tenant=data["tenant"], by=request.user)
        messages.success(request, f"Het is nu een signaal. {signal.owner.first_name} pakt het op.")
        return redirect(signal if can_see(signal, request.user) else "signals:today")
    if searching:
        form.errors.clear()
    choices = form.found.choices
    record_choices_seen(choices, by=request.user)
    context = {"signal": signal, "form": form, "choices": choices}
    status = 422 if form.errors and not searching else 200
    return render(request, "signals/verify.html", context, status=status)


def can_see(signal: Signal, user: User) -> bool:
    return Signal.objects.visible_to(user).filter(pk=signal.pk).exists()


@requires(Can.WORK_SIGNALS)
@require_POST
def pick_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign a new signal to the user."""
    signal = visible_signal(request.user, pk)
    actions.pick_up(signal, by=request.user)
    messages.success(request, f"Opgepakt: {signal.about}. De volgende stap staat op je lijst.")
    return redirect(signal)


@requires(Can.WORK_SIGNALS)
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note on a signal, at any moment; warnings show before and after it is kept."""
    signal = visible_signal(request.user, pk)
    form = SignalNoteForm(request.POST or None)
    if form.is_valid():
        with refusal_shown_in(form):
            actions.add_note(signal, by=request.user, **form.cleaned_data)
            messages.success(request, "De notitie staat bij het signaal.")
            return redirect(signal)
    context = {"signal": signal, "form": form}
    return render(request, "signals/note.html", context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
def link_tenant(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the tenant of a signal that was logged for an address."""
    signal = visible_signal(request.user, pk)
    living = tenants_at(signal.home, request.user)
    form = LinkTenantForm(request.POST or None, tenants=living)
    if form.is_valid():
        actions.link_tenant(signal, tenant=form.cleaned_data["tenant"], by=request.user)
        messages.success(request, "Gekoppeld.")
        return redirect(signal)
    context = {"signal": signal, "form": form, "living": living.exists()}
    return render(request, "signals/link.html", context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one signal to a colleague."""
    signal = visible_signal(request.user, pk)
    form = HandOverForm(request.POST or None, user=request.user)
    if form.is_valid():
        to = form.cleaned_data["to"]
        signal = actions.hand_over(signal, to=to, by=request.user)
        messages.success(request, f"Overgedragen aan {to.name}.")
        return redirect(signal if can_see(signal, request.user) else "signals:today")
    context = {"signal": signal, "form": form}
    return render(request, "signals/hand_over.html", context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge two signals about one household."""
    signal = visible_signal(request.user, pk)
    others = others_at_the_same_home(signal, request.user).open()
    form = MergeForm(request.POST or None, signals=others)
    if form.is_valid():
        kept = actions.merge(signal, into=form.cleaned_data["into"], by=request.user)
        messages.success(request, "Samengevoegd. Alles wat geschreven is, staat hier bij elkaar.")
        return redirect(kept)
    shown = list(others[:MOST_TO_MERGE])
    record_others_seen(shown, by=request.user)
    context = {"signal": signal, "form": form, "others": shown}
    return render(request, "signals/merge.html", context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a signal with a reason, with aftercare if the tenant may be called later."""
    signal = visible_signal(request.user, pk)
    asked = request.GET.get("reden")
    initial = {"reason": Signal.Reason.DIED} if signal.has_died else {}
    if asked in Signal.Reason.values:
        initial = {"reason": asked}
    aloud = sentence(signal.tenant) if signal.tenant else ""
    form = CloseForm(request.POST or None, initial=initial, sentence=aloud)
    if form.is_valid():
        data = form.cleaned_data
        ending = {"reason": data["reason"], "tenant_view": data["tenant_view"]}
        if data["call_later"] == "yes":
            ending["wording"] = data["read_aloud"]
            signal = actions.start_aftercare(signal, by=request.user, **ending)
            when = term_in_words(FollowUp.Kind.CHECK)
            messages.success(request, f"Afgerond. Over {when} bellen we {signal.about} na.")
        else:
            ending["refuses_calls"] = data["call_later"] == "no"
            signal = actions.close(signal, by=request.user, **ending)
            messages.success(request, f"Afgesloten: {signal.about}.")
        return redirect(signal)
    context = {
        "signal": signal,
        "form": form,
        "sentence": aloud,
        "services": OtherService.objects.all(),
    }
    return render(request, "signals/close.html", context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Reopen a signal that is closed or in aftercare, and say why."""
    signal = visible_signal(request.user, pk)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.reopen(signal, by=request.user, **form.cleaned_data)
        messages.success(request, "Weer opgepakt. Bellen staat op je lijst.")
        return redirect(signal)
    context = {"signal": signal, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "signals/reopen.html", context, status=status)


@requires(Can.WORK_SIGNALS)
@part_of("tenants:file")
def next_step(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment for the tenant's file: the first next step."""
    tenant = tenant_of_part(request, pk)
    steps = FollowUp.objects.visible_to(request.user).open().not_resting()
    steps = steps.filter(signal__tenant=tenant)
    step = steps.select_related("signal", "owner").order_by("due_on", "at_time", "pk").first()
    return render(request, "signals/next_step.html", {"step": step, "tenant": tenant})


@requires(Can.WORK_SIGNALS)
@part_of("tenants:file")
def two_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment with the answers to the two plain questions, the first and the latest."""
    tenant = tenant_of_part(request, pk)
    talks = Conversation.objects.visible_to(request.user).answered()
    talks = talks.filter(follow_up__signal__tenant=tenant)
    talks = list(talks.select_related("follow_up").order_by("follow_up__done_at", "pk"))
    context = {"first": talks[0] if talks else None, "last": talks[-1] if len(talks) > 1 else None}
    return render(request, "signals/two_questions.html", context)


@requires(Can.WORK_SIGNALS)
@part_of("tenants:file")
def of_tenant(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment for the tenant's file: the signals about this tenant."""
    tenant = tenant_of_part(request, pk)
    signals = Signal.objects.visible_to(request.user).filter(tenant=tenant)
    signals = signals.select_related("logged_by").prefetch_related("signs")
    signals = signals.order_by("-pk")[:MOST_OF_TENANT]
    return render(request, "signals/of_tenant.html", {"signals": signals, "tenant": tenant})
