"""Opening a file with a reason, search outside the user's areas, and review of file access."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.paging import one_page, requested_key
from tenants import actions
from tenants.forms.file_access import ElsewhereForm, FileAccessForm, ReachForm
from tenants.models import FileAccess, Tenant
from tenants.search import find_exactly_one
from tenants.views.file import visible_tenant


@requires(Can.SEE_TENANTS)
def open_with_reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason, then open the file until midnight."""
    form = FileAccessForm(request.POST or None)
    if form.is_valid():
        tenant = actions.open_with_reason(tenant_id=pk, by=request.user, **form.cleaned_data)
        messages.success(request, "Vastgelegd. Dit dossier blijft tot vanavond voor je open.")
        return redirect(tenant)
    context = {"form": form, "number": pk}
    return render(request, "tenants/reason.html", context, status=422 if form.errors else 200)


@requires(Can.SEE_TENANTS)
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Find one tenant outside the user's areas, by surname with birth date or address."""
    form = ElsewhereForm(request.POST or None)
    if form.is_valid():
        if not within_limits(request):
            form.add_error(None, "Je zocht dit uur al vaak buiten je gebied. Probeer het later.")
        elif (pk := find_exactly_one(**form.cleaned_data)) is None:
            form.add_error(None, "Niemand gevonden met precies deze gegevens. Kijk ze na.")
        else:
            list_seen("tenants.elsewhere", Tenant, [pk], by=request.user)
            return redirect("tenants:open_with_reason", pk)
    context = {"form": form}
    return render(request, "tenants/elsewhere.html", context, status=422 if form.errors else 200)


def within_limits(request: HttpRequest) -> bool:
    return ratelimit.consume(request, action="elsewhere", user=request.user)


@requires(Can.REVIEW_FILE_ACCESS)
def file_accesses(request: HttpRequest) -> HttpResponse:
    """List files that colleagues opened with a reason and that await review, oldest first."""
    rows = (
        FileAccess.objects.visible_to(request.user)
        .to_review()
        .select_related("user", "tenant__area")
    )
    if after := requested_key(request):
        rows = rows.filter(pk__gt=after)
    page, more = one_page(rows.order_by("pk"))
    tenants = [access.tenant_id for access in page]
    list_seen(
        "tenants.file_accesses",
        FileAccess,
        [access.pk for access in page],
        by=request.user,
        tenants=tenants,
    )
    context = {"accesses": page, "more": more, "verdicts": FileAccess.Verdict.choices}
    return render(request, "tenants/file_accesses.html", context)


@requires(Can.REVIEW_FILE_ACCESS)
@require_POST
def review_access(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the verdict on one file access."""
    access = get_object_or_404(FileAccess.objects.visible_to(request.user), pk=pk)
    verdict = request.POST.get("verdict")
    if verdict not in FileAccess.Verdict.values:
        messages.warning(request, "Kies wat je ervan vindt.")
    else:
        actions.review_access(access, verdict=verdict, by=request.user)
        messages.success(request, "Vastgelegd.")
    return redirect("tenants:file_accesses")


@requires(Can.SEE_TENANTS)
def change_reach(request: HttpRequest, pk: int) -> HttpResponse:
    """Change how to reach a tenant."""
    tenant = visible_tenant(request.user, pk)
    form = ReachForm(request.POST or None, instance=tenant)
    if form.is_valid():
        # The form has modified its own instance; pass a fresh one, so that changes are detected.
        actions.change_reach(visible_tenant(request.user, pk), by=request.user, **form.cleaned_data)
        messages.success(request, "Bijgewerkt.")
        return redirect("tenants:file", pk)
    seen(tenant, by=request.user)
    context = {"form": form, "tenant": visible_tenant(request.user, pk)}
    return render(request, "tenants/reach.html", context, status=422 if form.errors else 200)


@requires(Can.SEE_TENANTS)
def shield(request: HttpRequest, pk: int) -> HttpResponse:
    """Shield a tenant's address, after a confirmation."""
    tenant = visible_tenant(request.user, pk)
    if request.method == "POST":
        actions.shield(tenant, by=request.user)
        messages.success(request, "Afgeschermd. Deze huurder staat op geen enkele lijst meer.")
        return redirect(tenant)
    seen(tenant, by=request.user)
    return render(request, "tenants/shield.html", {"tenant": tenant})


@requires(Can.REVIEW_FILE_ACCESS)
@require_POST
def unshield(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a shielded tenant on lists again."""
    tenant = actions.unshield(visible_tenant(request.user, pk), by=request.user)
    messages.success(request, "Niet meer afgeschermd.")
    return redirect(tenant)
