"""The sender's side of sent referrals: the list, one referral, and fragments for other apps."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.guards import fresh_proof, part_of, requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.durations import days_in_words
from ground.paging import one_page, requested_key
from ground.refusals import refusal_shown_in
from partners.models import Partner
from referrals import actions
from referrals.export import CONTENT_TYPE, sheet
from referrals.filters import ReferralFilter
from referrals.forms.answers import MessageForm
from referrals.forms.handover import HandoverForm
from referrals.forms.sending import ExportForm
from referrals.models import Feedback, Handover, Referral
from referrals.partner_reading import appointment_of
from referrals.views.wizard import to_step
from referrals.workload import FEWEST_FOR_A_SHARE, TIME_FOR_CONTACT, loads_of, trust_of
from signals.models import Signal
from tenants.parts import tenant_of_part
from tenants.shielding import require_reason

# Older feedback is not shown as good news.
NEWS_FOR = timedelta(days=60)
MOST_EXPORTED = 5000
GOOD = [Feedback.Happened.ONCE, Feedback.Happened.MORE]


def visible_referral(user: User, number) -> Referral:
    """Return the referral with all that its page shows; 404 when it is not visible to this user."""
    related = (
        "tenant", "partner", "second", "sender", "consent", "signal__owner", "taken_by",
    )  # fmt: skip
    referrals = Referral.objects.visible_to(user).select_related(*related)
    referral = get_object_or_404(referrals.prefetch_related("shares"), number=number)
    require_reason(referral.tenant, user)
    return referral


@requires(Can.REFER)
def referral_list(request: HttpRequest) -> HttpResponse:
    """The referrals visible to this user, newest first, paginated by key."""
    referrals = Referral.objects.visible_to(request.user).order_by("-pk")
    found = ReferralFilter(request.GET, queryset=referrals, request=request)
    rows = found.qs.select_related("tenant", "partner", "sender")
    if after := requested_key(request):
        rows = rows.filter(pk__lt=after)
    page, more = one_page(rows)
    about = [referral.tenant_id for referral in page]
    ids = [referral.pk for referral in page]
    list_seen("referrals.list", Referral, ids, by=request.user, tenants=about)
    context = {"filter": found, "referrals": page, "more": more}
    return render(request, "referrals/list.html", context)


@requires(Can.REFER)
def page(request: HttpRequest, number) -> HttpResponse:
    """One referral: shares, answer, messages, progress. A draft redirects to its open step."""
    referral = visible_referral(request.user, number)
    if referral.status == Referral.Status.DRAFT:
        return to_step(referral)
    return show_page(request, referral, MessageForm())


def show_page(request: HttpRequest, referral: Referral, form: MessageForm) -> HttpResponse:
    seen(referral, by=request.user)
    context = {
        "referral": referral,
        "form": form,
        "written": referral.messages.select_related("author"),
        "told": referral.feedback.select_related("author"),
        "attempts": referral.attempts.select_related("author"),
        "appointment": appointment_of(referral),
        "links": referral.access_links.filter(
            revoked_at=None, expires_at__gt=timezone.now()
        ).count(),
        "may_phone": request.user.can(Can.ANSWER_BY_PHONE),
    }
    return render(request, "referrals/page.html", context, status=422 if form.errors else 200)


@requires(Can.REFER)
@require_POST
def reply(request: HttpRequest, number) -> HttpResponse:
    """Write to the partner, or answer its question."""
    referral = visible_referral(request.user, number)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return show_page(request, referral, form)
    with refusal_shown_in(form):
        actions.reply(referral, by=request.user, **form.cleaned_data)
        messages.success(request, "Verstuurd.")
        return redirect(referral)
    return show_page(request, referral, form)


@requires(Can.REFER)
@require_POST
def withdraw(request: HttpRequest, number) -> HttpResponse:
    """Withdraw the referral, or discard the draft."""
    referral = visible_referral(request.user, number)
    was_draft = referral.status == Referral.Status.DRAFT
    actions.withdraw(referral, by=request.user)
    if was_draft:
        messages.success(request, "Het concept is weg.")
        return redirect("referrals:referral_list")
    messages.success(request, "Ingetrokken. De partner ziet niets meer.")
    return redirect(referral)


@requires(Can.REFER)
@require_POST
def offer_second(request: HttpRequest, number) -> HttpResponse:
    """Draft the referral for the second choice."""
    draft = actions.offer_second(visible_referral(request.user, number), by=request.user)
    messages.success(request, f"Het concept voor {draft.partner} ligt klaar. Kijk het na.")
    return to_step(draft)


@requires(Can.REFER)
@require_POST
def revoke_access_links(request: HttpRequest, number) -> HttpResponse:
    """Revoke the access links of this referral."""
    referral = visible_referral(request.user, number)
    actions.revoke_access_links(referral, by=request.user)
    messages.success(request, "De links werken niet meer. Een volgende mail brengt een nieuwe.")
    return redirect(referral)


@requires(Can.REFER)
def plan_handover(request: HttpRequest, number) -> HttpResponse:
    """Plan the handover, or move it."""
    referral = visible_referral(request.user, number)
    standing = appointment_of(referral)
    form = HandoverForm(request.POST or None, initial=as_it_stands(standing))
    if form.is_valid():
        with refusal_shown_in(form):
            actions.plan_handover(referral, by=request.user, **form.for_action)
            messages.success(request, f"Afgesproken. {referral.partner} krijgt een mail.")
            return redirect(referral)
    seen(referral, by=request.user)
    context = {"referral": referral, "form": form, "standing": standing}
    status = 422 if form.errors else 200
    return render(request, "referrals/handover.html", context, status=status)


def as_it_stands(handover: Handover | None) -> dict:
    """Initial form values of the current appointment."""
    if handover is None:
        return {}
    starts_at = timezone.localtime(handover.visit.starts_at)
    return {
        "day": starts_at.date(),
        "at": starts_at.time(),
        "minutes": handover.visit.minutes,
        "place": handover.place,
        "who": handover.who,
        "told": handover.visit.told,
    }


@requires(Can.REFER)
def by_partner(request: HttpRequest) -> HttpResponse:
    """How much each partner has in hand, by name: a workload, no ranking."""
    loads = loads_of(request.user)
    return render(request, "referrals/by_partner.html", {"loads": loads})


@requires(Can.REFER)
@fresh_proof
def export(request: HttpRequest) -> HttpResponse:
    """Export the list as a spreadsheet, with a reason. No names, no free text of tenants."""
    form = ExportForm(request.POST or None)
    if form.is_valid():
        referrals = Referral.objects.visible_to(request.user).order_by("-pk")
        found = ReferralFilter(request.GET, queryset=referrals, request=request).qs
        listed = found.filter(tenant__shielded_at=None)
        listed = list(listed.select_related("partner", "sender", "signal")[:MOST_EXPORTED])
        actions.export(referrals=listed, by=request.user, **form.cleaned_data)
        response = HttpResponse(sheet(listed), content_type=CONTENT_TYPE)
        day = timezone.localdate().isoformat()
        response["Content-Disposition"] = f'attachment; filename="verwijzingen-{day}.xlsx"'
        return response
    context = {
        "form": form,
        "query": request.GET.urlencode(),
        "view": "De gefilterde lijst",
        "most": MOST_EXPORTED,
        "back": reverse("referrals:referral_list"),
        "back_label": "Verwijzingen",
    }
    return render(request, "components/export.html", context, status=422 if form.errors else 200)


@requires(Can.REFER)
@part_of("tenants:file")
def of_tenant(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: the referrals of one tenant, on the file."""
    tenant = tenant_of_part(request, pk)
    referrals = Referral.objects.visible_to(request.user).filter(tenant=tenant)
    referrals = list(referrals.select_related("partner").order_by("-pk")[:5])
    ids = [referral.pk for referral in referrals]
    list_seen("referrals.of_tenant", Referral, ids, by=request.user)
    return render(request, "referrals/of_tenant.html", {"referrals": referrals, "tenant": tenant})


