"""A tenant's file: timeline, consents, network map, and offers that fit the wish."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.guards import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import Event, seen
from audit.sentences import Line, sentences_for, verbs
from ground.days import local_day
from ground.paging import one_page, requested_key
from outbox import pdf
from tenants import actions, letters
from tenants.channels import Channel, channel_for
from tenants.consent_wording import enumerate_words
from tenants.forms.file_access import LANGUAGES
from tenants.forms.notes import NoteForm, WishForm
from tenants.hooks import already_disclosed
from tenants.models import Consent, Snapshot, Tenant
from tenants.network import growth, points
from tenants.shared_fields import current_home

# Events read for one page of the timeline; those without a sentence are dropped afterwards.
PAGE = 40
MOST_LETTERS = 10
# How a tenant hears that we stopped sharing, by channel.
HEARD = {
    Channel.MAIL: "per e-mail",
    Channel.TEXT: "per sms",
    Channel.LETTER: "per brief",
    Channel.CALL: "een collega belt",
}
GROUPS = {"alles": "Alles", "gesprekken": "Gesprekken", "verwijzing": "Verwijzing"}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, with its time and author."""

    at: datetime
    who: str
    line: Line


def visible_tenant(user: User, pk: int) -> Tenant:
    """Return the tenant; Http404 when this user may not open the file."""
    return get_object_or_404(Tenant.objects.visible_to(user), pk=pk)


@requires(Can.SEE_TENANTS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the file; recorded before anything is rendered. Ask for a reason first when the tenant
    is not visible to this user."""
    tenant = Tenant.objects.visible_to(request.user).filter(pk=pk).first()
    if tenant is None:
        return redirect("tenants:open_with_reason", pk)
    return show_file(request, tenant, NoteForm())


def show_file(request: HttpRequest, tenant: Tenant, form: NoteForm) -> HttpResponse:
    seen(tenant, by=request.user)
    group = request.GET.get("toon", "alles")
    group = group if group in GROUPS else "alles"
    entries, earlier = timeline(tenant, request.user, group, requested_key(request))
    contacts = list(tenant.contacts.all())
    context = {
        "tenant": tenant,
        "home": current_home(tenant),
        "language": LANGUAGES.get(tenant.language, tenant.language),
        "may_answer": request.user.can(Can.HANDLE_RIGHTS),
        "may_unshield": request.user.can(Can.REVIEW_FILE_ACCESS),
        "note_form": form,
        "groups": GROUPS,
        "group": group,
        "entries": entries,
        "earlier": earlier,
        "consents": latest_answers(tenant),
        "letters": tenant.letters.select_related("written_by").order_by("-pk")[:MOST_LETTERS],
        "wishes": tenant.wishes.order_by("-pk")[:3],
        "contacts": contacts,
        "points": points(contacts),
        "growth": growth(contacts, first_map(tenant)),
        "discussed_on": max((contact.noted_on for contact in contacts), default=None),
    }
    return render(request, "tenants/file.html", context, status=422 if form.errors else 200)


def first_map(tenant: Tenant) -> Snapshot | None:
    """Return the earliest snapshot with its ties; None when there is none."""
    return tenant.snapshots.prefetch_related("ties").order_by("taken_on").first()


def timeline(
    tenant: Tenant, to: User, group: str, before: int | None
) -> tuple[list[Entry], int | None]:
    """Return a page of the timeline, newest first, and the key where the next page begins.

    It is read from the audit trail, so that higher rooms add their own sentences.
    """
    events = Event.objects.about_tenant(tenant.pk).filter(verb__in=verbs())
    if before:
        events = events.filter(pk__lt=before)
    page, earlier = one_page(events, PAGE)
    lines = sentences_for(page, to=to)
    if group != "alles":
        lines = [(event, line) for event, line in lines if line.group == group]
    names = User.objects.names_of({event.actor_id for event, _ in lines})
    entries = []
    for event, line in lines:
        who = "door jou" if event.actor_id == to.pk else names.get(event.actor_id, "")
        if not entries or (entries[-1].line, local_day(entries[-1].at)) != (
            line,
            local_day(event.at),
        ):
            entries.append(Entry(event.at, who, line))
    return entries, earlier


def latest_answers(tenant: Tenant) -> list[Consent]:
    """Return the latest answer per recipient and purpose, newest first."""
    return sorted(tenant.consents.latest_each(), key=lambda consent: -consent.pk)


@requires(Can.SEE_TENANTS)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a short note to the file."""
    tenant = visible_tenant(request.user, pk)
    form = NoteForm(request.POST or None)
    if not form.is_valid():
        return show_file(request, tenant, form)
    actions.note(tenant, by=request.user, **form.cleaned_data)
    messages.success(request, "De notitie staat erbij.")
    return redirect(tenant)


@requires(Can.SEE_TENANTS)
def record_wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the tenant would like."""
    tenant = visible_tenant(request.user, pk)
    form = WishForm(request.POST or None)
    if form.is_valid():
        actions.record_wish(tenant, by=request.user, **form.cleaned_data)
        messages.success(request, "De wens is genoteerd.")
        return redirect(tenant)
    seen(tenant, by=request.user)
    context = {"tenant": tenant, "form": form}
    return render(request, "tenants/wish.html", context, status=422 if form.errors else 200)


@requires(Can.RECORD_CONSENT)
def withdraw_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, then stop sharing at once."""
    consents = Consent.objects.visible_to(request.user).select_related("tenant")
    consent = get_object_or_404(consents, pk=pk)
    others = consent.in_force_beside()
    if request.method == "POST":
        everything = "alles" in request.POST
        actions.withdraw_consent(consent, everything=everything, by=request.user)
        ended = [consent, *(others if everything else [])]
        who = enumerate_words(list(dict.fromkeys(one.recipient_name for one in ended)))
        sees = "ziet" if len(ended) == 1 else "zien"
        messages.success(request, f"Ingetrokken. {who} {sees} vanaf nu niets meer.")
        return redirect(consent.tenant)
    seen(consent, by=request.user)
    tenant = consent.tenant
    hears = consent.is_with_another and not tenant.is_left_in_peace
    known = [line for one in (consent, *others) for line in already_disclosed(one)]
    context = {
        "consent": consent,
        "others": others,
        "known": known,
        "heard": HEARD[channel_for(tenant)[0]] if hears else "",
    }
    return render(request, "tenants/withdraw.html", context)


@requires(Can.RECORD_CONSENT)
def consent_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the consent letter as PDF, in large print."""
    consents = Consent.objects.visible_to(request.user).select_related("tenant")
    consent = get_object_or_404(consents, pk=pk)
    seen(consent, by=request.user, form="brief")
    response = HttpResponse(
        pdf.render("letter", letters.consent_letter(consent)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="afspraak-{consent.pk}.pdf"'
    return response
