"""Sharing without consent in vital interest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.paging import one_page, requested_key
from tenants import actions
from tenants.forms.vital import ReviewForm, VitalForm
from tenants.models import Field, VitalInterest
from tenants.shared_fields import shared_value
from tenants.shielding import require_reason
from tenants.views.file import visible_tenant

Status = VitalInterest.Status


def visible_vital(user: User, pk: int) -> VitalInterest:
    related = ("tenant", "asked_by", "decided_by")
    return get_object_or_404(VitalInterest.objects.visible_to(user).select_related(*related), pk=pk)


@requires(Can.RECORD_CONSENT, Can.KEEP_TERMS)
def vital_list(request: HttpRequest) -> HttpResponse:
    """List the requests this user may see, newest first."""
    rows = VitalInterest.objects.visible_to(request.user).select_related("asked_by")
    if before := requested_key(request):
        rows = rows.filter(pk__lt=before)
    page, more = one_page(rows.order_by("-pk"))
    ids, about = [one.pk for one in page], [one.tenant_id for one in page]
    list_seen("tenants.vitals", VitalInterest, ids, by=request.user, tenants=about)
    return render(request, "tenants/vitals.html", {"vitals": page, "more": more})


@requires(Can.RECORD_CONSENT)
def ask_vital(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to share without consent: why it cannot wait, which data, and with whom."""
    tenant = visible_tenant(request.user, pk)
    form = VitalForm(request.POST or None)
    if form.is_valid():
        asked = actions.ask_vital(tenant, by=request.user, **form.cleaned_data)
        messages.success(request, "Gevraagd. Bel nu een coördinator: die moet het bevestigen.")
        return redirect("tenants:vital_page", asked.pk)
    seen(tenant, by=request.user)
    context = {"form": form, "tenant": tenant}
    return render(request, "tenants/vital_new.html", context, status=422 if form.errors else 200)


@requires(Can.RECORD_CONSENT, Can.KEEP_TERMS)
def vital_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request. Once confirmed, only the user who asked can read the approved fields."""
    asked = visible_vital(request.user, pk)
    seen(asked, by=request.user)
    may_read = asked.is_readable and asked.asked_by_id == request.user.pk
    if may_read:
        require_reason(asked.tenant, request.user)
    fields = map(Field, asked.fields if may_read else [])
    context = {
        "asked": asked,
        "values": [(field.label, shared_value(asked.tenant, field)) for field in fields],
        "may_decide": request.user.can(Can.DECIDE_VITAL)
        and asked.status == Status.ASKED
        and asked.asked_by_id != request.user.pk,
        "may_review": request.user.can(Can.KEEP_TERMS) and asked.status == Status.CONFIRMED,
        "form": ReviewForm(),
    }
    return render(request, "tenants/vital.html", context)


@requires(Can.DECIDE_VITAL)
@require_POST
def decide_vital(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the second colleague's decision."""
    asked = visible_vital(request.user, pk)
    actions.decide_vital(asked, yes="yes" in request.POST, by=request.user)
    messages.success(request, "Vastgelegd. De privacyfunctionaris krijgt bericht.")
    return redirect("tenants:vital_page", pk)


@requires(Can.KEEP_TERMS)
@require_POST
def review_vital(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the privacy officer's review."""
    used, form = visible_vital(request.user, pk), ReviewForm(request.POST)
    if form.is_valid():
        actions.review_vital(used, by=request.user, **form.cleaned_data)
        messages.success(request, "Vastgelegd.")
    else:
        messages.warning(request, "Schrijf in één zin wat je ervan vindt.")
    return redirect("tenants:vital_page", pk)
