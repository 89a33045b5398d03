"""Who would like to live in a housing form: their steps, and the fragment on the tenant's file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST

from accounts.guards import actor, part_of, public, requires
from accounts.models import User, stranger
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.paging import key_of
from ground.refusals import Refused, refusal_shown_in
from housing import actions
from housing.forms import DecisionForm, MemberForm, NewOutsiderForm, OutsiderForm, PlaceForm
from housing.models import Candidate, HousingForm, Outsider, Step
from housing.views.forms import find, visible_form
from tenants.models import Tenant
from tenants.parts import tenant_of_part

# The most housing forms to choose from on a tenant's file.
MOST_OFFERED = 40


def visible_candidate(user: User, pk: int) -> Candidate:
    candidates = Candidate.objects.visible_to(user)
    return get_object_or_404(candidates.select_related("form", "tenant", "outsider"), pk=pk)


def record_seen(candidate: Candidate, *, by: User) -> None:
    """Record whose interest a page shows."""
    if candidate.tenant_id:
        seen(candidate, by=by)
    else:
        list_seen("housing.page", Outsider, [candidate.outsider_id], by=by)


def status_of(*forms: object) -> int:
    return 422 if any(getattr(form, "errors", None) for form in forms) else 200


@requires(Can.HOUSE)
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's interest in one form: the step, what follows, and how to reach them; a POST with
    `q` looks for the tenant that somebody from outside became."""
    found = visible_candidate(request.user, pk)
    record_seen(found, by=request.user)
    return show(request, found)


def show(request: HttpRequest, found: Candidate, **forms: object) -> HttpResponse:
    """Show the page of a candidate, with the forms that were sent to it."""
    query = request.POST.get("q", "") if found.outsider_id else ""
    tenants = find(request.user, query)
    if tenants:
        list_seen("housing.page", Tenant, [tenant.pk for tenant in tenants], by=request.user)
    context = {
        "candidate": found,
        "form": found.form,
        "steps": [step.label for step in found.form.path],
        "member_form": MemberForm(),
        "place_form": PlaceForm(),
        "query": query,
        "found": tenants,
    } | forms
    return render(request, "housing/candidate.html", context, status=status_of(*forms.values()))


