"""Partners: who does what and where, and whether there is room."""

from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from ground.refusals import refusal_shown_in
from partners import actions
from partners.forms.agreements import AgreementForm
from partners.forms.organisations import CapacityForm, MergeForm, NewPartnerForm, PartnerForm
from partners.forms.people import InviteForm, MailsForm
from partners.inboxes import is_shared
from partners.memberships import may_keep
from partners.models import Partner, Worker

# A corporation has tens of partners; at this number the page says that the list is cut off.
MOST = 200


def visible_partner(user: User, pk: int) -> Partner:
    partners = Partner.objects.visible_to(user).select_related("merged_into")
    return get_object_or_404(partners.prefetch_related("agreements"), pk=pk)


def back_to(partner: Partner, user: User) -> HttpResponse:
    """Redirect to our page of a partner, or to the partner's own page for its workers."""
    return redirect(partner) if user.can(Can.SEE_PARTNERS) else redirect("partners:own")


@requires(Can.SEE_PARTNERS)
def partner_list(request: HttpRequest) -> HttpResponse:
    """All partners by name, those that are switched off last."""
    partners = Partner.objects.visible_to(request.user).select_related("merged_into")
    partners = list(partners.prefetch_related("areas", "agreements")[:MOST])
    context = {
        "on": [partner for partner in partners if partner.switched_off_at is None],
        "off": [partner for partner in partners if partner.switched_off_at],
        "may_manage": request.user.can(Can.MANAGE_PARTNERS),
        "most": MOST if len(partners) == MOST else None,
    }
    return render(request, "partners/list.html", context)


@requires(Can.SEE_PARTNERS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a partner, for staff."""
    return show_page(request, visible_partner(request.user, pk))


@requires(Can.ANSWER_REFERRAL)
def own(request: HttpRequest) -> HttpResponse:
    """The page of the user's own organisation."""
    partners = Partner.objects.visible_to(request.user).prefetch_related("agreements")
    return show_page(request, get_object_or_404(partners))


def mails_form_of(user: User) -> MailsForm | None:
    """The form to choose how often one gets mail; None for our own colleagues."""
    worker = Worker.objects.visible_to(user).present().filter(user=user).first()
    return worker and MailsForm(initial={"mails": worker.mails}, auto_id="mail_%s")


def show_page(request: HttpRequest, partner: Partner, **forms) -> HttpResponse:
    """Render everything about one partner; an invalid form keeps its place on the page."""
    wrong = any(form.errors for form in forms.values())
    context = {
        "partner": partner,
        "ours": request.user.can(Can.SEE_PARTNERS),
        "areas": partner.areas.all(),
        "inbox_is_shared": partner.switched_off_at is None and is_shared(partner),
        "services": partner.services.all(),
        "workers": partner.workers.present().select_related("user").order_by("user__name"),
        "invitations": partner.invitations.open(),
        "agreements": partner.agreements.all(),
        "may_manage": request.user.can(Can.MANAGE_PARTNERS),
        "may_refer": request.user.can(Can.REFER),
        "may_keep": may_keep(request.user, partner),
        "form": CapacityForm(initial=room_of(partner), auto_id="ruimte_%s"),
        "invite_form": InviteForm(auto_id="nodig_%s"),
        "mails_form": mails_form_of(request.user),
        "agree_form": AgreementForm(auto_id="afspraak_%s"),
        "merge_form": MergeForm(partner=partner, auto_id="samen_%s"),
    }
    template = "partners/page.html"
    return render(request, template, context | forms, status=422 if wrong else 200)


def room_of(partner: Partner) -> dict:
    return {"capacity": partner.capacity, "full_until": partner.full_until}


@requires(Can.MANAGE_PARTNERS)
def add(request: HttpRequest) -> HttpResponse:
    """Add a partner."""
    form = NewPartnerForm(request.POST or None)
    if form.is_valid():
        with refusal_shown_in(form):
            partner = actions.add(by=request.user, **form.for_action)
            messages.success(request, f"Toegevoegd: {partner}.")
            return redirect(partner)
    return render(request, "partners/form.html", {"form": form}, status=422 if form.errors else 200)


@requires(Can.MANAGE_PARTNERS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the details of a partner."""
    partner = visible_partner(request.user, pk)
    # The form writes to this copy, so that the heading keeps the saved name.
    form = PartnerForm(request.POST or None, instance=copy(partner))
    if form.is_valid():
        with refusal_shown_in(form):
            actions.edit(partner, by=request.user, **form.for_action)
            messages.success(request, "Bewaard.")
            return redirect(partner)
    context = {"form": form, "partner": partner}
    return render(request, "partners/form.html", context, status=422 if form.errors else 200)


@requires(Can.MANAGE_PARTNERS, Can.ANSWER_REFERRAL)
@require_POST
def change_capacity(request: HttpRequest, pk: int) -> HttpResponse:
    """Set whether there is room."""
    partner = visible_partner(request.user, pk)
    form = CapacityForm(request.POST, initial=room_of(partner), auto_id="ruimte_%s")
    if not form.is_valid():
        return show_page(request, partner, form=form)
    actions.change_capacity(partner, by=request.user, **form.cleaned_data)
    messages.success(request, f"{partner}: {partner.room}.")
    return back_to(partner, request.user)


@requires(Can.MANAGE_PARTNERS, Can.REFER, Can.ANSWER_REFERRAL)
@require_POST
def assure(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that the details were checked today."""
    partner = actions.assure(visible_partner(request.user, pk), by=request.user)
    messages.success(request, "Gecontroleerd op vandaag gezet.")
    back = request.POST.get("terug", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return back_to(partner, request.user)


@requires(Can.MANAGE_PARTNERS)
@require_POST
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch the partner off."""
    partner = actions.switch_off(visible_partner(request.user, pk), by=request.user)
    messages.success(
        request, f"{partner} staat uit. Wie daar iets had lopen, vindt het op Vandaag."
    )
    return redirect(partner)


@requires(Can.MANAGE_PARTNERS)
@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch the partner on again."""
    partner = actions.switch_on(visible_partner(request.user, pk), by=request.user)
    messages.success(request, f"{partner} staat weer aan.")
    return redirect(partner)


@requires(Can.MANAGE_PARTNERS)
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge this organisation into another."""
    partner = visible_partner(request.user, pk)
    form = MergeForm(request.POST, partner=partner, auto_id="samen_%s")
    if not form.is_valid():
        return show_page(request, partner, merge_form=form)
    into = actions.merge(partner, by=request.user, **form.cleaned_data)
    messages.success(
        request, f"{partner} gaat verder als {into}. Wie iets had lopen, vraagt het opnieuw."
    )
    return redirect(into)
