"""The list of tenants."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.guards import requires
from accounts.roles import Can
from audit.models import list_seen
from ground.paging import one_page, requested_key, rows_after
from tenants.filters import TenantFilter
from tenants.models import FileAccess, Tenancy, Tenant

MOST_COUNTED = 99
# Session key of the search terms.
ASKED = "tenants_asked"


@requires(Can.SEE_TENANTS)
def tenant_list(request: HttpRequest) -> HttpResponse:
    """List tenants in the user's areas by surname, paged by key; search by name or address.

    A search term can be a name, so it is posted and stored in the session, and never put in a URL.
    """
    if request.method == "POST":
        request.session[ASKED] = {name: request.POST.get(name, "")[:80] for name in ("q", "area")}
        return redirect(f"{reverse('tenants:tenant_list')}?zoek=1")
    asked = request.session.get(ASKED, {}) if "zoek" in request.GET else {}
    tenants = Tenant.objects.listed_to(request.user)
    found = TenantFilter(asked, queryset=tenants.order_by("search", "pk"), request=request)
    rows = rows_after(found.qs, requested_key(request), "search", "pk", among=tenants)
    page, more = one_page(rows.select_related("area").prefetch_related(Tenancy.now()))
    list_seen("tenants.list", Tenant, [tenant.pk for tenant in page], by=request.user)
    reviews = request.user.can(Can.REVIEW_FILE_ACCESS)
    accesses = FileAccess.objects.visible_to(request.user).to_review()
    context = {
        "filter": found,
        "tenants": page,
        "more": more,
        "may_import": request.user.can(Can.IMPORT),
        "may_answer": request.user.can(Can.HANDLE_RIGHTS),
        "may_review": reviews,
        "to_review": accesses[:MOST_COUNTED].count() if reviews else 0,
    }
    return render(request, "tenants/list.html", context)
