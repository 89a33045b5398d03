"""Guests of one meetup: sign-ups by phone, attendance, offers and chairs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from activities import actions
from activities.forms import ChangeSignUpForm, FetcherForm, StaffSignUpForm
from activities.models import SignUp
from activities.views import calls
from activities.views.meetups import mark, own_to_change
from audit.models import list_seen
from ground.paging import key_of
from ground.refusals import Refused, refusal_shown_in
from tenants.models import Tenant
from tenants.shielding import require_reason

FOR_ACTION = (
    "key", "name", "phone", "party", "other", "fetch", "via", "tenant", "on_behalf", "code",
)  # fmt: skip


def own_guest(user: User, pk: int) -> SignUp:
    """Return a sign-up from a list that this user may see; 404 otherwise."""
    guests = SignUp.objects.visible_to(user).select_related("meetup", "tenant")
    return get_object_or_404(guests, pk=pk)


def known(request: HttpRequest) -> dict:
    """Return the initial data for inviting a tenant: `?huurder=12`."""
    pk = key_of(request.GET.get("huurder", ""))
    if pk is None:
        return {}
    tenant = get_object_or_404(Tenant.objects.visible_to(request.user), pk=pk)
    return {"tenant": tenant.pk, "name": tenant.plain_name, "phone": tenant.phone}


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def sign_up_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign up a guest who phoned; the button 'Zoek' only looks up the tenant. Partners do so for
    their own meetups, without looking anybody up."""
    meetup = own_to_change(request.user, pk)
    may_plan = request.user.can(Can.PLAN_MEETUPS)
    searching = may_plan and "zoek" in request.POST
    initial = known(request) if may_plan else {}
    form = StaffSignUpForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and not searching and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in FOR_ACTION if name in form.fields}
        try:
            guest = actions.sign_up(meetup, by=request.user, **fields)
        except actions.SimilarName as question:
            form.ask_if_other(question.sentence)
        else:
            comes = guest.status == SignUp.Status.CONFIRMED
            where = "staat op de lijst" if comes else "staat op de wachtlijst"
            messages.success(request, f"{guest.name} {where}.")
            return redirect(meetup)
    if searching:
        form.errors.clear()
    if may_plan:
        list_seen("activities.found", Tenant, [tenant.pk for tenant in form.found], by=request.user)
    context = {"meetup": meetup, "form": form, "searching": searching, "may_plan": may_plan}
    status = 422 if form.is_bound and not searching else 200
    return render(request, "activities/add.html", context, status=status)


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
@require_POST
def mark_attended(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick a guest as attended. Idempotent."""
    guest = actions.mark_attended(own_guest(request.user, pk), by=request.user)
    return row(request, guest)


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
@require_POST
def unmark_attended(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the tick."""
    guest = actions.unmark_attended(own_guest(request.user, pk), by=request.user)
    return row(request, guest)


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
@require_POST
def come_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign up a guest for the next time. Idempotent."""
    guest = own_guest(request.user, pk)
    made = actions.come_again(guest, by=request.user)
    if not request.htmx:
        line = "wachtlijst" if made.status == SignUp.Status.WAITING else "lijst"
        who = guest.shown_to(request.user)
        messages.success(request, f"{who} staat op de {line} van de volgende keer.")
    return row(request, guest)


def row(request: HttpRequest, guest: SignUp) -> HttpResponse:
    """Return the guest's row for htmx, or redirect to the whole list."""
    if not request.htmx:
        return redirect(guest.meetup)
    may_plan = request.user.can(Can.PLAN_MEETUPS)
    mark([guest], guest.meetup, request.user)
    context = {"guest": guest, "meetup": guest.meetup, "may_plan": may_plan, "on_the_day": True}
    return render(request, "activities/page.html#guest", context)


@requires(Can.PLAN_MEETUPS)
@require_POST
def arrange_fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """Record who fetches a guest."""
    guest, form = own_guest(request.user, pk), FetcherForm(request.POST)
    if form.is_valid():
        actions.arrange_fetch(guest, by=request.user, **form.cleaned_data)
        who = guest.shown_to(request.user)
        messages.success(request, f"{form.cleaned_data['fetcher']} haalt {who} op.")
        return redirect("activities:calls")
    return calls.show(request, form, guest)


def back_to(request: HttpRequest, guest: SignUp) -> HttpResponse:
    """Redirect to the call list when the answer was given there, otherwise to the meetup."""
    return redirect("activities:calls") if "bellijst" in request.POST else redirect(guest.meetup)


@requires(Can.PLAN_MEETUPS)
@require_POST
def accept_offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an offer for a guest who was called."""
    guest = actions.accept_offer(own_guest(request.user, pk), by=request.user)
    messages.success(request, f"{guest.shown_to(request.user)} komt.")
    return back_to(request, guest)


@requires(Can.PLAN_MEETUPS)
@require_POST
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a guest free chairs, ahead of others on the waiting list."""
    guest = actions.seat(own_guest(request.user, pk), by=request.user)
    messages.success(request, f"{guest.shown_to(request.user)} staat op de lijst.")
    return redirect(guest.meetup)


@requires(Can.PLAN_MEETUPS)
def change_sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a guest's name, number or party size, as they told it; the chairs stay."""
    guest = own_guest(request.user, pk)
    require_reason(guest.tenant, request.user)
    initial = {"name": guest.name, "phone": guest.phone, "party": guest.party}
    form = ChangeSignUpForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_shown_in(form):
            guest = actions.change_sign_up(guest, by=request.user, **form.cleaned_data)
            messages.success(request, f"De aanmelding van {guest.name} is veranderd.")
            return redirect(guest.meetup)
    about = [guest.tenant_id]
    list_seen("activities.guests", SignUp, [guest.pk], by=request.user, tenants=about)
    context = {"guest": guest, "meetup": guest.meetup, "form": form}
    status = 422 if form.errors else 200
    return render(request, "activities/change_guest.html", context, status=status)


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
def cancel_sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel for a guest who phoned, or who told the host; the chair is offered to the first on the
    waiting list."""
    guest = own_guest(request.user, pk)
    mark([guest], guest.meetup, request.user)
    if guest.hidden and not request.user.can(Can.SEE_TENANTS):
        raise Refused("Deze gast is afgeschermd. Geef aan ons door dat de gast niet kan komen.")
    require_reason(guest.tenant, request.user)
    if request.method == "POST":
        actions.cancel_sign_up(guest, by=request.user)
        messages.success(request, f"{guest.shown} is afgemeld.")
        return back_to(request, guest)
    about = [guest.tenant_id]
    list_seen("activities.guests", SignUp, [guest.pk], by=request.user, tenants=about)
    return render(request, "activities/cancel_guest.html", {"guest": guest, "meetup": guest.meetup})
