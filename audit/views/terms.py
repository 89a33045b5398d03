"""Retention: what the next sweep removes, what the last one did or stopped, and legal holds."""

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
    """One retention term: the number of rows due now, and the last sweep."""

    term: Term
    due: int
    last: RetentionSweep | None


def lines(user: User) -> list[Line]:
    """Return every term with the number of rows due today; removes nothing."""
    last = RetentionSweep.objects.visible_to(user).order_by("code", "-day").distinct("code")
    nights = {night.code: night for night in last}
    today = timezone.localdate()
    return [
        Line(term, term.over(today).count(), nights.get(term.code)) for term in retention.terms()
    ]


@requires(Can.KEEP_TERMS)
def terms(request: HttpRequest) -> HttpResponse:
    """Show the retention terms with a preview of the next sweep."""
    return show(request, LegalHoldForm())


def show(request: HttpRequest, form: LegalHoldForm) -> HttpResponse:
    """Render the retention terms and current legal holds, which is recorded as a read."""
    holds = LegalHold.objects.visible_to(request.user).in_force().select_related("set_by")
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
    """Approve a sweep that was stopped because of its size."""
    night = get_object_or_404(RetentionSweep.objects.visible_to(request.user), pk=pk)
    actions.approve_sweep(night, by=request.user)
    messages.success(request, "Vannacht gaat het door.")
    return redirect("audit:terms")


@requires(Can.KEEP_TERMS)
@require_POST
def hold(request: HttpRequest) -> HttpResponse:
    """Place a legal hold on the data of one tenant."""
    form = LegalHoldForm(request.POST)
    if not form.is_valid():
        return show(request, form)
    actions.hold(by=request.user, **form.cleaned_data)
    messages.success(request, "Geblokkeerd: van deze huurder verdwijnt niets.")
    return redirect("audit:terms")


@requires(Can.KEEP_TERMS)
@require_POST
def lift_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a legal hold."""
    held = get_object_or_404(LegalHold.objects.visible_to(request.user), pk=pk)
    actions.lift_hold(held, by=request.user)
    messages.success(request, "Opgeheven. De bewaartermijnen tellen weer.")
    return redirect("audit:terms")
