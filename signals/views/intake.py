"""Log a signal at the doorstep, in four to six taps."""

from contextlib import suppress
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from accounts.guards import part_of, requires
from accounts.models import User
from accounts.roles import Can
from audit.models import seen
from ground.days import day_in_words
from ground.durations import clock_in_words
from ground.paging import one_page, requested_key
from ground.refusals import Refused
from ground.text_warnings import A_PERSON, URGENT
from ground.workdays import working_days_after
from signals import actions
from signals.actions.intake import may_reword
from signals.address_search import moved_away_hint, record_choices_seen
from signals.forms.intake import RewordForm, SignalForm, WordsForm
from signals.models import FollowUp, OtherService, Round, RoundStop, Sign, Signal
from signals.reminders import reminder_day
from signals.terms import term_of

# How many signs are shown at first; one tap shows the rest.
FIRST_SIGNS = 8


@requires(Can.LOG_SIGNAL)
def log(request: HttpRequest) -> HttpResponse:
    """The form. The button 'Zoek' only looks up the address and keeps what was typed."""
    searching = "zoek" in request.POST
    form = SignalForm(
        with_tapped(request.POST) or None, initial=request.GET.dict(), user=request.user
    )
    if request.method == "POST" and not searching and form.is_valid():
        data = form.cleaned_data
        signal = actions.log(data["home"], by=request.user, **form.for_action)
        if stop := form.of_round:
            outcome = RoundStop.Outcome.SIGNAL
            # The signal is saved, whatever happened to the round meanwhile.
            with suppress(Refused):
                actions.finish_stop(stop, outcome=outcome, signal=signal, by=request.user)
        messages.success(request, logged_message(signal, request.user))
        texts = (data["fact"], data["own_words"], data["impression"])
        if A_PERSON.advice(*texts, without=URGENT):
            return redirect_for_htmx(request, reverse("signals:reword", args=[signal.pk]))
        if stop:
            return redirect_for_htmx(request, stop.round.get_absolute_url())
        works = request.user.can(Can.WORK_SIGNALS)
        return redirect_for_htmx(request, reverse("home" if works else "signals:mine"))
    if searching:
        form.errors.clear()
    context = {
        "form": form,
        "choices": shown_choices(request, form),
        "hint": moved_away_hint(request.user, form.data.get("address", "")),
        "way_out": "home" if request.user.can(Can.WORK_SIGNALS) else "signals:mine",
        "services": OtherService.objects.filter(is_urgent=True),
        "signs": Sign.objects.in_use(),
        "first": FIRST_SIGNS,
        "due": {urgency: due_day(urgency) for urgency in Signal.Urgency.values},
    }
    template = "signals/log.html#form" if request.htmx else "signals/log.html"
    status = 422 if form.is_bound and not searching else 200
    return render(request, template, context, status=status)


def with_tapped(data: QueryDict) -> QueryDict:
    """Return the sent form with the street or address that was tapped as the one to search for."""
    if data.get("zoek", "1") == "1":
        return data
    data = data.copy()
    data["address"], data["choice"] = data["zoek"], ""
    return data


def due_day(urgency: str) -> date:
    """Return the day by which a signal logged today must be followed up."""
    kind = FollowUp.Kind.URGENT if urgency == Signal.Urgency.TODAY else FollowUp.Kind.ASSESS
    return working_days_after(timezone.localdate(), term_of(kind, urgency))


def redirect_for_htmx(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect, also after a form sent by htmx."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def logged_message(signal: Signal, user: User) -> str:
    """Return 'Vastgelegd. Samira krijgt er nu bericht van.', or the day on which she gets a
    message; to the owner 'Vastgelegd. Het staat op je lijst.'."""
    if signal.owner == user:
        return "Vastgelegd. Het staat op je lijst."
    name = signal.owner.first_name
    day = reminder_day(signal)
    if day is None:
        return f"Vastgelegd. {name} krijgt er nu bericht van."
    return (
        f"Vastgelegd. Het staat op de lijst van {name}, met bericht op "
        f"{day_in_words(day, 'l j F')} om {clock_in_words(settings.REMIND_FROM)}."
    )


@requires(Can.LOG_SIGNAL)
@part_of("signals:log")
def address_choices(request: HttpRequest) -> HttpResponse:
    """Return the matching choices while the address is being typed."""
    form = SignalForm(initial=request.GET.dict(), user=request.user)
    hint = moved_away_hint(request.user, request.GET.get("address", ""))
    context = {"form": form, "choices": shown_choices(request, form), "hint": hint}
    return render(request, "signals/log.html#address_choices", context)


@requires(Can.LOG_SIGNAL)
def guard(request: HttpRequest) -> HttpResponse:
    """Return warnings while text is being typed. By POST: the text must not appear in a URL."""
    texts = [request.POST.get(name, "")[:2000] for name in WordsForm.base_fields]
    context = {"advice": A_PERSON.advice(*texts)}
    return render(request, "components/advice.html", context)


def shown_choices(request: HttpRequest, form: SignalForm) -> list:
    """Return the choices on the page, and record them as seen because they hold names."""
    found = form.found.choices
    record_choices_seen(found, by=request.user)
    return found


@requires(Can.LOG_SIGNAL)
def reword(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the texts of a signal, for instance after a warning."""
    user = request.user
    signals = Signal.objects.visible_to(user) | Signal.objects.logged_by_user(user)
    signal = get_object_or_404(signals.distinct().select_related("home"), pk=pk)
    if not may_reword(signal, user):
        raise Http404
    seen(signal, by=user)
    words = {name: getattr(signal, name) for name in WordsForm.base_fields}
    form = RewordForm(request.POST or None, initial=words)
    if form.is_valid():
        actions.reword(signal, by=user, **form.cleaned_data)
        messages.success(request, "De tekst is aangepast.")
        if user.can(Can.WORK_SIGNALS):
            return redirect(signal)
        return redirect("signals:mine")
    context = {
        "signal": signal,
        "form": form,
        "advice": A_PERSON.advice(*words.values(), without=URGENT),
    }
    return render(request, "signals/reword.html", context, status=422 if form.errors else 200)


@requires(Can.SEE_OWN_SIGNALS)
def mine(request: HttpRequest) -> HttpResponse:
    """The user's own signals: picked up or finished, nothing more."""
    signals = Signal.objects.logged_by_user(request.user).select_related("home").order_by("-pk")
    if after := requested_key(request):
        signals = signals.filter(pk__lt=after)
    page, more = one_page(signals)
    to_walk = Round.objects.visible_to(request.user).running().filter(walker=request.user).count()
    context = {"signals": page, "more": more, "to_walk": to_walk}
    return render(request, "signals/mine.html", context)