@requires(Can.REFER)
@part_of("tenants:file")
def badge(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: 'Bij partner' in the header of the file, while a partner has an open referral."""
    tenant = tenant_of_part(request, pk)
    in_hand = Referral.objects.visible_to(request.user).open().filter(tenant=tenant).exists()
    return render(request, "referrals/tenant_badge.html", {"in_hand": in_hand})


@requires(Can.SEE_PARTNERS)
@part_of("partners:page")
def of_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: how a partner deals with referrals; numbers, no personal data."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    context = {
        "trust": trust_of(partner),
        "fewest": FEWEST_FOR_A_SHARE,
        "time_for_contact": days_in_words(TIME_FOR_CONTACT),
    }
    return render(request, "referrals/of_partner.html", context)


@requires(Can.REFER)
@part_of("tenants:file")
def to_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: drafts that wait for the tenant's consent."""
    tenant = tenant_of_part(request, pk)
    drafts = Referral.objects.visible_to(request.user).filter(
        tenant=tenant, status=Referral.Status.DRAFT, consent=None, partner__isnull=False
    )
    if tenant.is_left_in_peace:
        drafts = drafts.none()
    context = {"drafts": drafts.select_related("partner").order_by("-pk")[:5]}
    return render(request, "referrals/to_ask.html", context)


@requires(Can.REFER)
@part_of("tenants:file")
def start_button(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: the button 'Verwijs' in the header of the file, when there is an open signal."""
    tenant = tenant_of_part(request, pk)
    signals = Signal.objects.visible_to(request.user).open().filter(tenant=tenant)
    context = {"tenant": tenant, "signal": signals.order_by("-pk").first()}
    return render(request, "referrals/start_button.html", context)


@requires(Can.REFER)
@part_of("signals:today")
def good_news(request: HttpRequest) -> HttpResponse:
    """Fragment: the latest tenant who took part, for the sender; empty when there is none."""
    good = Feedback.objects.visible_to(request.user).filter(
        referral__sender=request.user,
        happened__in=GOOD,
        told_at__gt=timezone.now() - NEWS_FOR,
    )
    related = ("referral__tenant", "referral__partner", "author")
    news = good.select_related(*related).order_by("-pk").first()
    if news:
        seen(news, by=request.user)
    return render(request, "referrals/good_news.html", {"news": news})
