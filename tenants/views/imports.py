"""Reading homes and tenants: choose a file, look at what it would change, then put it in."""

import csv

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import requires
from accounts.models import User
from accounts.roles import Can
from audit.models import seen
from tenants import actions
from tenants.forms import ImportForm
from tenants.imports.reading import MOST_BYTES, Unreadable
from tenants.models import ImportRun

EARLIER = 10
# Rejects and changed rows on the page; the download has them all.
MOST_SHOWN = 100


def visible_run(user: User, pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(user).select_related("by"), pk=pk)


@requires(Can.IMPORT)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a file; earlier ones stand beside it."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.read_file(
                None,
                kind=form.cleaned_data["kind"],
                name=file.name,
                data=file.read(MOST_BYTES + 1),
                by=request.user,
            )
        except Unreadable as reason:
            form.add_error("file", reason.sentence)
        else:
            return redirect("tenants:import_run", run.pk)
    runs = ImportRun.objects.visible_to(request.user).select_related("by").defer("rows")
    context = {"form": form, "runs": runs[:EARLIER]}
    return render(request, "tenants/import.html", context, status=422 if form.errors else 200)


@requires(Can.IMPORT)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would change, or changed."""
    run = visible_run(request.user, pk)
    seen(run, by=request.user)
    context = {
        "run": run,
        "rejects": run.rejects[:MOST_SHOWN],
        "changed": list(run.changes["changed"].items())[:MOST_SHOWN],
        "new": run.changes["new"][:MOST_SHOWN],
        "most": MOST_SHOWN,
    }
    return render(request, "tenants/import_run.html", context)


@requires(Can.IMPORT)
def rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """The refused lines with the reason, to mend in the source system."""
    run = visible_run(request.user, pk)
    seen(run, by=request.user, download=True)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="afgekeurd-{run.pk}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["regel", "code", "reden"])
    for reject in run.rejects:
        # A cell that starts like a formula is text, also in a spreadsheet.
        code = reject["who"]
        code = f"'{code}" if code[:1] in ("=", "+", "-", "@") else code
        writer.writerow([reject["line"], code, reject["reason"]])
    return response


@requires(Can.IMPORT)
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the file in."""
    run = actions.apply_import(visible_run(request.user, pk), by=request.user)
    messages.success(request, f"Doorgevoerd: {run.file_name}.")
    return redirect("tenants:import_run", run.pk)


@requires(Can.IMPORT)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the file away."""
    actions.discard_import(visible_run(request.user, pk), by=request.user)
    messages.success(request, "Weggegooid. Er is niets veranderd.")
    return redirect("tenants:import")
