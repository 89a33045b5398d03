"""One signal, and the list of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import requires
from accounts.models import User
from accounts.paging import asked_key, one_page
from accounts.roles import Can
from audit.models import list_seen, seen
from signals import actions
from signals.filters import SignalFilter
from signals.forms import CloseForm, LinkTenantForm
from signals.models import FollowUp, Signal
from tenants.models import Tenant


def visible_signal(user: User, pk: int) -> Signal:
    """The signal with all that its page shows; 404 when it is not for this person."""
    related = ("home__area", "tenant", "owner", "logged_by")
    signals = Signal.objects.visible_to(user).select_related(*related)
    return get_object_or_404(signals.prefetch_related("signs"), pk=pk)


@requires(Can.WORK_SIGNALS)
def signal_list(request: HttpRequest) -> HttpResponse:
    """Signals that this person may read, newest first, by key."""
    signals = Signal.objects.visible_to(request.user).order_by("-pk")
    found = SignalFilter(request.GET, queryset=signals, request=request)
    rows = found.qs.select_related("home__area", "tenant", "owner").prefetch_related("signs")
    if after := asked_key(request):
        rows = rows.filter(pk__lt=after)
    page, more = one_page(rows)
    list_seen("signals.list", Signal, [signal.pk for signal in page], by=request.user)
    context = {"filter": found, "signals": page, "more": more}
    return render(request, "signals/list.html", context)


@requires(Can.WORK_SIGNALS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One signal: what was noticed, what is next, what was done."""
    signal = visible_signal(request.user, pk)
    seen(signal, by=request.user)
    steps = list(signal.follow_ups.select_related("owner", "done_by").order_by("pk"))
    context = {
        "signal": signal,
        "next": next((step for step in steps if step.done_at is None), None),
        "done": [step for step in steps if step.done_at],
        "others": open_at_the_same_home(signal, request.user),
    }
    return render(request, "signals/page.html", context)


def open_at_the_same_home(signal: Signal, user: User) -> list[Signal]:
    """Other open signals at this address, for who may see them."""
    others = Signal.objects.visible_to(user).open().filter(home=signal.home_id)
    return list(others.exclude(pk=signal.pk).order_by("-pk")[:5])


@requires(Can.WORK_SIGNALS)
@require_POST
def pick_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a new signal in hand."""
    signal = visible_signal(request.user, pk)
    actions.pick_up(signal, by=request.user)
    messages.success(request, f"Opgepakt: {signal.about}. De volgende stap staat op je lijst.")
    return redirect(signal)


@requires(Can.WORK_SIGNALS)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whom a signal about an address is about."""
    signal = visible_signal(request.user, pk)
    living = Tenant.objects.visible_to(request.user).filter(tenancies__home=signal.home_id)
    form = LinkTenantForm(request.POST or None, tenants=living.distinct())
    if form.is_valid():
        actions.link_tenant(signal, tenant=form.cleaned_data["tenant"], by=request.user)
        messages.success(request, "Gekoppeld.")
        return redirect(signal)
    context = {"signal": signal, "form": form, "living": living.exists()}
    return render(request, "signals/link.html", context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a signal, with a reason."""
    signal = visible_signal(request.user, pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        actions.close(signal, by=request.user, **form.cleaned_data)
        messages.success(request, f"Afgesloten: {signal.about}.")
        return redirect(signal)
    context = {"signal": signal, "form": form}
    return render(request, "signals/close.html", context, status=422 if form.errors else 200)


@requires(Can.WORK_SIGNALS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up a closed signal again."""
    signal = visible_signal(request.user, pk)
    actions.reopen(signal, by=request.user)
    messages.success(request, "Weer opgepakt. Bellen staat op je lijst.")
    return redirect(signal)


@requires(Can.WORK_SIGNALS)
def next_step(request: HttpRequest, pk: int) -> HttpResponse:
    """The bar on a tenant's file: the first next step."""
    tenant = get_object_or_404(Tenant.objects.visible_to(request.user), pk=pk)
    steps = FollowUp.objects.visible_to(request.user).open().filter(signal__tenant=tenant)
    step = steps.select_related("signal", "owner").order_by("due_on", "at_time", "pk").first()
    return render(request, "signals/next_step.html", {"step": step, "tenant": tenant})


@requires(Can.WORK_SIGNALS)
def of_tenant(request: HttpRequest, pk: int) -> HttpResponse:
    """The signals about one tenant, on the file."""
    tenant = get_object_or_404(Tenant.objects.visible_to(request.user), pk=pk)
    signals = Signal.objects.visible_to(request.user).filter(tenant=tenant)
    signals = signals.prefetch_related("signs").order_by("-pk")[:5]
    return render(request, "signals/of_tenant.html", {"signals": signals, "tenant": tenant})
