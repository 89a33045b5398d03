"""Melden: anybody reports something, without signing in and without learning anything."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.guards import public
from accounts.models import stranger
from ground.rate_limits import Limit, limit_met, within_limits
from ground.workdays import working_days_after
from signals import actions
from signals.forms.intake import ComeBackForm, ReportForm
from signals.models import FollowUp, OtherService, Signal
from signals.receipts import new_code, report_with
from signals.reporter_updates import PICKED_UP
from signals.terms import limit
from unsorted.past_limit import kept

# The cookie with the code, and how long its page shows it.
COOKIE, SHOWN_SECONDS = "receipt", 15 * 60
# The name of this form among those that are kept when too many come together, and its limit.
REPORT = "report"


@public
def report(request: HttpRequest) -> HttpResponse:
    """The form. Every valid post redirects to the same thank-you page, a bot's too."""
    form = ReportForm(request.POST or None)
    status = 422 if form.is_bound else 200
    too_many = False
    if form.is_bound and form.is_valid():
        code = new_code()
        if form.cleaned_data["website"]:
            return thank(code)
        match limit_met(request, REPORT):
            case Limit.NONE:
                actions.report(home=form.home, code=code, by=stranger(), **form.for_action)
                return thank(code)
            case Limit.OF_ALL:
                said = form.for_action
                return kept(REPORT, said, phone=said["phone"], email=said["email"])
        too_many, status = True, 429
    context = {
        "form": form,
        "too_many": too_many,
        "services": OtherService.objects.filter(is_urgent=True),
    }
    return render(request, "signals/report.html", context, status=status)


def thank(code: str) -> HttpResponse:
    """Redirect to the thank-you page, which shows the code. It is in a cookie for a few minutes,
    because an address stays in logs and in the history of a browser."""
    response = redirect("signals:thanks")
    response.set_signed_cookie(
        COOKIE,
        code,
        max_age=SHOWN_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        path=reverse("signals:thanks"),
    )
    return response


@public
def thanks(request: HttpRequest) -> HttpResponse:
    """Who does what by when, and the code to come back with: the same page for everybody, whatever
    was reported."""
    by = working_days_after(timezone.localdate(), limit(FollowUp.Kind.TRIAGE))
    code = request.get_signed_cookie(COOKIE, default="", max_age=SHOWN_SECONDS)
    return render(request, "signals/thanks.html", {"by": by, "code": code})


@public
def come_back(request: HttpRequest) -> HttpResponse:
    """Come back to a report with its code: whether it was picked up, and add something."""
    form = ComeBackForm(request.POST or None)
    status = 422 if form.is_bound else 200
    too_many = form.is_bound and not within_limits(request, "code")
    if form.is_bound and not too_many and form.is_valid():
        report = report_with(form.cleaned_data["code"])
        if text := form.cleaned_data["fact"]:
            key, code = form.cleaned_data["key"], form.cleaned_data["code"]
            actions.add_to_report(key=key, code=code, text=text, by=stranger())
        context = {"said": said_of(report.signal.merged_into or report.signal), "added": bool(text)}
        return render(request, "signals/report_status.html", context)
    if too_many:
        form.errors.clear()
        status = 429
    context = {"form": form, "too_many": too_many}
    return render(request, "signals/come_back.html", context, status=status)


def said_of(signal: Signal) -> str:
    """Return what a reporter may know of a signal."""
    if not signal.is_open:
        return _("Uw bericht is afgerond")
    return (
        _("Uw bericht is opgepakt") if signal.status in PICKED_UP else _("Uw bericht is ontvangen")
    )
