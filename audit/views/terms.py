"""How long things stay: what goes tonight, what went, what was stopped, and what is held."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit import actions, retention
from audit.forms import LegalHoldForm
from audit.models import LegalHold, RetentionSweep, list_seen
from audit.retention import Term

MOST_HOLDS = 100


@dataclass(frozen=True)
class Line:
    """One kind of row: what is over now, and what happened the last time."""

    term: Term
    due: int
    last: RetentionSweep | None


def lines(user: User) -> list[Line]:
    """Every kind with how much is over today; nothing is removed by looking."""
    last = RetentionSweep.objects.visible_to(user).order_by("code", "-day").distinct("code")
    nights = {night.code: night for night in last}
    today = timezone.localdate()
    return [
        Line(term, term.over(today).count(), nights.get(term.code)) for term in retention.terms()
    ]


@requires(Can.KEEP_TERMS)
def terms(request: HttpRequest) -> HttpResponse:
    """The preview of tonight."""
    return show(request, LegalHoldForm())


def show(request: HttpRequest, form: LegalHoldForm) -> HttpResponse:
    holds = LegalHold.objects.visible_to(request.user).standing().select_related("set_by")
    holds = list(holds.order_by("-pk")[:MOST_HOLDS])
    list_seen(
        "audit.terms", LegalHold, [one.pk for one in holds], by=request.user,
        tenants=[one.tenant_number for one in holds],
    )  # fmt: skip
    context = {"lines": lines(request.user), "holds": holds, "form": form}
    return render(request, "audit/terms.html", context, status=422 if form.errors else 200)


@requires(Can.KEEP_TERMS)
@require_POST
def approve_sweep(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go what was stopped because it was much."""
    night = get_object_or_404(RetentionSweep.objects.visible_to(request.user), pk=pk)
    actions.approve_sweep(night, by=request.user)
    messages.success(request, "Vannacht gaat het door.")
    return redirect("audit:terms")


@requires(Can.KEEP_TERMS)
@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Remove nothing of one tenant."""
    form = LegalHoldForm(request.POST)
    if not form.is_valid():
        return show(request, form)
    actions.hold(by=request.user, **form.cleaned_data)
    messages.success(request, "Geblokkeerd: van deze huurder verdwijnt niets.")
    return redirect("audit:terms")


@requires(Can.KEEP_TERMS)
@require_POST
def lift_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Terms count again."""
    held = get_object_or_404(LegalHold.objects.visible_to(request.user), pk=pk)
    actions.lift_hold(held, by=request.user)
    messages.success(request, "Opgeheven. De bewaartermijnen tellen weer.")
    return redirect("audit:terms")
