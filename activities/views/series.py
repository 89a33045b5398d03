"""Series: view, change all coming meetups, end."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.roles import Can
from activities import actions
from activities.forms import EndSeriesForm, RegularGuestForm, SeriesForm
from activities.models import Meetup, RegularGuest, Series
from audit.models import list_seen

MOST = 30


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def all_series(request: HttpRequest) -> HttpResponse:
    """All running series."""
    rows = Series.objects.changed_by(request.user).running().select_related("place")
    return render(
        request, "activities/all_series.html", {"all_series": rows.order_by("title", "pk")}
    )


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def series_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One series with its coming meetups, and the days on which its place was taken."""
    found = own_series(request, pk)
    return render(request, "activities/series.html", shown(request, found, RegularGuestForm()))


def shown(request: HttpRequest, found: Series, form: RegularGuestForm) -> dict:
    """Return the context of a series page; regular guests only for planners."""
    coming = Meetup.objects.filter(series=found).coming().with_places().select_related("place")
    standing = RegularGuest.objects.visible_to(request.user).filter(series=found, ended_at=None)
    rows = list(standing.order_by("name", "pk"))
    list_seen(
        "activities.standing", RegularGuest, [row.pk for row in rows], by=request.user,
        tenants=[row.tenant_id for row in rows],
    )  # fmt: skip
    return {
        "series": found,
        "meetups": coming[:MOST],
        "missing": actions.missing(found),
        "standing": rows,
        "form": form,
        "may_plan": request.user.can(Can.PLAN_MEETUPS),
    }


@requires(Can.PLAN_MEETUPS)
@require_POST
def always_come(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a regular guest and sign them up for all coming meetups."""
    found, form = own_series(request, pk), RegularGuestForm(request.POST)
    if form.is_valid():
        made = actions.always_come(found, by=request.user, **form.cleaned_data)
        messages.success(request, f"{made.name} komt altijd.")
        return redirect(found)
    return render(request, "activities/series.html", shown(request, found, form), status=422)


@requires(Can.PLAN_MEETUPS)
@require_POST
def end_regular_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """End a regular guest's standing sign-up."""
    standing = get_object_or_404(RegularGuest.objects.visible_to(request.user), pk=pk)
    found = actions.end_regular_guest(standing, by=request.user)
    messages.success(request, "Van de lijst gehaald.")
    return redirect(found)


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def change_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Change all coming meetups of a series."""
    found = own_series(request, pk)
    form = SeriesForm(request.POST or None, instance=copy(found), user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_series(found, by=request.user, **form.for_action)
        messages.success(
            request, "Gewijzigd. Wie komt, krijgt bericht als de tijd of de plek anders is."
        )
        return redirect(found)
    context = {"form": form, "series": found}
    status = 422 if form.errors else 200
    return render(request, "activities/series_form.html", context, status=status)


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def end_series(request: HttpRequest, pk: int) -> HttpResponse:
    """End a series."""
    found = own_series(request, pk)
    form = EndSeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_series(found, by=request.user, **form.cleaned_data)
        messages.success(request, "Gestopt. Wie later zou komen, krijgt bericht.")
        return redirect(found)
    context = {"form": form, "series": found}
    status = 422 if form.errors else 200
    return render(request, "activities/end_series.html", context, status=status)


def own_series(request: HttpRequest, pk: int) -> Series:
    """Return a series that this user may change; 404 otherwise."""
    mine = Series.objects.changed_by(request.user).select_related("place", "host", "partner")
    return get_object_or_404(mine, pk=pk)
