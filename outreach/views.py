"""Campaigns and their printed materials for staff, and the public short address."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from accounts.guards import part_of, public, requires
from accounts.models import User, stranger
from accounts.roles import Can
from ground.paging import key_of, one_page, requested_key, rows_after
from ground.refusals import Refused
from outreach import actions, paper
from outreach.forms import (
    CampaignForm,
    CodeForm,
    EffortForm,
    EvaluationForm,
    HandedOutForm,
    MentionForm,
)
from outreach.models import Campaign, Code, Effort, as_printed
from outreach.moments import MOMENTS, Step, steps
from outreach.visitors import is_new_visit

MOST_UNFINISHED = 10


@public
def count_visit(request: HttpRequest, code: str) -> HttpResponse:
    """Count the visit, and redirect to the agenda or a meetup; an unknown code shows a notice."""
    found = Code.objects.filter(code=as_printed(code)).first()
    if found is None:
        return redirect(reverse("activities:agenda") + "?onbekend=1")
    if is_new_visit(request, found.pk):
        actions.count_visit(found, by=stranger())
    meetup = key_of(request.GET.get("activiteit", ""))
    to = reverse("activities:agenda")
    if meetup:
        to = reverse("activities:meetup", args=[meetup])
    return redirect(f"{to}?{urlencode({'code': found.code})}")


def visible_campaign(user: User, pk: int) -> Campaign:
    campaigns = Campaign.objects.visible_to(user).select_related("owner")
    return get_object_or_404(campaigns, pk=pk)


def visible_effort(user: User, pk: int) -> Effort:
    efforts = Effort.objects.visible_to(user).select_related("campaign")
    return get_object_or_404(efforts, pk=pk)


@requires(Can.INFORM)
def campaign_list(request: HttpRequest) -> HttpResponse:
    """Campaigns, newest first, paginated by key; and the next moments of the year."""
    rows = Campaign.objects.visible_to(request.user)
    rows = rows_after(rows, requested_key(request), "-starts_on", "-pk")
    page, more = one_page(rows.with_totals().select_related("owner"))
    today = timezone.localdate()
    coming = [(moment, moment.on_or_after(today)) for moment in MOMENTS.values()]
    context = {
        "campaigns": page,
        "more": more,
        "moments": sorted(coming, key=lambda pair: pair[1]),
    }
    return render(request, "outreach/list.html", context)


@requires(Can.INFORM)
@part_of("signals:today")
def unfinished(request: HttpRequest) -> HttpResponse:
    """Fragment: campaigns of this user that have no effort, or were never evaluated."""
    mine = Campaign.objects.visible_to(request.user).asked_of(request.user)
    mine = mine.unfinished(timezone.localdate()).order_by("starts_on", "pk")
    return render(request, "outreach/unfinished.html", {"campaigns": mine[:MOST_UNFINISHED]})


@requires(Can.INFORM)
def start_campaign(request: HttpRequest) -> HttpResponse:
    """Create a campaign; the query string may preset its name, moment and first day."""
    preset = ("name", "moment", "starts_on")
    known = {name: request.GET[name] for name in preset if name in request.GET}
    form = CampaignForm(request.POST or None, initial={"owner": request.user.pk} | known)
    if request.method == "POST" and form.is_valid():
        campaign = actions.start_campaign(by=request.user, **form.cleaned_data)
        messages.success(request, "Gemaakt. Voeg nu toe wat jullie gaan doen.")
        return redirect(campaign)
    return edited(request, form, "Campagne maken")


@requires(Can.INFORM)
def change_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a campaign is about, its period, budget or owner."""
    campaign = visible_campaign(request.user, pk)
    title = f"{campaign} wijzigen"
    form = CampaignForm(request.POST or None, instance=campaign)
    if form.is_valid():
        actions.change_campaign(campaign, by=request.user, **form.for_edit)
        messages.success(request, "Bewaard.")
        return redirect(campaign)
    return edited(request, form, title, campaign)


@requires(Can.INFORM)
def evaluate_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the answer to the question of a campaign."""
    campaign = visible_campaign(request.user, pk)
    form = EvaluationForm(request.POST or None, initial={"evaluation": campaign.evaluation})
    if form.is_valid():
        actions.evaluate_campaign(campaign, by=request.user, **form.cleaned_data)
        messages.success(request, "Bewaard. De campagne is geëvalueerd.")
        return redirect(campaign)
    return edited(request, form, f"{campaign} evalueren", campaign)


@requires(Can.INFORM)
@require_POST
def advance_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Move to the next status, or stop."""
    campaign = visible_campaign(request.user, pk)
    if request.POST.get("to") not in Campaign.Status.values:
        raise Refused("Kies wat de volgende stap is.")
    actions.advance_campaign(campaign, to=request.POST["to"], by=request.user)
    messages.success(request, f"{campaign} is nu: {campaign.get_status_display().lower()}.")
    return redirect(campaign)


