"""Campaigns and their printed materials for staff, and the public short address."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.guards import public, requires
from accounts.models import User, stranger
from accounts.roles import Can
from ground.paging import key_of, one_page, requested_key, rows_after
from outreach import actions, paper
from outreach.forms import CampaignForm, CodeForm
from outreach.models import Campaign, Code, as_printed, next_national_week


@public
def count_visit(request: HttpRequest, code: str) -> HttpResponse:
    """Count the visit, and redirect to the agenda or a meetup; an unknown code shows a notice."""
    found = Code.objects.filter(code=as_printed(code)).first()
    if found is None:
        return redirect(reverse("activities:agenda") + "?onbekend=1")
    if request.method == "GET":
        actions.count_visit(found, by=stranger())
    meetup = key_of(request.GET.get("activiteit", ""))
    to = reverse("activities:agenda")
    if meetup:
        to = reverse("activities:meetup", args=[meetup])
    return redirect(f"{to}?{urlencode({'code': found.code})}")


@requires(Can.INFORM)
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns, newest first, paginated by key; and the date of the national week."""
    rows = Campaign.objects.visible_to(request.user)
    rows = rows_after(rows, requested_key(request), "-starts_on", "-pk")
    rows = rows.annotate(spots=Count("codes"), opened=Sum("codes__visits", default=0))
    page, more = one_page(rows)
    context = {
        "campaigns": page,
        "more": more,
        "week": next_national_week(timezone.localdate()),
    }
    return render(request, "outreach/list.html", context)


@requires(Can.INFORM)
def start_campaign(request: HttpRequest) -> HttpResponse:
    """Create a campaign; the query string may preset its name and first day."""
    known = {name: request.GET[name] for name in ("name", "starts_on") if name in request.GET}
    form = CampaignForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        campaign = actions.start_campaign(by=request.user, **form.for_action)
        messages.success(request, "Gemaakt. Maak nu een code voor elke plek.")
        return redirect(campaign)
    status = 422 if form.errors else 200
    return render(request, "outreach/start.html", {"form": form}, status=status)


@requires(Can.INFORM)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: audience, cost, and the results of its codes."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = actions.add_code(campaign, by=request.user, **form.cleaned_data)
        messages.success(request, f"Code {code.code} is voor: {code.label}.")
        return redirect(campaign)
    context = {"campaign": campaign, "form": form}
    return render(request, "outreach/page.html", context, status=422 if form.errors else 200)


def code_of(user: User, pk: int) -> Code:
    """Return a code of a campaign visible to this user; else raise Http404."""
    campaigns = Campaign.objects.visible_to(user)
    return get_object_or_404(Code.objects.select_related("campaign"), pk=pk, campaign__in=campaigns)


def address_of(code: Code) -> str:
    """Return the full short URL on paper."""
    return settings.SITE_URL + reverse("outreach:count_visit", args=[code.code])


@requires(Can.INFORM)
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The QR code as SVG, sharp at any print size."""
    drawing = paper.qr_svg(address_of(code_of(request.user, pk)))
    return HttpResponse(drawing, content_type="image/svg+xml")


@requires(Can.INFORM)
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A poster for the whole agenda; the phone number is larger than the QR code."""
    code = code_of(request.user, pk)
    address = address_of(code)
    context = {"code": code, "typed": paper.typed(address), "qr": paper.qr_data(address)}
    return render(request, "outreach/poster.html", context)
