"""Settings of the coordinator: signs, terms and other services."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from ground.refusals import refusal_shown_in
from ground.workdays import working_days_after
from signals import actions
from signals.forms.settings import (
    DayOffForm,
    OtherServiceForm,
    RoutingRuleForm,
    SignForm,
    TermForm,
)
from signals.models import DayOff, FollowUp, OtherService, RoutingRule, Sign
from signals.ownership import workers
from signals.routing import try_rule
from signals.terms import LIMITS, limit, limits

# How far back the preview of a term looks.
LOOK_BACK = timedelta(days=182)


@requires(Can.KEEP_RULES)
def rules(request: HttpRequest) -> HttpResponse:
    """All settings on one page."""
    context = {
        "signs": Sign.objects.all(),
        "services": OtherService.objects.all(),
        "routing": RoutingRule.objects.select_related("area", "to"),
        "workers": set(workers().values_list("pk", flat=True)),
        "days_off": DayOff.objects.filter(day__gte=timezone.localdate()),
        "terms": [
            {"code": code, "limit": limit_, "number": number, "said": limit_.said(number)}
            for code, limit_, number in limits()
        ],
    }
    return render(request, "signals/rules.html", context)


@requires(Can.KEEP_RULES)
def add_sign(request: HttpRequest) -> HttpResponse:
    form = SignForm(request.POST or None, initial={"position": Sign.objects.count()})
    return _save(request, form, "Waarneming toevoegen", actions.add_sign)


@requires(Can.KEEP_RULES)
def change_sign(request: HttpRequest, pk: int) -> HttpResponse:
    sign = get_object_or_404(Sign, pk=pk)
    form = SignForm(request.POST or None, instance=sign)
    return _save(request, form, "Waarneming wijzigen", partial(actions.change_sign, sign))


@requires(Can.KEEP_RULES)
@require_POST
def retire_sign(request: HttpRequest, pk: int) -> HttpResponse:
    sign = actions.retire_sign(get_object_or_404(Sign, pk=pk), by=request.user)
    word = "Niet meer te kiezen" if sign.retired_at else "Weer te kiezen"
    messages.success(request, f"{word}: {sign.label}.")
    return redirect("signals:rules")


@requires(Can.KEEP_RULES)
def add_day_off(request: HttpRequest) -> HttpResponse:
    """Add a day on which everybody is free, and say what is due on it."""
    form = DayOffForm(request.POST or None)
    if form.is_valid():
        day = form.cleaned_data["day"]
        with refusal_shown_in(form):
            actions.add_day_off(by=request.user, **form.cleaned_data)
            due = FollowUp.objects.visible_to(request.user).open().filter(due_on=day).count()
            more = f" Op die dag {stands(due)} nog gepland: kijk of dat anders moet." if due else ""
            messages.success(request, f"Toegevoegd.{more}")
            return redirect("signals:rules")
    context = {"form": form, "title": "Vrije dag toevoegen"}
    return render(request, "signals/rules_form.html", context, status=422 if form.errors else 200)


def stands(count: int) -> str:
    """Return 'staat 1 stap' or 'staan 3 stappen'."""
    return "staat 1 stap" if count == 1 else f"staan {count} stappen"


@requires(Can.KEEP_RULES)
@require_POST
def remove_day_off(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_day_off(get_object_or_404(DayOff, pk=pk), by=request.user)
    messages.success(request, "Verwijderd. Er wordt op die dag weer gewerkt.")
    return redirect("signals:rules")


@requires(Can.KEEP_RULES)
def add_routing_rule(request: HttpRequest) -> HttpResponse:
    """Add a rule about who picks up new signals, after a trial on the last month."""
    form = RoutingRuleForm(
        request.POST or None,
        initial={"position": RoutingRule.objects.count()},
        user=request.user,
    )
    return _try_rule(request, form, "Verdeelregel toevoegen", actions.add_routing_rule)


@requires(Can.KEEP_RULES)
def change_routing_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a rule, after a trial on the last month."""
    rule = get_object_or_404(RoutingRule, pk=pk)
    form = RoutingRuleForm(request.POST or None, instance=rule, user=request.user)
    save = partial(actions.change_routing_rule, rule)
    return _try_rule(request, form, "Verdeelregel wijzigen", save)


