"""The page of a visitor whose form came past the limit of everybody together."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.guards import actor, public
from accounts.models import User, stranger
from accounts.roles import Can
from ground.mailed_codes import MOST_TRIES
from unsorted import actions
from unsorted.forms import CodeForm
from unsorted.models import UnsortedForm

WRONG = _("Deze code klopt niet. Kijk nog eens goed, en typ de zes cijfers opnieuw.")


@public
@never_cache
def use_code(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the form is there, ask for its code, and go on where the form would have led."""
    found = UnsortedForm.objects.by_token(token).first()
    if found is None:
        raise Http404
    form, status = CodeForm(request.POST or None), 200
    if form.is_bound and found.takes_code:
        if form.is_valid():
            by = sender(request, found.form_kind.can)
            result = actions.use_code(found, by=by, **form.cleaned_data)
            if result is not None:
                return found.form_kind.land(result)
            form.add_error("code", WRONG)
        # A colleague may have taken the form at this moment: then there is nothing to correct.
        status = 200 if found.is_taken else 422
    context = {
        "waiting": found,
        "form": form,
        "is_wrong": status == 422,
        "used_up": found.tries >= MOST_TRIES,
    }
    response = render(request, "unsorted/received.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def sender(request: HttpRequest, can: Can) -> User:
    """Return who sends the form: the signed-in user if the role allows it, else a visitor."""
    user = actor(request)
    return user if user.can(can) else stranger()
