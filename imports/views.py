"""Import of homes and tenants: choose a file, review what it would change, then apply it."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import fresh_proof_of_link, requires
from accounts.models import User
from accounts.roles import Can
from ground.paging import one_page, requested_key
from imports import actions
from imports.forms import ColumnsForm, ImportForm
from imports.lines_seen import record_lines_seen
from imports.models import ImportLine, ImportRun
from imports.rejects import write_rejects
from imports.unreadable import UnknownColumns, Unreadable
from imports.uploads import MOST_NAME

EARLIER = 10
# The most columns of a header that can be mapped.
MOST_COLUMNS = 300
Outcome = ImportLine.Outcome
# Outcomes with a list of lines, in the order of the tabs.
SHOWN = [o for o in Outcome if o not in (Outcome.SAME, Outcome.LEFT_OUT)]


def visible_run(user: User, pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(user).select_related("by"), pk=pk)


@requires(Can.IMPORT)
def read_file(request: HttpRequest) -> HttpResponse:
    """Upload a file; also lists earlier imports."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        try:
            run = actions.read_file(kind=kind, name=file.name, data=file.file, by=request.user)
        except UnknownColumns as reason:
            return ask_columns(request, kind, reason)
        except Unreadable as reason:
            form.add_error("file", reason.sentence)
        else:
            return redirect("imports:run", run.pk)
    runs = ImportRun.objects.visible_to(request.user).select_related("by")
    context = {"form": form, "runs": runs[:EARLIER]}
    return render(request, "imports/read_file.html", context, status=422 if form.errors else 200)


def ask_columns(request: HttpRequest, kind: str, unknown: UnknownColumns) -> HttpResponse:
    """Render the page to map the columns of a file to ours."""
    form = ColumnsForm(header=unknown.header[:MOST_COLUMNS], kind=kind)
    context = {"form": form, "sentence": unknown.sentence}
    return render(request, "imports/learn_columns.html", context, status=422)


def header_of(text: str) -> list[str]:
    """Parse the column names from the form's hidden field; [] when they were tampered with."""
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return (
        [str(name)[:MOST_NAME] for name in header][:MOST_COLUMNS]
        if isinstance(header, list)
        else []
    )


@requires(Can.IMPORT)
def learn_columns(request: HttpRequest) -> HttpResponse:
    """Save how a source names its columns; then the user chooses the file again."""
    kind = request.POST.get("kind")
    if request.method != "POST" or kind not in ImportRun.Kind.values:
        return redirect("imports:read_file")
    header = header_of(request.POST.get("header", ""))
    typed = request.POST.copy()
    typed["header"] = json.dumps(header)
    form = ColumnsForm(typed, header=header, kind=kind)
    if not form.is_valid():
        return render(request, "imports/learn_columns.html", {"form": form}, status=422)
    source = form.cleaned_data["source"]
    actions.learn_columns(kind=kind, source=source, columns=form.columns, by=request.user)
    messages.success(request, f"Onthouden voor {source}. Kies het bestand nu opnieuw.")
    return redirect("imports:read_file")


@requires(Can.IMPORT)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file would change or has changed; for htmx, only the progress of the worker."""
    run = visible_run(request.user, pk)
    if request.htmx:
        response = render(request, "imports/run.html#progress", {"run": run})
        if not run.is_busy:
            response["HX-Refresh"] = "true"
        return response
    shown = lines_shown(request, run)
    record_lines_seen(run, [(line.pk, line.who) for line in shown["lines"]], by=request.user)
    context = {
        "run": run,
        "counts": [(o.label, run.counts.get(o, 0), o) for o in Outcome if run.counts.get(o)],
        "outcomes": [(o, o.label) for o in SHOWN if run.counts.get(o)],
    } | shown
    return render(request, "imports/run.html", context)


def lines_shown(request: HttpRequest, run: ImportRun) -> dict:
    """Return a page of lines with one outcome; by default the refused ones, which need correction.

    `toon` in the query string selects another outcome.
    """
    present = [o for o in SHOWN if run.counts.get(o)]
    asked = request.GET.get("toon")
    outcome = asked if asked in present else next(iter(present), None)
    lines = run.lines.filter(outcome=outcome) if outcome else run.lines.none()
    if after := requested_key(request):
        lines = lines.filter(pk__gt=after)
    page, more = one_page(lines.order_by("pk"))
    return {"outcome": outcome, "lines": page, "more": more}


@requires(Can.IMPORT)
@fresh_proof_of_link
def rejects(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the refused lines with their reasons, to correct and upload again."""
    run = visible_run(request.user, pk)
    rejected = run.lines.filter(outcome=Outcome.REJECTED).order_by("pk").values_list("pk", "who")
    record_lines_seen(run, list(rejected), by=request.user, download=True)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="afgekeurd-{run.pk}.csv"'
    write_rejects(run, response)
    return response


@requires(Can.IMPORT)
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker apply the file."""
    run = actions.apply(visible_run(request.user, pk), by=request.user)
    messages.success(request, "Het bestand wordt doorgevoerd. Je kunt deze pagina verlaten.")
    return redirect("imports:run", run.pk)


@requires(Can.IMPORT)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker undo the file."""
    run = actions.undo(visible_run(request.user, pk), by=request.user)
    messages.success(request, "Het bestand wordt teruggedraaid.")
    return redirect("imports:run", run.pk)


@requires(Can.IMPORT)
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Retry a file that got stuck."""
    run = actions.resume(visible_run(request.user, pk), by=request.user)
    messages.success(request, "Het bestand gaat verder waar het was.")
    return redirect("imports:run", run.pk)


@requires(Can.IMPORT)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Discard the file."""
    actions.discard(visible_run(request.user, pk), by=request.user)
    messages.success(request, "Weggegooid. Er is niets veranderd.")
    return redirect("imports:read_file")
