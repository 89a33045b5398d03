"""The next step of a signal, and the conversation held at it."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from ground.badges import BY_NAME, LATE, TO_VERIFY, Badge
from ground.workdays import working_days_late
from signals.models.covers import whose_work
from signals.models.signals import Signal
from signals.triggers import FOLLOW_UP_IS_LENT, FOLLOW_UP_IS_THE_ONE_NEXT_STEP

# No step is planned further ahead; `signals.terms` refuses much sooner, in words.
LONGEST_AHEAD = timedelta(days=800)


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """Follow-ups of visible signals, and those this user must do today."""
        if user.can(Can.WORK_SIGNALS) and user.can(Can.SEE_ALL_AREAS):
            return self
        if user.can(Can.WORK_SIGNALS):
            mine = Q(owner__in=whose_work(user))
            return self.filter(Q(signal__area_id__in=user.area_ids) | mine)
        return self.none()

    def owned_by(self, user: User) -> "FollowUpQuerySet":
        """Follow-ups that this user does today, in any area, including those covered for
        colleagues. Without those that rest."""
        if not user.can(Can.WORK_SIGNALS):
            return self.none()
        return self.filter(owner__in=whose_work(user)).not_resting()

    def not_resting(self) -> "FollowUpQuerySet":
        """Without the steps that rest: those about a tenant who restricted the use of their data,
        but for an urgent step and a visit at an agreed time."""
        agreed = Q(kind=FollowUp.Kind.VISIT, at_time__isnull=False)
        stands = Q(kind=FollowUp.Kind.URGENT) | agreed
        return self.filter(Q(signal__tenant__restricted_at=None) | stands)

    def open(self) -> "FollowUpQuerySet":
        return self.filter(done_at=None)

    def with_attempts(self) -> "FollowUpQuerySet":
        """Annotate `attempts`: how often nobody was in since the last conversation about the
        signal."""
        earlier = FollowUp.objects.filter(signal=OuterRef("signal")).order_by()
        talk = earlier.filter(outcome__in=FollowUp.REACHED).order_by("-pk").values("pk")[:1]
        closed = earlier.filter(
            outcome=FollowUp.Outcome.NOT_HOME, pk__gt=Coalesce(Subquery(talk), 0)
        )
        count = closed.values("signal").annotate(n=Count("pk")).values("n")
        return self.annotate(attempts=Coalesce(Subquery(count, output_field=IntegerField()), 0))


class FollowUp(models.Model):
    """The next step of a signal: one owner, one date. An open signal has exactly one open step."""

    class Kind(models.TextChoices):
        TRIAGE = "triage", "Melding beoordelen"
        URGENT = "urgent", "Meteen bellen"
        ASSESS = "assess", "Bellen na signaal"
        VISIT = "visit", "Huisbezoek"
        CALL = "call", "Bellen"
        LETTER = "letter", "Brief sturen"
        CONSENT = "consent", "Toestemming vragen"
        PARTNER_ANSWERS = "partner_answers", "Wacht op partner"
        PARTNER_ASKS = "partner_asks", "Partner vraagt iets"
        PARTNER_MEETS = "partner_meets", "Partner spreekt huurder"
        FEEDBACK = "feedback", "Terugkoppeling van partner"
        CHECK = "check", "Nabellen na 3 maanden"
        CHECK_6 = "check_6", "Nabellen na 6 maanden"
        CHECK_12 = "check_12", "Nabellen na een jaar"

    class Outcome(models.TextChoices):
        SPOKEN = "spoken", "Gesproken"
        NOT_HOME = "not_home", "Niet thuis"
        MOVED = "moved", "Verzetten"
        DONE = "done", "Gedaan"
        WELL = "well", "Het gaat goed"
        BACK = "back", "Weer oppakken"
        ANSWERED = "answered", "Antwoord gekregen"
        REPLACED = "replaced", "Vervangen door een andere stap"
        MERGED = "merged", "Samengevoegd"
        CLOSED = "closed", "Signaal afgesloten"

    # The checks during aftercare, in order.
    CHECKS = (Kind.CHECK, Kind.CHECK_6, Kind.CHECK_12)
    WITH_PARTNER = (Kind.PARTNER_ANSWERS, Kind.PARTNER_MEETS, Kind.FEEDBACK)
    # Kinds that say more than the status of the signal.
    BADGES = {
        Kind.TRIAGE: TO_VERIFY,
        Kind.URGENT: BY_NAME["urgent"],
        Kind.VISIT: BY_NAME["visit"],
        Kind.PARTNER_ASKS: BY_NAME["question"],
        **dict.fromkeys(WITH_PARTNER, BY_NAME["partner"]),
    }
    # Outcomes that a person chose when finishing, and may therefore correct.
    BY_HAND = (Outcome.SPOKEN, Outcome.NOT_HOME, Outcome.MOVED, Outcome.DONE, Outcome.WELL)
    REACHED = (Outcome.SPOKEN, Outcome.WELL, Outcome.BACK)

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="follow_ups")
    kind = models.CharField("wat", max_length=16, choices=Kind.choices)
    owner = models.ForeignKey(User, models.PROTECT, verbose_name="wie", related_name="follow_ups")
    due_on = models.DateField("uiterlijk op")
    at_time = models.TimeField("om", null=True, blank=True)
    planned_at = models.DateTimeField("gepland", auto_now_add=True)
    done_at = models.DateTimeField("gedaan", null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField("uitkomst", max_length=10, choices=Outcome.choices, blank=True)
    words = models.CharField("in eigen woorden", max_length=300, blank=True)
    # The owner of the step differs from the owner of the signal; set by a database trigger.
    lent = models.BooleanField("van een ander", default=False, db_default=False, editable=False)
    # Empty until the owner knows of this step: planned it, or got a digest that counts it.
    heard_at = models.DateTimeField("de eigenaar hoorde het", null=True, blank=True)
    reminded_at = models.DateTimeField("herinnerd", null=True, blank=True)
    escalated_at = models.DateTimeField("bij de coördinator", null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "opvolging"
        verbose_name_plural = "opvolgingen"
        triggers = [FOLLOW_UP_IS_THE_ONE_NEXT_STEP, FOLLOW_UP_IS_LENT]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__lte=F("planned_at") + LONGEST_AHEAD),
                name="follow_up_is_due_in_sight",
            ),
            models.UniqueConstraint(
                fields=["signal"],
                condition=Q(done_at__isnull=True),
                name="one_open_follow_up_a_signal",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "due_on", "id"],
                name="signals_work_list",
                condition=Q(done_at__isnull=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="signals_due",
                condition=Q(done_at__isnull=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="signals_urgent",
                condition=Q(done_at__isnull=True, reminded_at__isnull=True, kind="urgent"),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="signals_escalate",
                condition=Q(done_at__isnull=True, escalated_at__isnull=True),
            ),
            models.Index(
                fields=["id"],
                name="signals_escalated",
                condition=Q(done_at__isnull=True, escalated_at__isnull=False),
            ),
            models.Index(fields=["done_by", "-done_at"], name="signals_done_by"),
            models.Index(
                fields=["owner", "signal"],
                name="signals_lent",
                condition=Q(done_at__isnull=True, lent=True),
            ),
        ]

    def __str__(self) -> str:
        return f"opvolging {self.pk}"

    @property
    def tenant_id(self) -> int | None:
        """The tenant whose timeline shows this."""
        return self.signal.tenant_id

    @property
    def days_late(self) -> int:
        """Working days past the due date, 0 when not late."""
        return working_days_late(self.due_on, timezone.localdate())

    @property
    def badge(self) -> Badge:
        """LATE past the due date, else the badge of the kind, else that of the signal."""
        if self.days_late:
            return LATE
        return self.BADGES.get(self.kind) or self.signal.badge

    @property
    def rests(self) -> bool:
        """The same rule as `not_resting()`, for one step."""
        tenant = self.signal.tenant
        return bool(tenant and tenant.restricted_at and not self.stands_anyway)

    @property
    def stands_anyway(self) -> bool:
        """Whether this step does not rest while processing is restricted."""
        agreed = self.kind == self.Kind.VISIT and self.at_time is not None
        return agreed or self.kind == self.Kind.URGENT

    @property
    def waits_for_partner(self) -> bool:
        return self.kind in self.WITH_PARTNER

    def is_due(self, on: date) -> bool:
        return self.due_on <= on


def with_upcoming(signals: models.QuerySet[Signal]) -> models.QuerySet[Signal]:
    """Select and prefetch what a row shows; `upcoming` is a list with the open step, if any."""
    steps = FollowUp.objects.open().not_resting().select_related("owner")
    related = signals.select_related("home__area", "tenant", "owner", "report")
    return related.prefetch_related("signs", models.Prefetch("follow_ups", steps, "upcoming"))


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ConversationQuerySet":
        return self.filter(follow_up__in=FollowUp.objects.visible_to(user))

    def answered(self) -> "ConversationQuerySet":
        """Conversations in which at least one of the two plain questions was answered."""
        return self.exclude(often="", content="")


class Conversation(models.Model):
    """A conversation: the tenant's own words, agreements, and the answers to two plain questions.

    The two questions are our own, not a validated scale: they are never added up.
    """

    class Present(models.TextChoices):
        TENANT = "tenant", "de huurder"
        FAMILY = "family", "familie of partner"
        FRIEND = "friend", "buur of vriend"
        CARE = "care", "zorg of welzijn"
        COLLEAGUE = "colleague", "een collega"
        INTERPRETER = "interpreter", "een tolk"

    class Often(models.TextChoices):
        DAILY = "daily", "Bijna elke dag"
        WEEKLY = "weekly", "Elke week"
        MONTHLY = "monthly", "Elke maand"
        SELDOM = "seldom", "Minder vaak"
        UNASKED = "", "Niet gevraagd"

    class Content(models.TextChoices):
        YES = "yes", "Ja"
        PARTLY = "partly", "Een beetje"
        NO = "no", "Nee"
        UNASKED = "", "Niet gevraagd"

    follow_up = models.OneToOneField(FollowUp, models.CASCADE, related_name="conversation")
    present = ArrayField(
        models.CharField(max_length=12, choices=Present.choices),
        verbose_name="wie waren erbij",
        default=list,
    )
    own_words = models.CharField("in eigen woorden", max_length=600, blank=True)
    agreed = models.CharField("wat spraken jullie af", max_length=300, blank=True)
    often = models.CharField(
        "hoe vaak contact met iemand die u goed kent",
        max_length=8,
        choices=Often.choices,
        blank=True,
    )
    content = models.CharField(
        "bent u daar tevreden mee", max_length=8, choices=Content.choices, blank=True
    )

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"

    def __str__(self) -> str:
        return f"gesprek {self.pk}"

    @property
    def tenant_id(self) -> int | None:
        """The tenant whose timeline shows this."""
        return self.follow_up.tenant_id

    @property
    def present_labels(self) -> list[str]:
        return [self.Present(code).label for code in self.present]


# In the order of a working day: steps with a time come first.
IN_ORDER = ("due_on", F("at_time").asc(nulls_last=True), "pk")
