"""Melden: anybody reports something, without signing in and without learning anything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.guards import public
from accounts.models import stranger
from ground.rate_limits import within_limits
from ground.workdays import working_days_after
from signals import actions
from signals.forms.intake import ReportForm
from signals.models import FollowUp, OtherService
from signals.terms import limit


@public
def report(request: HttpRequest) -> HttpResponse:
    """The form. Every valid post redirects to the same thank-you page, a bot's too."""
    form = ReportForm(request.POST or None)
    status = 422 if form.is_bound else 200
    too_many = False
    if form.is_bound and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("signals:thanks")
        if within_limits(request, "report"):
            actions.report(home=form.home, urgency="week", by=stranger(), **form.for_action)
            return redirect("signals:thanks")
        too_many, status = True, 429
    context = {
        "form": form,
        "too_many": too_many,
        "services": OtherService.objects.filter(is_urgent=True),
    }
    return render(request, "signals/report.html", context, status=status)


@public
def thanks(request: HttpRequest) -> HttpResponse:
    """Who does what by when: the same text for everybody, whatever was reported."""
    by = working_days_after(timezone.localdate(), limit(FollowUp.Kind.TRIAGE))
    return render(request, "signals/thanks.html", {"by": by})
