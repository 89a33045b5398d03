"""Planning meetups and guest lists: staff see all meetups, hosts their own."""

from collections import Counter
from collections.abc import Iterable
from copy import copy

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from activities import actions
from activities.acquaintances import newcomers
from activities.filters import MeetupFilter
from activities.forms import (
    CallOffForm,
    MeetupForm,
    TellCoordinatorForm,
    WalkInForm,
    WalkInsForm,
)
from activities.models import HostMessage, Meetup, SignUp, WalkIn
from activities.views.host_messages import seen_host_messages
from audit.models import list_seen
from ground.paging import key_of, one_page, requested_key, rows_after
from ground.refusals import refusal_shown_in
from outreach import paper
from outreach.models import Campaign, Code

# The order in which the page of a meetup shows them.
ON_THE_LIST = [
    SignUp.Status.CONFIRMED,
    SignUp.Status.OFFERED,
    SignUp.Status.WAITING,
    SignUp.Status.LAPSED,
]


def own_meetup(user: User, pk: int) -> Meetup:
    """Return the meetup with its places; 404 when this user may not see its guests."""
    meetups = (
        Meetup.objects.hosted_by(user)
        .with_places()
        .select_related("place", "host", "partner", "series")
    )
    return get_object_or_404(meetups, pk=pk)


def own_to_change(user: User, pk: int) -> Meetup:
    """Return the meetup with its places; 404 when this user may not change it."""
    meetups = Meetup.objects.changed_by(user).with_places().select_related("place", "partner")
    return get_object_or_404(meetups, pk=pk)


def to_change(user: User, pk: int) -> Meetup:
    """Return the meetup; 404 when this user may not change it."""
    return get_object_or_404(Meetup.objects.changed_by(user).select_related("place"), pk=pk)


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
def meetup_list(request: HttpRequest) -> HttpResponse:
    """Coming or past meetups, a series as one line, with filters and keyset pagination."""
    past = request.GET.get("toon") == "geweest"
    mine, now = Meetup.objects.hosted_by(request.user), timezone.now()
    own = mine.filter(starts_at__lte=now) if past else mine.filter(ends_at__gt=now)
    filtered = MeetupFilter(request.GET, queryset=own)
    order = ("-starts_at", "-pk") if past else ("starts_at", "pk")
    found = filtered.qs
    rows = found if filtered.series else found.first_of_series(*order)
    rows = rows_after(rows, requested_key(request), *order, among=mine)
    page, more = one_page(rows.with_places().select_related("place", "series"))
    context = {
        "meetups": page,
        "more": more,
        "past": past,
        "filter": filtered,
        "times": {} if filtered.series else times_of(found, page),
        "may_publish": may_publish(request.user),
        "may_plan": request.user.can(Can.PLAN_MEETUPS),
    }
    return render(request, "activities/list.html", context)


def times_of(found: QuerySet[Meetup], page: list[Meetup]) -> dict[int, int]:
    """Return how many of the found meetups each series on the page has."""
    series = {meetup.series_id for meetup in page} - {None}
    ids = found.order_by().filter(series__in=series).values_list("series", flat=True)
    return Counter(ids)