def _try_rule(
    request: HttpRequest, form: RoutingRuleForm, title: str, save: Callable
) -> HttpResponse:
    trial = None
    if form.is_valid():
        if "vastleggen" in request.POST:
            save(by=request.user, **form.cleaned_data)
            messages.success(request, "De regel geldt vanaf nu, voor nieuwe signalen.")
            return redirect("signals:rules")
        trial = try_rule(form.instance, request.user, workers())
    context = {"form": form, "title": title, "trial": trial}
    status = 422 if form.errors else 200
    return render(request, "signals/routing_rule.html", context, status=status)


@requires(Can.KEEP_RULES)
@require_POST
def remove_routing_rule(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_routing_rule(get_object_or_404(RoutingRule, pk=pk), by=request.user)
    messages.success(request, "Verwijderd. Wat al verdeeld is, blijft waar het is.")
    return redirect("signals:rules")


@requires(Can.KEEP_RULES)
def add_other_service(request: HttpRequest) -> HttpResponse:
    form = OtherServiceForm(
        request.POST or None, initial={"position": OtherService.objects.count()}
    )
    return _save(request, form, "Ander spoor toevoegen", actions.add_other_service)


@requires(Can.KEEP_RULES)
def change_other_service(request: HttpRequest, pk: int) -> HttpResponse:
    service = get_object_or_404(OtherService, pk=pk)
    form = OtherServiceForm(request.POST or None, instance=service)
    save = partial(actions.change_other_service, service)
    return _save(request, form, "Ander spoor wijzigen", save)


@requires(Can.KEEP_RULES)
@require_POST
def remove_other_service(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_other_service(get_object_or_404(OtherService, pk=pk), by=request.user)
    messages.success(request, "Verwijderd.")
    return redirect("signals:rules")


def _save(request: HttpRequest, form: ModelForm, title: str, save: Callable) -> HttpResponse:
    """Save a valid form by an action and return to the settings; show the form otherwise."""
    if form.is_valid():
        save(by=request.user, **form.cleaned_data)
        messages.success(request, "Toegevoegd." if form.instance._state.adding else "Gewijzigd.")
        return redirect("signals:rules")
    context = {"form": form, "title": title}
    return render(request, "signals/rules_form.html", context, status=422 if form.errors else 200)


@requires(Can.KEEP_RULES)
def set_term(request: HttpRequest, code: str) -> HttpResponse:
    """Change a term, after a preview of what it would have meant in the last half year."""
    if code not in LIMITS:
        raise Http404
    form = TermForm(request.POST or None, code=code, initial={"number": limit(code)})
    preview = None
    if form.is_valid():
        number = form.cleaned_data["number"]
        if "vastleggen" in request.POST:
            actions.set_term(code=code, number=number, by=request.user)
            messages.success(request, "Vastgelegd. Het geldt voor stappen die nu gepland worden.")
            return redirect("signals:rules")
        preview = preview_of(code, number, request.user)
    context = {
        "form": form,
        "code": code,
        "limit": LIMITS[code],
        "now": LIMITS[code].said(limit(code)),
        "preview": preview,
    }
    return render(request, "signals/term.html", context, status=422 if form.errors else 200)


def preview_of(code: str, number: int, user: User) -> dict:
    """Return what a term means: the day a step planned today would get, how many open steps keep
    their date, and how many steps finished in the last half year were within it."""
    kind = FollowUp.Kind.ASSESS if code.startswith("assess") else code
    steps = FollowUp.objects.visible_to(user).filter(kind=kind)
    today = timezone.localdate()
    done = steps.filter(done_at__gte=timezone.now() - LOOK_BACK, outcome__in=FollowUp.BY_HAND)
    spans = list(done.values_list("planned_at", "done_at")[:5000])
    within = sum(
        timezone.localdate(ended) <= working_days_after(timezone.localdate(planned), number)
        for planned, ended in spans
    )
    return {
        "said": LIMITS[code].said(number),
        "is_step": kind in FollowUp.Kind.values,
        "day": working_days_after(today, number),
        "day_now": working_days_after(today, limit(code)),
        "open": steps.open().count(),
        "done": len(spans),
        "within": within,
    }
