"""Fragments that pages of lower apps include by URL: a tenant's file, a campaign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.guards import part_of, requires
from accounts.roles import Can
from activities.campaign_chain import chains
from activities.models import Meetup, SignUp
from outreach.models import Campaign
from tenants.parts import tenant_of_part

MOST = 4


@requires(Can.PLAN_MEETUPS)
@part_of("tenants:file")
def for_tenant(request: HttpRequest, pk: int) -> HttpResponse:
    """Coming meetups that fit a tenant's wishes, with free chairs and the tenant's own sign-ups."""
    tenant = tenant_of_part(request, pk)
    wishes = tenant.wishes.values_list("interests", flat=True)
    interests = sorted({interest for wish in wishes for interest in wish})
    meetups = Meetup.objects.coming().on().filter(tile__in=interests).with_places()
    mine = SignUp.objects.visible_to(request.user).active().filter(tenant=tenant)
    context = {
        "tenant": tenant,
        "interests": interests,
        "meetups": meetups.select_related("place")[:MOST] if interests else [],
        "mine": dict(mine.filter(meetup__in=meetups.values("pk")).values_list("meetup", "status")),
    }
    return render(request, "activities/for_tenant.html", context)


@requires(Can.INFORM, Can.SEE_FIGURES)
@part_of("outreach:page")
def of_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """What a campaign led to: each step with its number, per code and per effort."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), pk=pk)
    efforts, whole = chains(campaign)
    context = {"campaign": campaign, "efforts": efforts, "whole": whole}
    return render(request, "activities/of_campaign.html", context)