@requires(Can.INFORM)
@require_POST
def mark_task(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a task of the moment as done, or as not done after all."""
    campaign = visible_campaign(request.user, pk)
    task, done = request.POST.get("task", ""), request.POST.get("done") == "1"
    actions.mark_task(campaign, task=task, done=done, by=request.user)
    messages.success(request, "Klaar." if done else "Staat weer open.")
    return redirect(campaign)


@requires(Can.INFORM)
def add_effort(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what is done over one channel."""
    campaign = visible_campaign(request.user, pk)
    form = EffortForm(request.POST or None, initial={"worker": request.user.pk})
    if form.is_valid():
        actions.add_effort(campaign, by=request.user, **form.cleaned_data)
        messages.success(request, "Toegevoegd, met een eigen code.")
        return redirect(campaign)
    return edited(request, form, "Inzet toevoegen", campaign)


@requires(Can.INFORM)
def change_effort(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an effort: what was planned, and what came of it."""
    effort = visible_effort(request.user, pk)
    title = f"{effort} wijzigen"
    form = EffortForm(request.POST or None, instance=effort)
    if form.is_valid():
        actions.change_effort(effort, by=request.user, **form.for_edit)
        messages.success(request, "Bewaard.")
        return redirect(effort.campaign)
    return edited(request, form, title, effort.campaign)


@requires(Can.INFORM)
@require_POST
def stop_effort(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop an effort; what hangs keeps working."""
    effort = visible_effort(request.user, pk)
    actions.stop_effort(effort, by=request.user)
    messages.success(request, f"Gestopt: {effort}.")
    return redirect(effort.campaign)


def edited(
    request: HttpRequest, form: forms.BaseForm, title: str, campaign: Campaign | None = None
) -> HttpResponse:
    """Render a form of this room, below a link back to its campaign or to the list."""
    context = {"form": form, "title": title, "campaign": campaign}
    status = 422 if form.errors else 200
    return render(request, "outreach/edit.html", context, status=status)


@requires(Can.INFORM)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: its life, what was done over which channel, and the results of its codes."""
    campaign = visible_campaign(request.user, pk)
    form = CodeForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        effort = form.cleaned_data.pop("effort")
        code = actions.add_code(effort, by=request.user, **form.cleaned_data)
        messages.success(request, f"Code {code.code} is voor: {code.label}.")
        return redirect(campaign)
    efforts = list(campaign.efforts.select_related("worker").prefetch_related("codes"))
    context = {
        "campaign": campaign,
        "areas": campaign.areas.all(),
        "efforts": efforts,
        "cost": sum(effort.cost for effort in efforts),
        "hours": sum(effort.hours for effort in efforts),
        "form": form,
        "moment": MOMENTS.get(campaign.moment),
        "steps": steps_of(campaign),
    }
    return render(request, "outreach/page.html", context, status=422 if form.errors else 200)


def steps_of(campaign: Campaign) -> list[Step]:
    """Return the tasks counted back from the moment of a campaign; none without a moment."""
    if (day := campaign.day_of_moment) is None:
        return []
    done = {row.task: row for row in campaign.done_tasks.select_related("done_by")}
    return steps(MOMENTS[campaign.moment], day, done)


def code_of(user: User, pk: int) -> Code:
    """Return a code of a campaign visible to this user; else raise Http404."""
    codes = Code.objects.select_related("effort__campaign")
    return get_object_or_404(codes, pk=pk, effort__in=Effort.objects.visible_to(user))


@requires(Can.INFORM)
def change_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in how many pieces with a code were handed out."""
    code = code_of(request.user, pk)
    title = f"Code {code.code}: {code.label}"
    form = HandedOutForm(request.POST or None, instance=code)
    if form.is_valid():
        actions.change_code(code, by=request.user, **form.cleaned_data)
        messages.success(request, "Bewaard.")
        return redirect(code.campaign)
    return edited(request, form, title, code.campaign)


@requires(Can.INFORM)
def note_mention(request: HttpRequest) -> HttpResponse:
    """Count that somebody named a code at the desk, on the telephone or at the door."""
    form = MentionForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data.pop("heard")
        actions.note_mention(code, by=request.user, **form.cleaned_data)
        messages.success(request, f"Geteld bij {code.campaign}: {code.label}.")
        if not code.campaign.is_open:
            messages.warning(request, "Die campagne is voorbij. Er hangt of ligt dus nog iets.")
        return redirect("outreach:note_mention")
    return edited(request, form, "Code gehoord")


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
    context = {
        "code": code,
        "headline": code.campaign.headline,
        "invitation": code.campaign.invitation,
        "typed": paper.typed(address),
        "qr": paper.qr_data(address),
    }
    return render(request, "outreach/poster.html", context)
