"""The list of signals: filters that are remembered, bulk handover, and export."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import fresh_proof, requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen
from ground.paging import key_of, one_page, requested_key
from signals import actions
from signals.export import CONTENT_TYPE, MOST, sheet
from signals.filters import VIEWS, SignalFilter, in_view
from signals.forms.settings import ExportForm, HandOverForm
from signals.models import Signal
from signals.models.follow_ups import with_upcoming
from signals.signal_search import LONGEST, with_text

# The key under which a user's last filters are stored.
REMEMBERED = "signals:signal_list"
MOST_AT_ONCE = 100
# Session key of the search text.
ASKED = "signals_asked"
# A tab shows no larger number.
MOST_COUNTED = 99


@requires(Can.WORK_SIGNALS)
def signal_list(request: HttpRequest) -> HttpResponse:
    """Signals that this user may read, with keyset paging; opens with the last filters.

    What somebody searches for can be a name, so it is posted and stored in the session, and never
    put in a URL.
    """
    user = request.user
    if request.method == "POST":
        request.session[ASKED] = request.POST.get("q", "")[:LONGEST]
        return redirect(f"{reverse('signals:signal_list')}?{searched(request)}")
    kept = user.remembered.get(REMEMBERED)
    if not request.GET and kept:
        return redirect(f"{reverse('signals:signal_list')}?{kept}")
    found = narrowed(request)
    asked = request.session.get(ASKED, "") if "zoek" in request.GET else ""
    rows = with_text(found.qs, asked, by=user) if asked else found.qs
    page, more = one_page(with_upcoming(found.in_order(rows, requested_key(request))))
    remember(user, found)
    named = [signal.tenant_id for signal in page]
    list_seen("signals.list", Signal, [signal.pk for signal in page], by=user, tenants=named)
    context = {
        "filter": found,
        "views": [
            {
                "url": f"?toon={key}",
                "label": label,
                "current": key == found.view,
                "count": count_in(key, user),
            }
            for key, label in VIEWS.items()
        ],
        "asked": asked,
        "narrowed": any(found.data.get(name) for name in ("status", "urgency", "area", "owner")),
        "query": chosen(found),
        "signals": page,
        "more": more,
        "hand_over": HandOverForm(user=user, initial={"to": request.GET.get("aan")}),
        "ticked": {key_of(text) for text in request.GET.getlist("gekozen")},
        "day": timezone.localdate(),
        "may_keep_rules": user.can(Can.KEEP_RULES),
    }
    return render(request, "signals/list.html", context)


def searched(request: HttpRequest) -> str:
    """Return the query string of a search within the filters that were on the page."""
    kept = QueryDict(request.POST.get("terug", "")[:200], mutable=True)
    kept["zoek"] = "1"
    return kept.urlencode()


def count_in(view: str, user: User) -> str:
    """Return how many signals are in a ready-made view: '12', or '99+'."""
    rows = in_view(Signal.objects.visible_to(user), view, user).order_by()
    count = rows.values("pk")[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def narrowed(request: HttpRequest) -> SignalFilter:
    signals = Signal.objects.visible_to(request.user)
    return SignalFilter(request.GET, queryset=signals, request=request)


def chosen(found: SignalFilter) -> str:
    """Return the filters as a shareable query string, without any typed text."""
    data = getattr(found.form, "cleaned_data", {})
    return urlencode({k: getattr(v, "pk", v) for k, v in data.items() if v})


def remember(user: User, found: SignalFilter) -> None:
    """Store the filters for next time, only when they changed."""
    query = chosen(found)
    if found.form.is_valid() and user.remembered.get(REMEMBERED, "") != query:
        user.remembered = user.remembered | {REMEMBERED: query}
        user.save(update_fields=["remembered"])


@requires(Can.WORK_SIGNALS)
@require_POST
def hand_over_some(request: HttpRequest) -> HttpResponse:
    """Give the ticked signals to a colleague."""
    user = request.user
    form = HandOverForm(request.POST, user=user)
    keys = [key for text in request.POST.getlist("signal") if (key := key_of(text))]
    signals = list(Signal.objects.visible_to(user).open().filter(pk__in=keys[:MOST_AT_ONCE]))
    back = f"{reverse('signals:signal_list')}?{request.POST.get('terug', '')[:200]}"
    # What was chosen is chosen again on the page that says what is missing.
    again = {"gekozen": [signal.pk for signal in signals], "aan": key_of(form["to"].value() or "")}
    if not signals:
        messages.warning(request, "Vink eerst aan wat je wilt overdragen.")
        back = f"{back}&{urlencode(again, doseq=True)}"
    elif not form.is_valid():
        messages.warning(request, "Kies aan wie je het wilt overdragen.")
        back = f"{back}&{urlencode(again, doseq=True)}"
    else:
        to = form.cleaned_data["to"]
        for signal in sorted(signals, key=lambda one: one.pk):
            actions.hand_over(signal, to=to, by=user)
        words = "signaal" if len(signals) == 1 else "signalen"
        messages.success(request, f"{len(signals)} {words} overgedragen aan {to.name}.")
    return redirect(back)


@requires(Can.WORK_SIGNALS)
@fresh_proof
def export(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet, after giving a reason. No names, no words of tenants."""
    found = narrowed(request)
    form = ExportForm(request.POST or None)
    if form.is_valid():
        listed = found.qs.exclude(tenant__shielded_at__isnull=False)
        signals = list(with_upcoming(listed.order_by("-pk"))[:MOST])
        actions.export(signals=signals, reason=form.cleaned_data["reason"], by=request.user)
        day = timezone.localdate().isoformat()
        response = HttpResponse(sheet(signals), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="signalen-{day}.xlsx"'
        return response
    context = {
        "form": form,
        "query": chosen(found),
        "view": VIEWS.get(found.view, ""),
        "most": MOST,
        "back": reverse("signals:signal_list"),
        "back_label": "Signalen",
    }
    return render(request, "components/export.html", context, status=422 if form.errors else 200)
