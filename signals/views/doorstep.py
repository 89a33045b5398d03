"""Logging a signal at a doorstep, in four to six taps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.doors import requires
from accounts.paging import asked_key, one_page
from accounts.roles import Can
from audit.models import list_seen
from signals import actions
from signals.forms import SignalForm
from signals.models import Signal
from tenants.models import Home


@requires(Can.LOG_SIGNAL)
def log(request: HttpRequest) -> HttpResponse:
    """The form. The button 'Zoek' only looks up the address and keeps what was typed."""
    searching = "zoek" in request.POST
    form = SignalForm(request.POST or None, initial=request.GET.dict(), user=request.user)
    if request.method == "POST" and not searching and form.is_valid():
        data = form.cleaned_data
        signal = actions.log(data["home"], by=request.user, **form.for_action)
        messages.success(
            request, f"Vastgelegd. {signal.owner.first_name} krijgt er nu bericht van."
        )
        return redirect("home" if request.user.can(Can.WORK_SIGNALS) else "signals:mine")
    if searching:
        form.errors.clear()
    context = {"form": form, "doors": shown_doors(request, form)}
    status = 422 if form.is_bound and not searching else 200
    return render(request, "signals/log.html", context, status=status)


@requires(Can.LOG_SIGNAL)
def doors(request: HttpRequest) -> HttpResponse:
    """The doors that fit what is being typed, for the form to show."""
    form = SignalForm(initial=request.GET.dict(), user=request.user)
    context = {"form": form, "doors": shown_doors(request, form)}
    return render(request, "signals/log.html#doors", context)


def shown_doors(request: HttpRequest, form: SignalForm) -> list:
    """The doors on the page, recorded as seen because they carry names."""
    found = form.doors
    list_seen("signals.doors", Home, [door.value for door in found], by=request.user)
    return found


@requires(Can.SEE_OWN_SIGNALS)
def mine(request: HttpRequest) -> HttpResponse:
    """What became of my signals: picked up or done, nothing more."""
    signals = Signal.objects.logged_by_user(request.user).select_related("home").order_by("-pk")
    if after := asked_key(request):
        signals = signals.filter(pk__lt=after)
    page, more = one_page(signals)
    return render(request, "signals/mine.html", {"signals": page, "more": more})
