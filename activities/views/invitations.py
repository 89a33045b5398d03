"""Inviting people in person, and everything printed: letters, posters, lists."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST

from accounts.guards import public, requires
from accounts.roles import Can
from activities import actions, invitation_candidates, print_data
from activities.acquaintances import past_guests
from activities.models import Invite, Meetup, SignUp
from activities.views.meetups import guests_of, on_a_poster, own_meetup, to_change
from audit.models import list_seen
from ground.paging import key_of
from ground.revalidation import ASK_EACH_TIME, etag_of, kept
from outbox import pdf
from tenants.models import Tenant

MOST_LETTERS = 200
SIZES = {"a4", "a3"}


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to invite, with every reason. Planners tick tenants and invite them at once; hosts see
    past guests by first name, to invite in person."""
    meetup = own_meetup(request.user, pk)
    if not request.user.can(Can.PLAN_MEETUPS):
        return ask_again(request, meetup)
    if request.method == "POST":
        ids = [found for one in request.POST.getlist("huurder") if (found := key_of(one))]
        chosen = list(Tenant.objects.listed_to(request.user).filter(pk__in=ids[:MOST_LETTERS]))
        made = actions.invite(meetup, tenants=chosen, by=request.user)
        if made:
            messages.success(request, f"{len(made)} gevraagd. Print nu de brieven.")
            return redirect("activities:invites", pk=pk)
        messages.warning(request, "Kies eerst wie je wilt vragen.")
    never, before, left_out = invitation_candidates.invitation_candidates(meetup, request.user)
    shown = [one.tenant.pk for one in [*never, *before, *left_out]]
    list_seen("activities.asked", Tenant, shown, by=request.user)
    context = {"meetup": meetup, "never": never, "before": before, "left_out": left_out}
    return render(request, "activities/ask.html", context)


def ask_again(request: HttpRequest, meetup: Meetup) -> HttpResponse:
    """Past guests whom a host may invite again. Records that these names were seen."""
    people, left_out = past_guests(meetup, request.user)
    ids = [one.newest.pk for one in [*people, *left_out]]
    about = [one.newest.tenant_id for one in [*people, *left_out]]
    list_seen("activities.guests", SignUp, ids, by=request.user, tenants=about)
    context = {"meetup": meetup, "people": people, "left_out": left_out}
    return render(request, "activities/ask_again.html", context)


def invites_of(request: HttpRequest, meetup: Meetup):
    mine = Invite.objects.visible_to(request.user).filter(meetup=meetup)
    return mine.select_related("tenant", "sign_up").order_by("tenant__search", "pk")


def to_print(request: HttpRequest, meetup: Meetup):
    """Return the invitations whose letters still have to be printed and posted."""
    return invites_of(request, meetup).answering().to_post()


@requires(Can.PLAN_MEETUPS)
def invites(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was invited, and what became of each letter."""
    meetup = own_meetup(request.user, pk)
    rows = list(invites_of(request, meetup)[:MOST_LETTERS])
    list_seen("activities.asked", Tenant, [row.tenant_id for row in rows], by=request.user)
    context = {
        "meetup": meetup,
        "invites": rows,
        "to_post": list(to_print(request, meetup)[:MOST_LETTERS]),
    }
    return render(request, "activities/invites.html", context)


@requires(Can.PLAN_MEETUPS)
@require_POST
def mark_posted(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the printed letters as posted: those that the submitted page listed."""
    ids = [found for one in request.POST.getlist("brief") if (found := key_of(one))]
    actions.mark_posted(own_meetup(request.user, pk), letters=ids, by=request.user)
    messages.success(request, "Op de post.")
    return redirect("activities:invites", pk=pk)


@requires(Can.PLAN_MEETUPS)
@require_POST
def mark_returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a letter as returned."""
    invite = get_object_or_404(Invite.objects.visible_to(request.user), pk=pk)
    actions.mark_returned(invite, by=request.user)
    messages.success(request, "Genoteerd: de brief kwam terug. Kijk of het adres klopt.")
    return redirect("activities:invites", pk=invite.meetup_id)


def as_pdf(sheet: str, data: dict, name: str) -> HttpResponse:
    """Return a PDF that a browser shows inline and prints."""
    response = HttpResponse(pdf.render(sheet, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@requires(Can.PLAN_MEETUPS)
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Unposted letters in large print; with `?alles` also the posted ones."""
    meetup = own_meetup(request.user, pk)
    every = invites_of(request, meetup).answering().filter(returned_at=None)
    found = list((every if "alles" in request.GET else to_print(request, meetup))[:MOST_LETTERS])
    if not found:
        messages.info(request, "Er zijn geen brieven om te printen.")
        return redirect("activities:invites", pk=pk)
    list_seen("activities.letters", Tenant, [one.tenant_id for one in found], by=request.user)
    data = print_data.letters(meetup, found, request.user)
    return as_pdf("invitation", data, f"brieven-{pk}")


@requires(Can.PLAN_MEETUPS, Can.PUBLISH_MEETUPS)
def poster_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A poster on A4 or A3 (`?maat=`), for one campaign code (`?code=`), in a language
    (`?in_taal=`), with tear-off strips (`?stroken=`) or in large print (`?groot=`)."""
    meetup = to_change(request.user, pk)
    _codes, code, address = on_a_poster(request, pk)
    size, language = request.GET.get("maat", "a4"), request.GET.get("in_taal", "")
    data = print_data.poster(
        meetup,
        address,
        size=size if size in SIZES else "a4",
        strips=print_data.MOST_STRIPS if "stroken" in request.GET else 0,
        code=code,
        language=language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        large="groot" in request.GET,
    )
    return as_pdf("poster", data, f"poster-{pk}-{data['paper']}-{data['lang']}")


@requires(Can.PLAN_MEETUPS, Can.HOST_MEETUPS)
def door_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Printable attendance list, with names as this user may see them."""
    meetup = own_meetup(request.user, pk)
    guests = guests_of(request.user, meetup, [SignUp.Status.CONFIRMED])
    return as_pdf("list", print_data.door_list(meetup, guests), f"deurlijst-{pk}")


@public
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Preview picture for a meetup's URL shared in a message."""
    meetup = get_object_or_404(Meetup.objects.select_related("place"), pk=pk)
    data = print_data.picture(meetup)
    # Drawing takes longer than a page: first ask whether the visitor has this drawing already.
    etag = etag_of(repr((data, settings.RELEASE)).encode())
    response = get_conditional_response(request, etag=etag)
    if response is None:
        drawing = kept(etag, lambda: pdf.png("preview", data, dots=72))
        response = HttpResponse(drawing, content_type="image/png")
    response["ETag"] = etag
    response["Cache-Control"] = ASK_EACH_TIME
    return response
