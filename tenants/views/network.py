"""The network map, which a colleague and the tenant draw together."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import seen
from tenants import actions
from tenants.forms.notes import ContactForm
from tenants.models import Contact, Snapshot, Tenant
from tenants.network import growth, points
from tenants.views.file import visible_tenant

MOST_SNAPSHOTS = 20


def visible_contact(user: User, pk: int) -> Contact:
    contacts = Contact.objects.visible_to(user).select_related("tenant")
    return get_object_or_404(contacts, pk=pk)


@requires(Can.SEE_TENANTS)
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """List the contacts on the map, with a form to add one."""
    tenant = visible_tenant(request.user, pk)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        contact = actions.add_contact(tenant, by=request.user, **form.cleaned_data)
        messages.success(request, f"{contact} staat op de kaart.")
        return redirect("tenants:network", tenant.pk)
    return show(request, tenant, form)


@requires(Can.SEE_TENANTS)
def change_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a contact on the map."""
    contact = visible_contact(request.user, pk)
    form = ContactForm(request.POST or None, instance=contact)
    if form.is_valid():
        actions.change_contact(contact, by=request.user, **form.cleaned_data)
        messages.success(request, "De kaart is bijgewerkt.")
        return redirect("tenants:network", contact.tenant_id)
    return show(request, contact.tenant, form, changing=contact)


def show(
    request: HttpRequest, tenant: Tenant, form: ContactForm, changing: Contact | None = None
) -> HttpResponse:
    seen(tenant, by=request.user)
    snapshots = tenant.snapshots.annotate(n=Count("ties")).order_by("-taken_on")
    context = {
        "tenant": tenant,
        "contacts": tenant.contacts.all(),
        "snapshots": snapshots[:MOST_SNAPSHOTS],
        "form": form,
        "changing": changing,
    }
    return render(request, "tenants/network.html", context, status=422 if form.errors else 200)


@requires(Can.SEE_TENANTS)
@require_POST
def remove_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a contact from the map."""
    contact = visible_contact(request.user, pk)
    tenant = actions.remove_contact(contact, by=request.user)
    messages.success(request, "Van de kaart gehaald.")
    return redirect("tenants:network", tenant.pk)


@requires(Can.SEE_TENANTS)
@require_POST
def take_snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a snapshot of today's map, to compare with later."""
    actions.take_snapshot(visible_tenant(request.user, pk), by=request.user)
    messages.success(request, "De kaart van vandaag is bewaard.")
    return redirect("tenants:network", pk)


@requires(Can.SEE_TENANTS)
def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the map of an earlier day, as a drawing and as a list."""
    snapshots = Snapshot.objects.visible_to(request.user).select_related("tenant", "taken_by")
    kept = get_object_or_404(snapshots, pk=pk)
    seen(kept, by=request.user)
    ties = list(kept.ties.all())
    context = {
        "snapshot": kept,
        "tenant": kept.tenant,
        "contacts": ties,
        "points": points(ties),
        "growth": growth(ties),
        "discussed_on": kept.taken_on,
        "is_earlier": True,
    }
    return render(request, "tenants/earlier.html", context)
