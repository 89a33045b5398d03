"""The front door, and what somebody may set for themselves."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.doors import public, signed_in
from accounts.models import User
from accounts.roles import Can

# Where somebody's day starts, by the first ability that fits.
HOMES = [
    (Can.WORK_SIGNALS, "signals:today"),
    (Can.ANSWER_REFERRAL, "referrals:inbox"),
    (Can.LOG_SIGNAL, "signals:log"),
    (Can.HOST_MEETUPS, "activities:list"),
    (Can.SEE_TRAIL, "audit:trail"),
    (Can.ADMINISTER, "admin:index"),
]


@public
def home(request: HttpRequest) -> HttpResponse:
    """Home by role; a stranger goes to the agenda."""
    if request.user.is_authenticated:
        for ability, page in HOMES:
            if request.user.can(ability):
                return redirect(page)
    return redirect("activities:agenda")


class DisplayForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["theme", "shortcuts"]
        widgets = {"theme": forms.RadioSelect}


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Somebody's own account: colours, shortcuts, password, passkeys, sessions, signing out."""
    form = DisplayForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("account")
    return render(request, "account/mine.html", {"form": form})


@public
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Larger letters, or ordinary ones again. A visitor gets no cookie but this one, on asking."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = redirect(back)
    if request.COOKIES.get("letters") == "groter":
        response.delete_cookie("letters")
    else:
        response.set_cookie("letters", "groter", max_age=365 * 86400, httponly=True, samesite="Lax")
    return response
