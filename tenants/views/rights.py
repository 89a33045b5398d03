"""Data subject requests: what was asked, the deadline, and the answer."""

import json
from itertools import islice

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from accounts.guards import fresh_proof, requires
from accounts.models import User
from accounts.roles import Can
from audit.models import list_seen, seen
from ground.paging import one_page, requested_key
from outbox import pdf
from tenants import actions
from tenants.forms.rights import AnswerForm, ExtendForm, RectifyForm, RequestForm
from tenants.letters import looked_letter
from tenants.models import RightsRequest, Tenant
from tenants.subject_access import access_history, subject_access_report
from tenants.views.file import visible_tenant

# The most reads listed on one page; the subject access report lists all of them.
MOST_READS = 500
RESTRICTED = "Gebruik beperkt. Alleen wat dringend of al afgesproken is, staat nog op de lijst."
LIFTED = "Gebruik niet meer beperkt. De volgende stap staat weer op de lijst."
INTRO = (
    "Dit is alles wat wij in Aanloop over u bewaren. Gegevens van anderen staan er niet in. Klopt "
    "er iets niet, of wilt u iets laten verwijderen? Zeg het ons; dat mag altijd. Bent u het niet "
    "eens met ons antwoord, dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens."
)


def visible_request(user: User, pk: int) -> RightsRequest:
    related = ("recorded_by", "answered_by")
    requests = RightsRequest.objects.visible_to(user).select_related(*related)
    return get_object_or_404(requests, pk=pk)


@requires(Can.HANDLE_RIGHTS)
def requests(request: HttpRequest) -> HttpResponse:
    """List open requests by deadline, then answered ones, newest first."""
    rows = RightsRequest.objects.visible_to(request.user)
    done = rows.exclude(status=RightsRequest.Status.OPEN).order_by("-pk")
    if after := requested_key(request):
        done = done.filter(pk__lt=after)
    page, more = one_page(done)
    waiting = list(rows.open().order_by("due_on", "pk")[:100])
    about = [one.tenant_number for one in [*waiting, *page]]
    ids = [one.pk for one in [*waiting, *page]]
    list_seen("tenants.requests", RightsRequest, ids, by=request.user, tenants=about)
    context = {"waiting": waiting, "answered": page, "more": more, "today": timezone.localdate()}
    return render(request, "tenants/requests.html", context)


@requires(Can.HANDLE_RIGHTS)
def receive_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a tenant's request."""
    tenant = visible_tenant(request.user, pk)
    form = RequestForm(request.POST or None)
    if form.is_valid():
        made = actions.receive_request(tenant, by=request.user, **form.cleaned_data)
        return redirect("tenants:request_page", made.pk)
    seen(tenant, by=request.user)
    context = {"form": form, "tenant": tenant}
    return render(request, "tenants/request_new.html", context, status=422 if form.errors else 200)


