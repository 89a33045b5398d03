"""Pages of the colleague who sorts the forms of a busy hour."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.guards import part_of, requires
from accounts.roles import Can
from audit.models import list_seen
from ground.paging import key_of, one_page, requested_key
from unsorted import actions
from unsorted.kinds import FORM_KINDS
from unsorted.models import UnsortedForm
from unsorted.retention import DAYS

Status = UnsortedForm.Status
PAGE = 50
TABS = {"ongesorteerd": Status.UNSORTED, "weggegooid": Status.DISCARDED}
LONG = timedelta(hours=1)
# How an hour stands in an address, in universal time: no hour of the autumn is meant twice.
HOUR = "%Y-%m-%dT%HZ"


@requires(Can.SORT_FORMS)
def form_list(request: HttpRequest) -> HttpResponse:
    """What waits or was discarded, newest first, by the hour; never from which network."""
    tab = request.GET.get("toon", "")
    tab = tab if tab in TABS else "ongesorteerd"
    forms = UnsortedForm.objects.visible_to(request.user).filter(status=TABS[tab])
    rows = forms.order_by("-pk").select_related("sorted_by")
    if before := requested_key(request):
        rows = rows.filter(pk__lt=before)
    page, more = one_page(rows, PAGE)
    list_seen("unsorted.forms", UnsortedForm, [form.pk for form in page], by=request.user)
    context = {
        "hours": by_hour(page),
        "tabs": [
            {"url": f"?toon={name}", "label": status.label, "current": name == tab, "count": None}
            for name, status in TABS.items()
        ],
        "discarded": TABS[tab] == Status.DISCARDED,
        "days": DAYS,
        "more": more,
    }
    return render(request, "unsorted/list.html", context)


@requires(Can.SORT_FORMS)
@part_of("unsorted:form_list")
def to_sort(request: HttpRequest) -> HttpResponse:
    """Fragment: how many forms wait."""
    count = UnsortedForm.objects.visible_to(request.user).unsorted().count()
    return render(request, "unsorted/to_sort.html", {"count": count})


def by_hour(page: list[UnsortedForm]) -> list[dict]:
    """Return the forms under the hour in which each came, with the lines that a colleague reads."""
    lines = lines_of(page)
    hours: dict[datetime, list] = {}
    for form in page:
        hour = form.made_at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        hours.setdefault(hour, []).append({"form": form, "lines": lines[form.pk]})
    return [
        {"begins": hour, "ends": hour + LONG, "address": hour.strftime(HOUR), "forms": forms}
        for hour, forms in hours.items()
    ]


def lines_of(page: list[UnsortedForm]) -> dict[int, list[tuple[str, str]]]:
    """Return what each form says; every kind is asked once, about all of its forms."""
    lines = {}
    for name, kind in FORM_KINDS.items():
        of_kind = [form for form in page if form.kind == name]
        said = kind.lines([form.fields for form in of_kind])
        lines |= {form.pk: words for form, words in zip(of_kind, said, strict=True)}
    return lines


@requires(Can.SORT_FORMS)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Do with a form what sending it within the limit does."""
    form = get_object_or_404(UnsortedForm.objects.visible_to(request.user), pk=pk)
    actions.take(form, by=request.user)
    messages.success(request, f"Aangenomen: {form.form_kind.label.lower()}.")
    return redirect("unsorted:form_list")


@requires(Can.SORT_FORMS)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard a form."""
    form = get_object_or_404(UnsortedForm.objects.visible_to(request.user), pk=pk)
    actions.discard(form, by=request.user)
    messages.success(request, "Weggegooid. Vergissing? Het staat nog bij ‘Weggegooid’.")
    return redirect("unsorted:form_list")


@requires(Can.SORT_FORMS)
@require_http_methods(["GET", "HEAD", "POST"])
def discard_hour(request: HttpRequest, hour: str) -> HttpResponse:
    """Ask, with their number, whether to discard what waits of one hour; then discard that."""
    begins = hour_of(hour)
    forms = UnsortedForm.objects.visible_to(request.user).unsorted().of_hour(begins)
    if request.method == "POST":
        last = key_of(request.POST.get("last", "")) or 0
        n = actions.discard_hour(hour=begins, last=last, by=request.user)
        words = "formulier" if n == 1 else "formulieren"
        messages.success(request, f"{n} {words} weggegooid.")
        return redirect("unsorted:form_list")
    context = {
        "begins": begins,
        "ends": begins + LONG,
        "count": forms.count(),
        "with_code": forms.filter(asks_code=True).count(),
        "last": forms.aggregate(last=Max("pk"))["last"],
    }
    return render(request, "unsorted/discard_hour.html", context)


def hour_of(text: str) -> datetime:
    """Return the hour in an address; 404 when it is none."""
    try:
        return datetime.strptime(text, HOUR).replace(tzinfo=UTC)
    except ValueError:
        raise Http404 from None
