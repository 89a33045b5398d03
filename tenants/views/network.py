"""Drawing who is around a tenant, together at the kitchen table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import seen
from tenants import actions
from tenants.forms import ContactForm
from tenants.models import Contact, Tenant
from tenants.views.file import visible_tenant


def visible_contact(user: User, pk: int) -> Contact:
    contacts = Contact.objects.visible_to(user).select_related("tenant")
    return get_object_or_404(contacts, pk=pk)


@requires(Can.SEE_TENANTS)
def network(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody on the map as a list, and a form for somebody new."""
    tenant = visible_tenant(request.user, pk)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        contact = actions.add_contact(tenant, by=request.user, **form.cleaned_data)
        messages.success(request, f"{contact} staat op de kaart.")
        return redirect("tenants:network", tenant.pk)
    return show(request, tenant, form)


@requires(Can.SEE_TENANTS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw somebody elsewhere on the map."""
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
    contacts = tenant.contacts.all()
    context = {"tenant": tenant, "contacts": contacts, "form": form, "changing": changing}
    return render(request, "tenants/network.html", context, status=422 if form.errors else 200)


@requires(Can.SEE_TENANTS)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the map."""
    contact = visible_contact(request.user, pk)
    tenant = actions.remove_contact(contact, by=request.user)
    messages.success(request, "Van de kaart gehaald.")
    return redirect("tenants:network", tenant.pk)
