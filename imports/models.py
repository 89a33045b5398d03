"""Imports, their lines, and the column mappings of other sources."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of

# How long a worker can go without progress before another one takes over its import.
LEASE = timedelta(seconds=90)
# After this many attempts without progress an import is STUCK, and a person has to decide.
MOST_ATTEMPTS = 3


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ImportRunQuerySet":
        return self if user.can(Can.IMPORT) else self.none()

    def waiting(self) -> "ImportRunQuerySet":
        """Imports with work to do that no worker holds a lease on."""
        free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
        return self.filter(free, status__in=ImportRun.WORK)


class ImportRun(Moving):
    """One uploaded file: what it would change, what it changed, and whether that was undone.

    `columns` are our column names, in the order of each line's cells. `counts` maps outcomes to
    numbers of lines; `ended` lists [tenancy id, earlier end date or ""] of the tenancies that ended
    because the file omits them.
    """

    class Kind(models.TextChoices):
        HOMES = "homes", "woningen"
        TENANTS = "tenants", "huurders"

    class Status(models.TextChoices):
        READING = "reading", "Wordt vergeleken"
        READY = "ready", "Nog niet doorgevoerd"
        APPLYING = "applying", "Wordt doorgevoerd"
        APPLIED = "applied", "Doorgevoerd"
        DISCARDED = "discarded", "Weggegooid"
        UNDOING = "undoing", "Wordt teruggedraaid"
        UNDONE = "undone", "Teruggedraaid"
        STUCK = "stuck", "Vastgelopen"

    MOVES = {
        Status.READING: {Status.READY, Status.DISCARDED, Status.STUCK},
        Status.READY: {Status.APPLYING, Status.READING, Status.DISCARDED},
        Status.APPLYING: {Status.APPLIED, Status.STUCK},
        Status.APPLIED: {Status.UNDOING},
        Status.UNDOING: {Status.UNDONE, Status.STUCK},
        Status.STUCK: {Status.READING, Status.APPLYING, Status.UNDOING, Status.DISCARDED},
    }
    BADGES = {
        Status.READING: ("wait", "hourglass"),
        Status.READY: ("wait", "hourglass"),
        Status.APPLYING: ("wait", "hourglass"),
        Status.APPLIED: ("ok", "check-check"),
        Status.DISCARDED: ("done", "square-check"),
        Status.UNDOING: ("wait", "hourglass"),
        Status.UNDONE: ("done", "square-check"),
        Status.STUCK: ("late", "triangle-alert"),
    }
    # Statuses with work for a worker, and those that change homes and tenants.
    WORK = (Status.READING, Status.APPLYING, Status.UNDOING)
    CHANGING = (Status.APPLYING, Status.UNDOING)

    kind = models.CharField("soort", max_length=8, choices=Kind.choices)
    status = models.CharField(
        "status", max_length=9, choices=Status.choices, default=Status.READING
    )
    file_name = models.CharField("bestand", max_length=120)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField("gelezen", auto_now_add=True)
    compared_at = models.DateTimeField("vergeleken", null=True, blank=True)
    applied_at = models.DateTimeField("doorgevoerd", null=True, blank=True)
    columns = ArrayField(models.CharField(max_length=60), verbose_name="kolommen", default=list)
    lines_total = models.PositiveIntegerField("regels", default=0)
    lines_done = models.PositiveIntegerField("regels gedaan", default=0)
    counts = models.JSONField("uitkomsten", default=dict)
    areas = models.JSONField("nieuwe gebieden", default=list)
    notes = models.JSONField("opmerkingen", default=list)
    dropped = models.JSONField("weggelaten kolommen", default=dict)
    ended = models.JSONField("beëindigde huur", default=list)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    lease_until = models.DateTimeField("een werker heeft het tot", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-pk"]
        constraints = [
            one_of(
                "status",
                "reading, ready, applying, applied, discarded, undoing, undone, stuck",
                name="import_run_status_is_known",
            ),
            # Two files applied at the same time would not see each other's changes.
            models.UniqueConstraint(
                Value(1),
                condition=Q(status__in=["applying", "undoing"]),
                name="import_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        return self.status in self.WORK

    @property
    def percentage(self) -> int:
        """Progress of the current step, from 0 to 100."""
        return min(100, 100 * self.lines_done // max(self.lines_total, 1))


class ImportLine(models.Model):
    """One line of a file: its cells and its outcome.

    The cells are cleared when the line has been applied; refused lines keep theirs for a while, so
    that they can be corrected. `before` holds the earlier values of the row, to undo the file.
    """

    class Outcome(models.TextChoices):
        """What a line does, most important first."""

        REJECTED = "rejected", "Afgekeurd"
        DIED = "died", "Overleden"
        MERGED = "merged", "Samengevoegd in het bronsysteem"
        NEW = "new", "Nieuw"
        MOVED_OUT = "moved_out", "Vertrokken"
        MOVED = "moved", "Verhuisd"
        CHANGED = "changed", "Gewijzigd"
        SAME = "same", "Gelijk gebleven"
        LEFT_OUT = "left_out", "Niet voor ons"

    # Outcomes that change something.
    TO_APPLY = ("died", "merged", "new", "moved_out", "moved", "changed")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField("regel")
    who = models.CharField("id in het bronsysteem", max_length=60, blank=True)
    contract = models.CharField("overeenkomst", max_length=60, blank=True)
    cells = models.JSONField("cellen", default=list)
    outcome = models.CharField("uitkomst", max_length=9, choices=Outcome.choices, blank=True)
    what = models.JSONField("wat er verandert", default=list)
    reason = models.CharField("reden", max_length=300, blank=True)
    before = models.JSONField("zoals het was", null=True, blank=True)
    done_at = models.DateTimeField("gedaan", null=True, blank=True)

    class Meta:
        verbose_name = "regel van een import"
        verbose_name_plural = "regels van een import"
        indexes = [
            models.Index(fields=["run", "id"], name="import_line_in_order"),
            models.Index(fields=["run", "outcome", "id"], name="import_line_outcome"),
            models.Index(fields=["run", "who"], name="import_line_who"),
        ]

    def __str__(self) -> str:
        return f"regel {self.line}"


class ColumnMap(models.Model):
    """How a source names its columns: `{"huurdernr": "relatie_id", …}`, their bare name to ours."""

    kind = models.CharField("soort", max_length=8, choices=ImportRun.Kind.choices)
    source = models.CharField("naam van de bron", max_length=60)
    columns = models.JSONField("kolommen", default=dict)

    class Meta:
        verbose_name = "kolomkoppeling"
        verbose_name_plural = "kolomkoppelingen"
        constraints = [
            models.UniqueConstraint(fields=["kind", "source"], name="column_map_once_a_source"),
        ]

    def __str__(self) -> str:
        return self.source
