"""Places: how to get in, when they are booked, what a subsidy requires."""

from copy import copy

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.roles import Can
from activities import actions
from activities.forms import BookForm, ClosePlaceForm, PlaceForm, WalkingTimeForm
from activities.models import Booking, Place, WalkingTime
from activities.room_use import evidence
from ground.refusals import refusal_shown_in

# How many coming bookings a page shows.
MOST = 60


@requires(Can.PLAN_MEETUPS)
def places(request: HttpRequest) -> HttpResponse:
    """All places, with the number of coming bookings."""
    rows = Place.objects.annotate(
        coming=Count("bookings", filter=Q(bookings__ends_at__gt=timezone.now()))
    )
    return render(request, "activities/places.html", {"places": rows.order_by("name", "pk")})


@requires(Can.PLAN_MEETUPS)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One place: its facts, its bookings, and the forms to reserve it and to note a walk."""
    found = get_object_or_404(Place, pk=pk)
    form = BookForm(request.POST or None, place=found)
    if request.method == "POST" and form.is_valid():
        with refusal_shown_in(form):
            if again := form.for_reservation:
                actions.book_again(found, by=request.user, **again)
            else:
                actions.book(found, by=request.user, **form.for_action)
            messages.success(request, "Gereserveerd.")
            return redirect(found)
    return show(request, found, form, WalkingTimeForm())


def show(
    request: HttpRequest, found: Place, form: BookForm, walk_form: WalkingTimeForm
) -> HttpResponse:
    bookings = Booking.objects.visible_to(request.user).coming().filter(place=found)
    context = {
        "place": found,
        "form": form,
        "bookings": list(bookings.select_related("meetup", "reservation")[:MOST]),
        "walks": WalkingTime.objects.visible_to(request.user).filter(place=found),
        "walk_form": walk_form,
        "years": evidence(found) if found.subsidy_until else [],
    }
    status = 422 if form.errors or walk_form.errors else 200
    return render(request, "activities/place.html", context, status=status)


@requires(Can.PLAN_MEETUPS)
@require_POST
def note_walk(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the walking time from a complex."""
    found, form = get_object_or_404(Place, pk=pk), WalkingTimeForm(request.POST)
    if form.is_valid():
        actions.note_walk(found, by=request.user, **form.cleaned_data)
        messages.success(request, "Genoteerd.")
        return redirect(found)
    return show(request, found, BookForm(place=found), form)


@requires(Can.PLAN_MEETUPS)
def add_place(request: HttpRequest) -> HttpResponse:
    """Add a place."""
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_place(by=request.user, **form.cleaned_data)
        messages.success(request, f"Toegevoegd: {made.name}.")
        return redirect(made)
    status = 422 if form.errors else 200
    return render(request, "activities/place_form.html", {"form": form}, status=status)


@requires(Can.PLAN_MEETUPS)
def change_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts about a place."""
    found = get_object_or_404(Place, pk=pk)
    form = PlaceForm(request.POST or None, instance=copy(found))
    if request.method == "POST" and form.is_valid():
        actions.change_place(found, by=request.user, **form.cleaned_data)
        messages.success(request, "Bewaard.")
        return redirect(found)
    context = {"form": form, "place": found}
    status = 422 if form.errors else 200
    return render(request, "activities/place_form.html", context, status=status)


@requires(Can.PLAN_MEETUPS)
def close_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a place for a period. The button 'Kijk' first shows what is planned there."""
    found = get_object_or_404(Place, pk=pk)
    form = ClosePlaceForm(request.POST or None, place=found)
    in_the_way, looking = [], "kijk" in request.POST
    if request.method == "POST" and form.is_valid():
        period = {name: form.cleaned_data[name] for name in ("begins_at", "ends_at")}
        in_the_way = actions.in_the_way(found, **period)
        if not looking:
            actions.close_place(found, by=request.user, **form.for_action)
            messages.success(request, "Gesloten. Wie zou komen, krijgt bericht.")
            return redirect(found)
    context = {"form": form, "place": found, "in_the_way": in_the_way, "looking": looking}
    status = 422 if form.errors else 200
    return render(request, "activities/close_place.html", context, status=status)


@requires(Can.PLAN_MEETUPS)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a reservation."""
    bookings = Booking.objects.visible_to(request.user).select_related("place")
    found = actions.release(get_object_or_404(bookings, pk=pk), by=request.user)
    messages.success(request, "De plek is weer vrij.")
    return redirect(found)


@requires(Can.PLAN_MEETUPS)
def release_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel one time of a reservation that comes back, or it and every later one."""
    bookings = Booking.objects.visible_to(request.user).select_related("place", "reservation")
    booking = get_object_or_404(bookings.exclude(reservation=None), pk=pk)
    if request.method == "POST":
        found = actions.release_from(booking, by=request.user)
        messages.success(request, "De plek is vanaf die dag weer vrij.")
        return redirect(found)
    later = Booking.objects.visible_to(request.user).filter(
        reservation=booking.reservation_id, begins_at__gte=booking.begins_at
    )
    context = {"booking": booking, "place": booking.place, "times": later.count()}
    return render(request, "activities/release_from.html", context)
