"""A partner's worker takes a list of their work along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.guards import fresh_proof, requires
from accounts.roles import Can
from ground.spreadsheets import CONTENT_TYPE, CSV_CONTENT_TYPE, comma_separated, workbook
from referrals import actions
from referrals.forms.colleagues import OwnExportForm
from referrals.own_export import HEADER, TITLE, own_work, rows
from referrals.views.sender import MOST_EXPORTED


@requires(Can.ANSWER_REFERRAL)
@fresh_proof
def export_own(request: HttpRequest) -> HttpResponse:
    """Export the referrals of this worker, or of the organisation, as a spreadsheet or as CSV."""
    form = OwnExportForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        referrals = list(own_work(request.user, mine=data["whose"] == "mine")[:MOST_EXPORTED])
        actions.export_own(referrals=referrals, reason=data["reason"], by=request.user)
        return file_of(rows(referrals), data["kind"])
    context = {
        "form": form,
        "query": "",
        "view": "Jouw werk of dat van jullie organisatie",
        "most": MOST_EXPORTED,
        "back": reverse("referrals:inbox"),
        "back_label": "Postvak",
    }
    return render(request, "components/export.html", context, status=422 if form.errors else 200)


def file_of(lines: list[list], kind: str) -> HttpResponse:
    """Return the rows as a download, of kind `xlsx` or `csv`."""
    if kind == "csv":
        response = HttpResponse(comma_separated(HEADER, lines), content_type=CSV_CONTENT_TYPE)
    else:
        response = HttpResponse(workbook(TITLE, HEADER, lines), content_type=CONTENT_TYPE)
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="eigen-werk-{day}.{kind}"'
    return response
