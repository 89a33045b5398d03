"""Housing forms, and the people who would like to live in one."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from activities.models import Meetup
from audit.models import list_seen
from ground.paging import key_of, one_page, requested_key, rows_after
from ground.refusals import Refused, refusal_shown_in
from ground.search_text import size_of_search
from housing import actions
from housing.forms import HousingFormForm
from housing.mix import mix
from housing.models import (
    Candidate,
    FormMeetup,
    HousingForm,
    Outsider,
    Phase,
    Record,
    Step,
)
from tenants.models import Tenancy, Tenant

# The most tenants in the search results on the page.
MOST_FOUND = 8
# The most decisions, agreements and lessons on the page, together.
MOST_RECORDS = 200
# The most meetups on the page, and to choose from.
MOST_MEETUPS = 12


def visible_form(user: User, pk: int) -> HousingForm:
    forms = HousingForm.objects.visible_to(user).select_related("contact")
    return get_object_or_404(forms, pk=pk)


@requires(Can.HOUSE)
def form_list(request: HttpRequest) -> HttpResponse:
    """All housing forms by stage, with the number of interested candidates."""
    forms = HousingForm.objects.visible_to(request.user).by_stage()
    forms = rows_after(forms, requested_key(request), "stage", "name", "pk")
    forms, more = one_page(forms.with_interested())
    return render(request, "housing/list.html", {"forms": forms, "more": more})


@requires(Can.HOUSE)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One housing form; a POST with `q` also shows the matching tenants who can be added."""
    form = visible_form(request.user, pk)
    interested = form.candidates.interested()
    mine = interested.visible_to(request.user)
    candidates = mine.select_related("tenant", "outsider").by_name()
    candidates = rows_after(candidates, requested_key(request), "by_name", "pk")
    candidates, more = one_page(candidates)
    counted = mine.filter(pk__in=[candidate.pk for candidate in candidates]).with_meetings()
    meetings = dict(counted.values_list("pk", "meetings"))
    for candidate in candidates:
        candidate.form, candidate.meetings = form, meetings[candidate.pk]
    query = request.POST.get("q", "")
    found = find(request.user, query)
    record_shown(candidates, found, by=request.user)
    context = {
        "form": form,
        "candidates": candidates,
        "steps": number_by_step(form),
        "meetups": linked_meetups(form),
        "phases": phases_of(form),
        "records": records_of(form),
        "mix": mix(form),
        "to_link": meetups_to_link(form),
        "more": more,
        "elsewhere": interested.exclude(pk__in=mine).count(),
        "query": query,
        "found": found,
    }
    return render(request, "housing/page.html", context)


def record_shown(candidates: list[Candidate], found: list[Tenant], *, by: User) -> None:
    """Record which tenants and which people from outside a page named."""
    named = [candidate.tenant_id for candidate in candidates] + [tenant.pk for tenant in found]
    list_seen("housing.page", Tenant, [pk for pk in named if pk], by=by)
    outside = [candidate.outsider_id for candidate in candidates if candidate.outsider_id]
    if outside:
        list_seen("housing.page", Outsider, outside, by=by)


def number_by_step(form: HousingForm) -> list[tuple[Step, int]]:
    """Return how many people stand on each step of this form, tenants elsewhere included."""
    standing = form.candidates.filter(tenant__died_on=None).values_list("status")
    numbers = dict(standing.annotate(n=Count("pk")).order_by())
    return [(step, numbers.get(step, 0)) for step in form.path]


def phases_of(form: HousingForm) -> list[Phase]:
    """Return the phases in order, also those that nobody planned yet."""
    there = {phase.kind: phase for phase in form.phases.select_related("owner")}
    for phase in there.values():
        phase.form = form
    return [there.get(kind) or Phase(form=form, kind=kind) for kind in Phase.Kind]


def records_of(form: HousingForm) -> dict[str, list[Record]]:
    """Return the decisions, agreements and lessons, the newest day first."""
    entries = form.records.order_by("-day", "-pk")[:MOST_RECORDS]
    return {kind: [one for one in entries if one.kind == kind] for kind in Record.Kind.values}


def linked_meetups(form: HousingForm) -> list[FormMeetup]:
    """Return the meetups at which people get to know each other, the newest first."""
    return list(form.meetups.select_related("meetup").order_by("-meetup__starts_at")[:MOST_MEETUPS])


def meetups_to_link(form: HousingForm) -> list[Meetup]:
    """Return coming meetups that are not of this form yet."""
    coming = Meetup.objects.coming().exclude(housing_forms__form=form)
    return list(coming.select_related("place").order_by("starts_at", "pk")[:MOST_MEETUPS])


def find(user: User, text: str) -> list[Tenant]:
    """Living tenants whose name matches, at most MOST_FOUND, each with the current tenancy."""
    text = text[:80]
    if size_of_search(text) < 3:
        return []
    tenants = Tenant.objects.listed_to(user).filter(died_on=None).with_name(text)
    return list(tenants.prefetch_related(Tenancy.now())[:MOST_FOUND])


@requires(Can.HOUSE)
def add(request: HttpRequest) -> HttpResponse:
    """Add a housing form."""
    form = HousingFormForm(request.POST or None, initial={"contact": request.user.pk})
    if form.is_valid():
        made = actions.add(by=request.user, **form.cleaned_data)
        messages.success(request, f"{made} staat erbij.")
        return redirect(made)
    context = {"form": form, "editing": None}
    return render(request, "housing/edit.html", context, status=422 if form.errors else 200)


@requires(Can.HOUSE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the description of a housing form."""
    editing = visible_form(request.user, pk)
    form = HousingFormForm(request.POST or None, instance=editing)
    if form.is_valid():
        with refusal_shown_in(form):
            actions.edit(editing, by=request.user, **form.for_edit)
            messages.success(request, "Bewaard.")
            return redirect(editing)
    context = {"form": form, "editing": editing}
    return render(request, "housing/edit.html", context, status=422 if form.errors else 200)


@requires(Can.HOUSE)
@require_POST
def advance(request: HttpRequest, pk: int) -> HttpResponse:
    """Move to the next status."""
    form = visible_form(request.user, pk)
    if request.POST.get("to") not in HousingForm.Status.values:
        raise Refused("Kies wat de volgende stap is.")
    actions.advance(form, to=request.POST["to"], by=request.user)
    messages.success(request, f"{form} is nu: {form.get_status_display().lower()}.")
    return redirect(form)


@requires(Can.HOUSE)
@require_POST
def link_meetup(request: HttpRequest, pk: int) -> HttpResponse:
    """Count who comes to a meetup as getting to know the others."""
    form = visible_form(request.user, pk)
    chosen = key_of(request.POST.get("meetup", ""))
    if chosen is None:
        messages.warning(request, "Kies eerst een activiteit.")
        return redirect(form)
    meetup = get_object_or_404(Meetup.objects.visible_to(request.user), pk=chosen)
    actions.link_meetup(form, meetup=meetup, by=request.user)
    messages.success(request, f"{meetup.title} telt mee als kennismaking.")
    return redirect(form)


@requires(Can.HOUSE)
@require_POST
def unlink_meetup(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop counting a meetup for a form."""
    linked = get_object_or_404(FormMeetup.objects.visible_to(request.user), pk=pk)
    form = actions.unlink_meetup(linked, by=request.user)
    messages.success(request, "Deze activiteit telt niet meer mee.")
    return redirect(form)