def may_publish(user: User) -> bool:
    """Whether this user may put meetups on the agenda: any, or those of their organisation."""
    return user.can(Can.PLAN_MEETUPS) or user.can(Can.PUBLISH_MEETUPS)


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Guests: coming, waiting, attended. Records that these names were seen."""
    return show(request, own_meetup(request.user, pk))


def show(request: HttpRequest, meetup: Meetup, **forms: Form) -> HttpResponse:
    """Show the page of a meetup; `forms` are those that were sent with a wrong value."""
    found = guests_of(request.user, meetup)
    coming = [guest for guest in found if guest.status == SignUp.Status.CONFIRMED]
    waiting = [guest for guest in found if guest.status != SignUp.Status.CONFIRMED]
    context = {
        "meetup": meetup,
        "coming": coming,
        "waiting": waiting,
        "were_there": sum(guest.party for guest in coming if guest.attended_at),
        "walk_ins": WalkInsForm(initial={"walk_ins": meetup.walk_ins}),
        "walk_in": WalkInForm(auto_id="aanloper_%s"),
        "tell": TellCoordinatorForm(guests=found),
        "told": host_messages_of(request, meetup),
        "named": walk_ins_of(request.user, meetup),
        "spoken": [guest.spoke for guest in coming].count(True),
        "answered": sum(guest.spoke is not None for guest in coming),
        "next_time": next_time_of(request.user, meetup),
        "on_the_day": timezone.localdate(meetup.starts_at) <= timezone.localdate(),
        "may_plan": request.user.can(Can.PLAN_MEETUPS),
        "may_change": Meetup.objects.changed_by(request.user).filter(pk=meetup.pk).exists(),
    }
    return render(request, "activities/page.html", context | forms, status=422 if forms else 200)


def host_messages_of(request: HttpRequest, meetup: Meetup) -> list[HostMessage]:
    """Return what was told about a meetup, newest first. Records that it was seen."""
    found = HostMessage.objects.visible_to(request.user).filter(meetup=meetup).order_by("-pk")
    return seen_host_messages(request, found)


def walk_ins_of(user: User, meetup: Meetup) -> list[WalkIn]:
    """Return who came without signing up, if they gave a name. Records that it was seen."""
    found = list(WalkIn.objects.visible_to(user).filter(meetup=meetup))
    if found:
        list_seen("activities.walk_ins", WalkIn, [one.pk for one in found], by=user)
    return found


def guests_of(user: User, meetup: Meetup, order: list[str] = ON_THE_LIST) -> list[SignUp]:
    """Return the guests: coming by chair number, then offered, waiting and lapsed. Records that
    these names were seen."""
    found = SignUp.objects.visible_to(user).filter(meetup=meetup, status__in=order)
    found = found.select_related("tenant").prefetch_related("chairs")
    rows = sorted(
        mark(found.order_by("waits_since", "pk"), meetup, user),
        key=lambda guest: (order.index(guest.status), guest.numbers),
    )
    about = [guest.tenant_id for guest in rows if not guest.hidden]
    ids = [guest.pk for guest in rows]
    list_seen("activities.guests", SignUp, ids, by=user, tenants=about)
    return rows


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
@require_POST
def count_walk_ins(request: HttpRequest, pk: int) -> HttpResponse:
    """Record how many came without signing up."""
    meetup = own_meetup(request.user, pk)
    form = WalkInsForm(request.POST)
    if form.is_valid():
        with refusal_shown_in(form):
            actions.count_walk_ins(meetup, by=request.user, **form.cleaned_data)
            messages.success(request, "Genoteerd.")
            return redirect(meetup)
    return show(request, meetup, walk_ins=form)


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
@require_POST
def name_walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Count somebody who came without signing up, with their first name."""
    meetup = own_meetup(request.user, pk)
    form = WalkInForm(request.POST, auto_id="aanloper_%s")
    if form.is_valid():
        actions.name_walk_in(meetup, by=request.user, **form.cleaned_data)
        messages.success(request, f"{form.cleaned_data['name']} staat erbij.")
        return redirect(meetup)
    return show(request, meetup, walk_in=form)


