"""What comes back: seen, changed for all that is to come, stopped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.doors import requires
from accounts.roles import Can
from activities import actions
from activities.forms import EndSeriesForm, SeriesForm
from activities.models import Meetup, Series

MOST = 30


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def all_series(request: HttpRequest) -> HttpResponse:
    """Every series that runs."""
    rows = Series.objects.hosted_by(request.user).running().select_related("place")
    return render(
        request, "activities/all_series.html", {"all_series": rows.order_by("title", "pk")}
    )


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One series with what is to come, and the days that found their place taken."""
    found = own_series(request, pk)
    coming = Meetup.objects.filter(series=found).coming().with_places().select_related("place")
    context = {
        "series": found,
        "meetups": coming[:MOST],
        "missing": actions.missing(found),
    }
    return render(request, "activities/series.html", context)


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change all that is to come."""
    found = own_series(request, pk)
    form = SeriesForm(request.POST or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_series(found, by=request.user, **form.for_action)
        messages.success(
            request, "Gewijzigd. Wie komt, krijgt bericht als de tijd of de plek anders is."
        )
        return redirect(found)
    context = {"form": form, "series": Series.objects.get(pk=pk)}
    status = 422 if form.errors else 200
    return render(request, "activities/series_form.html", context, status=status)


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """It comes back no more."""
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
    """A series that this person may change; 404 otherwise."""
    mine = Series.objects.hosted_by(request.user).select_related("place", "host", "partner")
    return get_object_or_404(mine, pk=pk)
