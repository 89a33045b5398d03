"""The weekly review of reads: the selected reads, the verdicts, and signing off the week."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.guards import fresh_proof_of_link, requires
from accounts.models import User
from accounts.roles import Can
from audit import actions
from audit.forms import VerdictForm
from audit.models import Event, Review, ReviewWeek, list_seen
from audit.unusual_reads import KINDS, why_in_dutch
from audit.views.trail import HEADINGS, Row, cells, in_words, local
from ground.paging import PAGE, one_page, requested_key
from ground.plain_text import escape_formula

REVIEW_HEADINGS = ["week", "logregel", "waarom", "oordeel", "beoordeeld", "door", *HEADINGS]
# Other weeks listed below the current one, both open and signed; each links to more.
EARLIER = 12


@dataclass(frozen=True)
class Queued:
    """One selected read in words, with why it was selected and the form for the verdict.

    `row` is None when the read is no longer in the trail.
    """

    review: Review
    row: Row | None
    why: str
    form: VerdictForm


@requires(Can.SEE_TRAIL)
def review(request: HttpRequest) -> HttpResponse:
    """Show the oldest week that is not signed, else the last one."""
    weeks = ReviewWeek.objects.visible_to(request.user)
    first = weeks.unsigned().order_by("monday").first() or weeks.order_by("-monday").first()
    if first is None:
        return render(request, "audit/review.html", {"kinds": KINDS.values()})
    return show_week(request, first)


@requires(Can.SEE_TRAIL)
def week(request: HttpRequest, monday: date) -> HttpResponse:
    """Show the selected reads of one week and their verdicts."""
    return show_week(request, visible_week(request.user, monday))


def visible_week(user: User, monday: date) -> ReviewWeek:
    """Return the week that starts on this Monday; 404 when it has no selection yet."""
    return get_object_or_404(ReviewWeek.objects.visible_to(user), pk=monday)


def show_week(
    request: HttpRequest, week: ReviewWeek, wrong: VerdictForm | None = None
) -> HttpResponse:
    """Render the open reads and then the decided ones, newest first. This is recorded as a read.

    `wrong` is an invalid form to show again.
    """
    user = request.user
    todo, done, more = reviews_of(week, requested_key(request), user)
    if wrong and wrong.review not in [*todo, *done]:
        todo.insert(0, wrong.review)
    list_seen("audit.review", Event, [row.event_id for row in [*todo, *done]], by=user)
    queued = list(in_queue([*todo, *done], wrong, to=user))
    context = {
        "todo": queued[: len(todo)],
        "done": queued[len(todo) :],
        "more": more,
        "wrong": wrong,
        "kinds": KINDS.values(),
        **weeks_around(week, user),
    }
    return render(request, "audit/review.html", context, status=422 if wrong else 200)


def reviews_of(
    week: ReviewWeek, before: int | None, user: User
) -> tuple[list[Review], list[Review], int | None]:
    """Return the first open reviews, a page of decided ones, and the key for the next page."""
    mine = Review.objects.visible_to(user).filter(week=week).select_related("decided_by")
    done = mine.done().order_by("-pk")
    page, more = one_page(done.filter(pk__lt=before) if before else done)
    return list(mine.open().order_by("pk")[:PAGE]), page, more


def weeks_around(week: ReviewWeek, user: User) -> dict:
    """Return the context: this week with counts, the other open weeks, the oldest late one, signed.

    On the page of a signed week, `signed` has only the weeks before it.
    """
    weeks = ReviewWeek.objects.visible_to(user).select_related("signed_by").counted()
    this = weeks.get(pk=week.pk)
    waiting = list(weeks.unsigned().exclude(pk=week.pk).order_by("monday")[:EARLIER])
    signed = weeks.signed().order_by("-monday")
    if this.signed_at:
        signed = signed.filter(monday__lt=this.monday)
    late = [one for one in [this, *waiting] if one.is_late]
    return {
        "week": this,
        "waiting": waiting,
        "late": min(late, key=lambda one: one.monday, default=None),
        "signed": signed[:EARLIER],
    }


def in_queue(reviews: list[Review], wrong: VerdictForm | None, *, to: User) -> Iterator[Queued]:
    """Yield the reviews with their reads in words; the invalid form keeps the typed text."""
    lines = Event.objects.visible_to(to).in_bulk([review.event_id for review in reviews])
    rows = {row.event.pk: row for row in in_words(list(lines.values()), to=to)}
    for review in reviews:
        own = wrong if wrong and wrong.review == review else VerdictForm(review=review)
        yield Queued(review, rows.get(review.event_id), why_in_dutch(review.why), own)


@requires(Can.SEE_TRAIL)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the verdict on one read."""
    reviews = Review.objects.visible_to(request.user).select_related("week")
    review = get_object_or_404(reviews, pk=pk)
    form = VerdictForm(request.POST, review=review)
    if not form.is_valid():
        return show_week(request, review.week, form)
    said = actions.decide(review, by=request.user, **form.cleaned_data)
    messages.success(request, f"Genoteerd: {said.get_verdict_display().lower()}.")
    return redirect(review.week)


@requires(Can.SEE_TRAIL)
@require_POST
def sign(request: HttpRequest, monday: date) -> HttpResponse:
    """Sign off a week."""
    signed = actions.sign(visible_week(request.user, monday), by=request.user)
    messages.success(request, f"Je hebt {signed} afgetekend.")
    return redirect(signed)


@requires(Can.SEE_TRAIL)
@fresh_proof_of_link
def review_file(request: HttpRequest, monday: date) -> HttpResponse:
    """Download one week as CSV: ids, codes and times; no names and no notes."""
    week = visible_week(request.user, monday)
    reviews = list(Review.objects.visible_to(request.user).filter(week=week).order_by("pk"))
    ids = [review.event_id for review in reviews]
    list_seen("audit.review_file", Event, ids, by=request.user)
    lines = Event.objects.visible_to(request.user).in_bulk(ids)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="controle-{week.monday}.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(REVIEW_HEADINGS)
    for review in reviews:
        event = lines.get(review.event_id)
        writer.writerow([*verdict_cells(review), *(cells(event) if event else [])])
    return response


def verdict_cells(review: Review) -> list:
    """Return the cells of a verdict, in ids and codes; the note is left out."""
    return [
        review.week_id,
        review.event_id,
        escape_formula(review.why),
        review.verdict,
        local(review.decided_at),
        review.decided_by_id or "",
    ]