@requires(Can.HOST_MEETUPS)
@require_POST
def tell_coordinator(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the coordinator something about a meetup or one of its guests."""
    meetup = own_meetup(request.user, pk)
    form = TellCoordinatorForm(request.POST, guests=guests_of(request.user, meetup))
    if form.is_valid():
        actions.tell_coordinator(meetup, by=request.user, **form.cleaned_data)
        messages.success(request, "Doorgegeven. Je ziet hier wanneer het gelezen is.")
        return redirect(meetup)
    return show(request, meetup, tell=form)


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
@require_POST
def forget_walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a first name; the number stays."""
    walk_in = get_object_or_404(WalkIn.objects.visible_to(request.user), pk=pk)
    meetup = actions.forget_walk_in(walk_in, by=request.user)
    messages.success(request, "De naam is weg. Het aantal blijft.")
    return redirect(meetup)


def next_time_of(user: User, meetup: Meetup) -> Meetup | None:
    """Return the next time of a meetup, if this user may see its guests."""
    again = meetup.next_time()
    mine = again and Meetup.objects.hosted_by(user).filter(pk=again.pk).exists()
    return again if mine else None


def mark(guests: Iterable[SignUp], meetup: Meetup, user: User) -> list[SignUp]:
    """Set on each row what this user may read: `shown`, `hidden`, `is_new` and `comes_again` (None
    without a next time), and whether they see a button that cancels it (`may_cancel`)."""
    guests, may_plan = list(guests), user.can(Can.PLAN_MEETUPS)
    new = newcomers(meetup, guests, user)
    again = next_time_of(user, meetup)
    then = again and set(again.sign_ups.active().values_list("person", flat=True))
    for guest in guests:
        guest.comes_again = None if then is None else guest.person in then
        guest.shown, guest.hidden = guest.shown_to(user), guest.is_hidden_from(user)
        guest.is_new = guest.person in new and not guest.hidden
        # A planner answers an offer with "Ja, komt" or "Nee".
        fixed = {SignUp.Status.CONFIRMED, SignUp.Status.WAITING}
        guest.may_cancel = guest.status in (fixed if may_plan else SignUp.ACTIVE)
        guest.may_cancel &= may_plan or not guest.hidden
    return guests


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def plan_meetup(request: HttpRequest) -> HttpResponse:
    """Put a meetup or a series on the agenda; `?kopie=12` fills in what another meetup says."""
    like = copied(request)
    initial = MeetupForm.initial_like(like) if like else {}
    form = MeetupForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        if again := form.for_series:
            series = actions.start_series(key=key, by=request.user, **again)
            messages.success(request, f"Op de agenda, en het komt terug: {series.title}.")
            return redirect(series)
        meetup = actions.plan_meetup(key=key, by=request.user, **form.for_action)
        messages.success(request, f"Op de agenda: {meetup.title}.")
        return redirect(meetup)
    status = 422 if form.errors else 200
    return render(request, "activities/plan.html", {"form": form, "like": like}, status=status)


def copied(request: HttpRequest) -> Meetup | None:
    """Return the meetup to copy; 404 for one that this user may not change."""
    pk = key_of(request.GET.get("kopie", ""))
    return None if pk is None else to_change(request.user, pk)


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def change_meetup(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a meetup; guests are notified when the time or place changes."""
    meetup = to_change(request.user, pk)
    # A ModelForm writes to its instance; the action needs the old values, so give it a copy.
    form = MeetupForm(request.POST or None, instance=copy(meetup), user=request.user)
    if request.method == "POST" and form.is_valid():
        meetup = actions.change_meetup(meetup, by=request.user, **form.for_action)
        messages.success(
            request, "Gewijzigd. Wie komt, krijgt bericht als dag, tijd of plek anders is."
        )
        return redirect(meetup)
    context = {"form": form, "meetup": meetup, "like": None}
    return render(request, "activities/plan.html", context, status=422 if form.errors else 200)


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def cancel_meetup(request: HttpRequest, pk: int) -> HttpResponse:
    """Call off a meetup, with a reason that is shown publicly."""
    meetup = get_object_or_404(Meetup.objects.changed_by(request.user).with_places(), pk=pk)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.cancel_meetup(meetup, by=request.user, **form.cleaned_data)
        messages.success(request, "Afgelast. Wie zou komen, krijgt bericht.")
        return redirect(meetup)
    context = {"form": form, "meetup": meetup}
    return render(request, "activities/call_off.html", context, status=422 if form.errors else 200)


def on_a_poster(request: HttpRequest, pk: int) -> tuple[list[Code], Code | None, str]:
    """Return the codes to choose from, the selected one (`?code=`), and the URL for the poster."""
    codes = paper.recent_codes(Campaign.objects.visible_to(request.user))
    code = next((c for c in codes if str(c.pk) == request.GET.get("code")), None)
    path = reverse("activities:meetup", args=[pk])
    if code:
        path = reverse("outreach:count_visit", args=[code.code]) + f"?activiteit={pk}"
    return codes, code, settings.SITE_URL + path


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Preview of the poster, for partners of their own meetups; with a campaign code it counts the
    visits that the poster brings."""
    meetup = to_change(request.user, pk)
    codes, code, address = on_a_poster(request, pk)
    context = {
        "meetup": meetup,
        "codes": codes,
        "code": code,
        "typed": paper.typed(address),
        "qr": paper.qr_data(address),
    }
    return render(request, "activities/poster.html", context)
