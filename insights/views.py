"""The overview, and the same figures as a report for outside the organisation."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.guards import requires
from accounts.roles import Can
from audit.models import list_seen
from insights import figures, report
from insights.chart import chart
from insights.figures import Period
from insights.funnel import BY_THEMSELVES, funnel
from insights.roles import roles
from signals.models import Signal

PERIODS = {"maand": "Maand", "kwartaal": "Kwartaal", "jaar": "Jaar"}


def asked_period(request: HttpRequest) -> Period:
    """Return the period from the query string; a year when it is missing or unknown."""
    key = request.GET.get("periode", "jaar")
    return Period.named(key if key in PERIODS else "jaar", timezone.localdate())


@requires(Can.SEE_FIGURES)
def overview(request: HttpRequest) -> HttpResponse:
    """The overview: the funnel, figures by month and by area, and the four roles."""
    period, today = asked_period(request), timezone.localdate()
    months = figures.per_month(today)
    areas = figures.per_area(period, today)
    context = {
        "period": period,
        "periods": PERIODS,
        "today": today,
        "funnel": funnel(period),
        "by_themselves": BY_THEMSELVES,
        "restored": figures.restorations(period.starts_at).count(),
        "now": figures.now(today),
        "ties": figures.ties(),
        "months": months,
        "chart": chart(months),
        "areas": areas,
        "busiest_week": max((n for area in areas for n in area.weeks), default=0),
        "roles": roles(period),
        "meanings": figures.MEANINGS,
        "smallest": report.SMALLEST,
    }
    return render(request, "insights/overview.html", context)


@requires(Can.SEE_FIGURES)
def download(request: HttpRequest) -> HttpResponse:
    """The figures as CSV for the municipality; small counts are hidden."""
    period, today = asked_period(request), timezone.localdate()
    list_seen("insights.report", Signal, [], by=request.user, period=period.key)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="aanloop-{period.since}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(report.HEADING)
    for row in report.rows(period, today):
        writer.writerow(map(report.as_text, row))
    return response