@requires(Can.HOUSE)
@require_POST
def take_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the next step; to become a candidate member it asks until when."""
    found, more = visible_candidate(request.user, pk), {}
    to = request.POST.get("to", "")
    if to not in Step.values:
        raise Refused("Kies wat de volgende stap is.")
    if to == Step.MEMBER:
        form = MemberForm(request.POST)
        if not form.is_valid():
            record_seen(found, by=request.user)
            return show(request, found, member_form=form)
        more = form.cleaned_data
    actions.take_step(found, to=to, by=request.user, **more)
    messages.success(request, f"{found.called}: {found.get_status_display().lower()}.")
    return redirect(found)


@requires(Can.HOUSE)
def record_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the group decided about a candidate."""
    found = visible_candidate(request.user, pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown_in(form):
            actions.record_decision(found, by=request.user, **form.cleaned_data)
            messages.success(request, "Het besluit is vastgelegd.")
            return redirect(found)
    record_seen(found, by=request.user)
    context = {"candidate": found, "form": form}
    return render(request, "housing/decision.html", context, status=status_of(form))


@requires(Can.HOUSE)
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that somebody got a home."""
    found, form = visible_candidate(request.user, pk), PlaceForm(request.POST)
    if not form.is_valid():
        record_seen(found, by=request.user)
        return show(request, found, place_form=form)
    actions.place(found, by=request.user, **form.cleaned_data)
    messages.success(request, f"{found.called} woont hier.")
    return redirect(found)


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


@requires(Can.HOUSE)
def note_outsider(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the interest of somebody who is no tenant."""
    housing_form = visible_form(request.user, pk)
    form = NewOutsiderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.note_outsider(housing_form, by=request.user, **form.for_action)
        messages.success(request, f"Genoteerd: {made.called} wil hier graag wonen.")
        return redirect(made)
    context = {"form": form, "housing_form": housing_form, "outsider": None}
    return render(request, "housing/outsider.html", context, status=status_of(form))


def visible_outsider(user: User, pk: int) -> Outsider:
    return get_object_or_404(Outsider.objects.visible_to(user), pk=pk)


@requires(Can.HOUSE)
def change_outsider(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name or the number of somebody who is no tenant."""
    outsider = visible_outsider(request.user, pk)
    back = outsider.candidacies.order_by("pk").first()
    form = OutsiderForm(request.POST or None, instance=outsider)
    if request.method == "POST" and form.is_valid():
        actions.change_outsider(outsider, by=request.user, **form.cleaned_data)
        messages.success(request, "Bewaard.")
        return redirect(back or "housing:form_list")
    list_seen("housing.page", Outsider, [outsider.pk], by=request.user)
    context = {"form": form, "outsider": outsider, "back": back}
    return render(request, "housing/outsider.html", context, status=status_of(form))


@requires(Can.HOUSE)
def forget_outsider(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase somebody who is no tenant, at their request; asks first."""
    outsider = visible_outsider(request.user, pk)
    if request.method == "POST":
        actions.forget_outsider(outsider, by=request.user)
        messages.success(request, "Alle gegevens van deze persoon zijn weggehaald.")
        return redirect("housing:form_list")
    list_seen("housing.page", Outsider, [outsider.pk], by=request.user)
    back = outsider.candidacies.order_by("pk").first()
    return render(request, "housing/forget.html", {"outsider": outsider, "back": back})


@requires(Can.HOUSE)
@require_POST
def became_tenant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the interests of somebody from outside to the tenant that they became."""
    outsider = visible_outsider(request.user, pk)
    chosen = key_of(request.POST.get("tenant", ""))
    if chosen is None:
        messages.warning(request, "Kies eerst een huurder.")
        return redirect(outsider.candidacies.order_by("pk").first() or "housing:form_list")
    tenant = get_object_or_404(Tenant.objects.visible_to(request.user), pk=chosen)
    actions.became_tenant(outsider, tenant=tenant, by=request.user)
    messages.success(request, f"{tenant.called} is nu als huurder op de lijst.")
    return redirect(tenant)


@public
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the yearly question through a personal link."""
    found = Candidate.objects.by_token(token).select_related("form").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        user = actor(request)
        by = user if user.can(Can.SIGN_UP) else stranger()
        actions.answer_by_link(found, token=token, yes="ja" in request.POST, by=by)
        return private(redirect("housing:answer_by_link", token=token))
    return private(render(request, "housing/answer.html", {"candidate": found}))


def private(response: HttpResponse) -> HttpResponse:
    """Forbid caching and indexing: the URL itself is the secret."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@requires(Can.HOUSE)
@require_POST
def confirm_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that the candidate is still interested."""
    found = visible_candidate(request.user, pk)
    actions.confirm_interest(found, by=request.user)
    messages.success(request, f"{found.called} wil hier nog steeds graag wonen.")
    return redirect(found.form)


@requires(Can.HOUSE)
@require_POST
def end_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """End the interest of a candidate."""
    found = visible_candidate(request.user, pk)
    actions.end_interest(found, by=request.user)
    messages.success(request, f"{found.called} staat niet meer op de lijst.")
    return redirect(found.form)


@requires(Can.HOUSE)
@part_of("tenants:file")
def of_tenant(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment on the file: the housing forms of interest, and the others, recruiting first."""
    tenant = tenant_of_part(request, pk)
    candidates = Candidate.objects.visible_to(request.user).interested().filter(tenant=tenant)
    candidates = list(candidates.select_related("form"))
    others = HousingForm.objects.visible_to(request.user).exclude(status__in=actions.CLOSED)
    others = others.exclude(pk__in=[found.form_id for found in candidates])
    others = sorted(
        others.order_by("name", "pk")[:MOST_OFFERED],
        key=lambda form: form.status != HousingForm.Status.RECRUITING,
    )
    context = {"tenant": tenant, "candidates": candidates, "others": others}
    return render(request, "housing/of_tenant.html", context)
