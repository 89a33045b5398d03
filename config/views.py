"""The home page, and each user's own settings."""

from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.guards import public, signed_in
from accounts.kept_forms import is_from_our_page, texts_of, typed_fields
from accounts.models import User
from accounts.roles import Can
from config.middleware import frame_for
from ground.phones import PhoneField

# How long somebody waits after sending a page for signing in too often.
WAIT_SECONDS = 60
# The home page of a user: that of the first ability the user has.
HOMES = [
    (Can.WORK_SIGNALS, "signals:today"),
    (Can.ANSWER_REFERRAL, "referrals:inbox"),
    (Can.LOG_SIGNAL, "signals:log"),
    (Can.HOST_MEETUPS, "activities:meetup_list"),
    (Can.SEE_TRAIL, "audit:trail"),
    (Can.ADMINISTER, "grants:account_list"),
]


@public
def home(request: HttpRequest) -> HttpResponse:
    """Redirect to the home page for the user's abilities; visitors go to the agenda."""
    if request.user.is_authenticated:
        for ability, page in HOMES:
            if request.user.can(ability):
                return redirect(page)
    return redirect("activities:agenda")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Offer to send a form again that is from before somebody signed in, with what was typed.

    A form of another site is only refused. On a page for signing in nothing is worth keeping:
    somebody who is signed in already, as after pressing the button twice, goes on.
    """
    entrance = request.resolver_match.func.__module__.startswith("allauth.")
    if entrance and request.user.is_authenticated and is_from_our_page(request):
        return redirect("home")
    fields = [] if entrance or not is_from_our_page(request) else typed_fields(request)
    context = {"fields": fields, "texts": texts_of(fields), "frame": frame_for(request)}
    return render(request, "403_csrf.html", context, status=403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Say when to try again, and offer to send the form again with what was typed. The page limits
    of django-allauth are all per minute."""
    fields = typed_fields(request)
    context = {"fields": fields, "texts": texts_of(fields), "frame": frame_for(request)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(WAIT_SECONDS)
    return response


class DisplayForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["theme", "shortcuts", "remind_by", "mobile"]
        field_classes = {"mobile": partial(PhoneField, mobile_only=True)}
        widgets = {"theme": forms.RadioSelect, "remind_by": forms.RadioSelect}
        help_texts = {"mobile": "Alleen voor herinneringen aan jou. Bijvoorbeeld 06 12 34 56 78."}
        error_messages = {
            "mobile": {
                "invalid": "Op dit nummer komt geen sms aan. Vul een mobiel nummer in, zoals "
                "06 12 34 56 78."
            }
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remind_by"].required = False
        if not self.instance.can(Can.WORK_SIGNALS):
            # Only users who follow up signals get reminders.
            del self.fields["remind_by"], self.fields["mobile"]

    def clean_remind_by(self) -> str:
        return self.cleaned_data["remind_by"] or self.instance.remind_by

    def clean(self) -> dict:
        data = super().clean()
        by_text = data.get("remind_by") == User.RemindBy.TEXT
        if by_text and not data.get("mobile") and "mobile" not in self.errors:
            self.add_error("mobile", "Vul je mobiele nummer in, dan kan de sms aankomen.")
        return data


@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show the user's own account: colours, shortcuts, reminders, password, passkeys, sessions."""
    form = DisplayForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("account")
    status = 422 if form.errors else 200
    return render(request, "account/mine.html", {"form": form}, status=status)


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What we do with the data of tenants and visitors, in plain words."""
    return render(request, "privacy.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the pages are, what is known to be wrong, and whom to tell."""
    return render(request, "accessibility.html")


# No CSRF token, so that browsing sets no cookie; a forged request can only change the display.
@csrf_exempt
@public
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Switch larger letters or more contrast on or off. Sets a cookie only when switched on."""
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    # Not `redirect`, which reads a text without a slash as the name of a page.
    response = HttpResponseRedirect(back if is_ours and back.startswith("/") else "/")
    name, value = ("contrast", "meer") if "contrast" in request.POST else ("letters", "groter")
    if request.COOKIES.get(name) == value:
        response.delete_cookie(name)
    else:
        response.set_cookie(name, value, max_age=365 * 86400, httponly=True, samesite="Lax")
    return response
