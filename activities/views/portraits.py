"""Portraits of hosts: managed by staff, shown to everybody on the agenda."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import public, requires
from accounts.roles import Can
from activities import actions
from activities.forms import PortraitForm
from activities.models import Portrait
from ground.revalidation import revalidated


@requires(Can.PLAN_MEETUPS)
def add_portrait(request: HttpRequest) -> HttpResponse:
    """All portraits, and a form to add one."""
    form = PortraitForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fields = {"name": form.cleaned_data["name"], "picture": form.cleaned_data["photo"]}
        made = actions.add_portrait(by=request.user, **fields)
        messages.success(request, f"Toegevoegd: {made.name}. Kies de foto bij een activiteit.")
        return redirect("activities:add_portrait")
    rows = Portrait.objects.visible_to(request.user).defer("picture")
    status = 422 if form.errors else 200
    context = {"form": form, "portraits": rows}
    return render(request, "activities/faces.html", context, status=status)


@requires(Can.PLAN_MEETUPS)
@require_POST
def remove_portrait(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove the portrait of a host who no longer wants to be shown."""
    found = get_object_or_404(Portrait.objects.visible_to(request.user).defer("picture"), pk=pk)
    actions.remove_portrait(found, by=request.user)
    messages.success(request, "Weggehaald, ook van de agenda.")
    return redirect("activities:add_portrait")


@public
def face(request: HttpRequest, pk: int) -> HttpResponse:
    """The portrait as a JPEG, as the agenda shows it."""
    found = get_object_or_404(Portrait, pk=pk)
    response = HttpResponse(bytes(found.picture), content_type="image/jpeg")
    return revalidated(request, response)
