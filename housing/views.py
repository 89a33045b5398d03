"""Housing forms, their candidates, and the fragment on the tenant's file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import part_of, requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen
from ground.paging import key_of, one_page, requested_key, rows_after
from ground.refusals import Refused
from ground.search_text import size_of_search
from housing import actions
from housing.forms import HousingFormForm
from housing.models import Candidate, HousingForm
from tenants.models import Tenancy, Tenant
from tenants.parts import tenant_of_part

# The most tenants in the search results on the page.
MOST_FOUND = 8
# The most housing forms to choose from on a tenant's file.
MOST_OFFERED = 40


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
    candidates = mine.select_related("tenant", "noted_by")
    # By name, because an order by time reads like a waiting list.
    candidates = rows_after(candidates, requested_key(request), "tenant__search", "pk")
    candidates, more = one_page(candidates)
    query = request.POST.get("q", "")
    found = find(request.user, query)
    named = [candidate.tenant_id for candidate in candidates] + [tenant.pk for tenant in found]
    list_seen("housing.page", Tenant, named, by=request.user)
    context = {
        "form": form,
        "candidates": candidates,
        "more": more,
        "elsewhere": interested.exclude(pk__in=mine).count(),
        "query": query,
        "found": found,
    }
    return render(request, "housing/page.html", context)


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
def note_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a tenant a candidate for a housing form."""
    form = visible_form(request.user, pk)
    chosen = key_of(request.POST.get("tenant", ""))
    if chosen is None:
        messages.warning(request, "Kies eerst een huurder.")
        return redirect(form)
    tenant = get_object_or_404(Tenant.objects.visible_to(request.user), pk=chosen)
    actions.note_interest(form, tenant=tenant, by=request.user)
    messages.success(request, f"Genoteerd: {tenant.called} wil hier graag wonen.")
    return redirect(tenant if "file" in request.POST else form)


def visible_candidate(user: User, pk: int) -> Candidate:
    candidates = Candidate.objects.visible_to(user).select_related("form", "tenant")
    return get_object_or_404(candidates, pk=pk)


@requires(Can.HOUSE)
@require_POST
def confirm_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that the candidate is still interested."""
    candidate = visible_candidate(request.user, pk)
    actions.confirm_interest(candidate, by=request.user)
    messages.success(request, f"{candidate.tenant.called} wil hier nog steeds graag wonen.")
    return redirect(candidate.form)


@requires(Can.HOUSE)
@require_POST
def end_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """End the interest of a candidate."""
    candidate = visible_candidate(request.user, pk)
    actions.end_interest(candidate, by=request.user)
    messages.success(request, f"{candidate.tenant.called} staat niet meer op de lijst.")
    return redirect(candidate.form)


@requires(Can.HOUSE)
@part_of("tenants:file")
def of_tenant(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment on the file: the housing forms of interest, and the others, recruiting first."""
    tenant = tenant_of_part(request, pk)
    candidates = Candidate.objects.visible_to(request.user).interested().filter(tenant=tenant)
    candidates = list(candidates.select_related("form"))
    others = HousingForm.objects.visible_to(request.user).exclude(status__in=actions.CLOSED)
    others = others.exclude(pk__in=[candidate.form_id for candidate in candidates])
    others = sorted(
        others.order_by("name", "pk")[:MOST_OFFERED],
        key=lambda form: form.status != HousingForm.Status.RECRUITING,
    )
    context = {"tenant": tenant, "candidates": candidates, "others": others}
    return render(request, "housing/of_tenant.html", context)