@requires(Can.HANDLE_RIGHTS)
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request, with its deadline and the forms to answer it."""
    return show_request(request, pk, AnswerForm(), ExtendForm())


def show_request(
    request: HttpRequest, pk: int, form: AnswerForm, extend_form: ExtendForm
) -> HttpResponse:
    asked = visible_request(request.user, pk)
    seen(asked, by=request.user)
    tenant = Tenant.objects.visible_to(request.user).filter(pk=asked.tenant_number).first()
    context = {
        "asked": asked,
        "tenant": tenant,
        "form": form,
        "extend_form": extend_form,
        "rectify_form": RectifyForm(instance=tenant) if tenant else None,
        "overdue": asked.days_left < 0,
    }
    status = 422 if form.errors or extend_form.errors else 200
    return render(request, "tenants/request.html", context, status=status)


@requires(Can.HANDLE_RIGHTS)
@require_POST
def answer_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the answer, or the reason for a refusal."""
    asked = visible_request(request.user, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_request(request, pk, form, ExtendForm())
    refused = "refuse" in request.POST
    actions.answer_request(
        asked, answer=form.cleaned_data["answer"], refused=refused, by=request.user
    )
    messages.success(request, "Vastgelegd.")
    return redirect("tenants:request_page", pk)


@requires(Can.HANDLE_RIGHTS)
@require_POST
def extend_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Extend the term by two months, with a reason."""
    asked, form = visible_request(request.user, pk), ExtendForm(request.POST)
    if not form.is_valid():
        return show_request(request, pk, AnswerForm(), form)
    actions.extend_request(asked, by=request.user, **form.cleaned_data)
    messages.success(request, "Uitgesteld. Vertel de huurder nu waarom.")
    return redirect("tenants:request_page", pk)


@requires(Can.HANDLE_RIGHTS)
def rectify(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a tenant's data."""
    asked = visible_request(request.user, pk)
    tenant = visible_tenant(request.user, asked.tenant_number)
    form = RectifyForm(request.POST or None, instance=visible_tenant(request.user, tenant.pk))
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in RectifyForm.Meta.fields}
        answered = "Verbeterd, en doorgegeven aan wie het had."
        actions.rectify(asked, fields=fields, answer=answered, by=request.user)
        messages.success(request, answered)
        return redirect("tenants:request_page", pk)
    seen(tenant, by=request.user)
    context = {"form": form, "asked": asked, "tenant": tenant}
    return render(request, "tenants/rectify.html", context, status=422 if form.errors else 200)


@requires(Can.HANDLE_RIGHTS)
@require_POST
def restrict(request: HttpRequest, pk: int) -> HttpResponse:
    """Restrict processing (GDPR article 18), or lift the restriction."""
    tenant = visible_tenant(request.user, pk)
    on = "on" in request.POST
    actions.restrict(tenant, on=on, by=request.user)
    messages.success(request, RESTRICTED if on else LIFTED)
    return redirect(tenant)


@requires(Can.HANDLE_RIGHTS)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, then erase all data about the tenant."""
    asked = visible_request(request.user, pk)
    tenant = visible_tenant(request.user, asked.tenant_number)
    if request.method == "POST":
        counts = actions.erase(asked, by=request.user)
        messages.success(request, f"Verwijderd: {sum(counts.values())} rijen. Dit is het bewijs.")
        return redirect("tenants:request_page", pk)
    seen(tenant, by=request.user)
    return render(request, "tenants/erase.html", {"asked": asked, "tenant": tenant})


@requires(Can.HANDLE_RIGHTS)
@fresh_proof
@require_POST
def give_subject_access(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Return the subject access report as `pdf` or `json`, or the letter that lists who read the
    data (`brief`). Recorded first."""
    asked = visible_request(request.user, pk)
    tenant = visible_tenant(request.user, asked.tenant_number)
    actions.give_subject_access(asked, form=form, by=request.user)
    if form == "json":
        return as_json(tenant, asked)
    name, sheet, data = (
        ("wie-keek", "letter", looked_letter(tenant))
        if form == "brief"
        else ("inzage", "access", as_report(tenant))
    )
    response = HttpResponse(pdf.render(sheet, data), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}-{asked.pk}.pdf"'
    return response


def as_report(tenant: Tenant) -> dict:
    day = date_format(timezone.localdate(), "j F Y")
    sections = [{"title": s.title, "rows": s.rows} for s in subject_access_report(tenant)]
    return {"title": f"Inzage op {day}", "intro": INTRO, "sections": sections}


def as_json(tenant: Tenant, asked: RightsRequest) -> HttpResponse:
    report = as_report(tenant)
    response = HttpResponse(
        json.dumps(report, ensure_ascii=False, indent=2), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="inzage-{asked.pk}.json"'
    return response


@requires(Can.HANDLE_RIGHTS)
def looked(request: HttpRequest, pk: int) -> HttpResponse:
    """List who read a tenant's data, as the tenant may see it."""
    tenant = visible_tenant(request.user, pk)
    seen(tenant, by=request.user)
    rows = [
        {"reden": ""} | {cell["label"]: cell["value"] for cell in row}
        for row in islice(access_history(tenant, only_reads=True), MOST_READS)
    ]
    return render(request, "tenants/looked.html", {"tenant": tenant, "rows": rows})
