"""Pages for invited tenants with a code from a letter: three taps, and only the first name is
shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.guards import public
from activities import actions, invitation_codes
from activities.forms import CodeForm, InvitedForm
from activities.models import Invite, Meetup
from activities.views.tickets import guest, others_with_places, private, too_many
from ground import phones
from ground.rate_limits import within_limits
from tenants.shared_fields import current_home


@public
def type_code(request: HttpRequest) -> HttpResponse:
    """Form for a code typed from paper; a poster's code works too. Whether the code exists is
    checked by the page of the code, which is rate limited."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if len(code) != invitation_codes.LENGTH:
            return redirect("outreach:count_visit", code=code)
        return redirect("activities:code", code=code)
    status = 422 if form.errors else 200
    return render(request, "activities/type_code.html", {"form": form}, status=status)


@public
def code(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one code. Unknown and expired codes get the same answer."""
    if not within_limits(request, "code"):
        return too_many(request)
    try:
        read = invitation_codes.read(code)
    except invitation_codes.NotACode as problem:
        form = CodeForm({"code": code[:40]})
        if not form.errors:
            form.add_error("code", str(problem))
        return render(request, "activities/type_code.html", {"form": form}, status=404)
    found = Invite.objects.answering().by_token(read).select_related("tenant", "meetup").first()
    if found is None:
        return private(render(request, "activities/unknown_code.html", status=404))
    return private(answer(request, found))


def answer(request: HttpRequest, found: Invite) -> HttpResponse:
    """Ask whether the tenant comes; a tenant who accepted before is sent to the ticket."""
    mine = getattr(found, "sign_up", None)
    if mine and mine.status != mine.Status.CANCELLED:
        return redirect("activities:ticket", token=mine.token)
    meetup = Meetup.objects.with_places().select_related("place").get(pk=found.meetup_id)
    tenant = found.tenant
    form = InvitedForm(request.POST or None, knows_phone=phones.can_be_called(tenant.phone))
    if request.method == "POST" and form.is_valid():
        made = actions.accept_invite(
            meetup, code=found.code, by=guest(request), **form.cleaned_data
        )
        return redirect("activities:ticket", token=made.token)
    actions.open_invite(meetup, code=found.code, by=guest(request))
    context = {
        "meetup": meetup,
        "form": form,
        "code": found.code,
        "first_name": tenant.first_name,
        "minutes": meetup.place.minutes_from(current_home(tenant)),
        "others": [] if meetup.is_open else others_with_places(meetup),
    }
    return render(request, "activities/invited.html", context, status=422 if form.errors else 200)
