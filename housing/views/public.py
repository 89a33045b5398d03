"""The public page of a housing form, on which anybody may ask to be called."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.guards import actor, public
from accounts.models import User, stranger
from accounts.roles import Can
from activities.views.tickets import TOO_MANY, status_of
from ground.rate_limits import Limit, limit_met
from ground.workdays import working_days_after
from housing import actions
from housing.forms import ApplyForm
from housing.models import forms_open_to_all
from housing.unsorted_forms import APPLY, apply_fields
from unsorted.past_limit import kept

# Number of working days within which an applicant is called.
CALLED_WITHIN = 3


def visitor(request: HttpRequest) -> User:
    """Return the user who applies: the signed-in user if the role allows it, otherwise the account
    for anonymous visitors."""
    user = actor(request)
    return user if user.can(Can.SIGN_UP) else stranger()


@public
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """How people live there, and a form to be called back. Bots get the same thank-you page."""
    housing_form = get_object_or_404(forms_open_to_all(visitor(request)), pk=pk)
    form = ApplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        if typed.pop("website"):
            return redirect("housing:applied", pk=pk)
        match limit_met(request, "sign_up"):
            case Limit.NONE:
                actions.apply(housing_form, by=visitor(request), **typed)
                return redirect("housing:applied", pk=pk)
            case Limit.OF_ALL:
                fields = apply_fields(housing_form, typed)
                return kept(APPLY, fields, phone=typed["phone"])
            case Limit.OF_NETWORK:
                form.add_error(None, TOO_MANY)
    context = {"housing_form": housing_form, "form": form}
    return render(request, "housing/open.html", context, status=status_of(form))


@public
def applied(request: HttpRequest, pk: int) -> HttpResponse:
    """Says who calls, and by when."""
    housing_form = get_object_or_404(forms_open_to_all(visitor(request)), pk=pk)
    by = working_days_after(timezone.localdate(), CALLED_WITHIN)
    return render(request, "housing/applied.html", {"housing_form": housing_form, "by": by})
