"""Loneliness noticed: signals, and the follow-ups that make sure nothing falls through."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from tenants.models import Home, Tenant


class Sign(models.Model):
    """Something one can see or hear, e.g. 'Post stapelt op'. A reason to talk, never a score."""

    class Group(models.TextChoices):
        PHYSICAL = "physical", "Lichamelijk"
        SOCIAL = "social", "Sociaal"
        BEHAVIOUR = "behaviour", "Gedrag"
        HOME = "home", "In en om de woning"
        LIFE_EVENT = "life_event", "Levensgebeurtenis"

    code = models.SlugField("code", unique=True)
    label = models.CharField("wat je ziet of hoort", max_length=60)
    group = models.CharField("groep", max_length=10, choices=Group.choices)
    icon = models.CharField("icoon", max_length=30)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    retired_at = models.DateTimeField("niet meer in gebruik sinds", null=True, blank=True)

    class Meta:
        verbose_name = "waarneming"
        verbose_name_plural = "waarnemingen"
        ordering = ["position", "label"]

    def __str__(self) -> str:
        return self.label


class SignalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SignalQuerySet":
        """Signals whose content this person may read: a consultant those of the own areas and the
        own work, a coordinator all. Who only logs sees the own ones, through `logged_by_user`."""
        if user.can(Can.IMPORT):
            return self
        if user.can(Can.WORK_SIGNALS):
            return self.filter(Q(home__area_id__in=user.area_ids) | Q(owner=user))
        return self.none()

    def logged_by_user(self, user: User) -> "SignalQuerySet":
        """The signals that this person logged: for 'opgepakt' and 'afgerond', nothing more."""
        return self.filter(logged_by=user) if user.can(Can.SEE_OWN_SIGNALS) else self.none()

    def open(self) -> "SignalQuerySet":
        return self.exclude(status__in=Signal.ENDED)


class Signal(Moving):
    """Somebody noticed something at a home, about a tenant who may not be known yet."""

    class Status(models.TextChoices):
        NEW = "new", "Nieuw"
        PICKED_UP = "picked_up", "Opgepakt"
        TALKING = "talking", "In gesprek"
        REFERRED = "referred", "Bij partner"
        CLOSED = "closed", "Afgesloten"

    class Urgency(models.TextChoices):
        TODAY = "today", "Vandaag"
        WEEK = "week", "Deze week"
        CALM = "calm", "Rustig aan"

    class Knows(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nog niet"

    class Channel(models.TextChoices):
        """How it came in (VERA COMMUNICATIEKANAAL, own subset)."""

        VISIT = "visit", "huisbezoek of aan de deur"
        PHONE = "phone", "telefoon"
        DESK = "desk", "balie"
        REPAIR = "repair", "tijdens een reparatie"

    class Reason(models.TextChoices):
        """Why a signal ended."""

        NOT_LONELY = "not_lonely", "Er was geen gemis aan contact"
        SOLVED = "solved", "Zelf opgelost"
        REFUSED = "refused", "Wil geen contact"
        TAKES_PART = "takes_part", "Doet mee aan een activiteit"
        HANDED_OVER = "handed_over", "Overgedragen, contact hersteld"
        MOVED = "moved", "Verhuisd"
        DIED = "died", "Overleden"
        UNREACHABLE = "unreachable", "Onbereikbaar na meer pogingen"
        OTHER_TRACK = "other_track", "Ander spoor (schulden, zorg, Veilig Thuis)"

    ENDED = (Status.CLOSED,)
    MOVES = {
        Status.NEW: {Status.PICKED_UP, Status.TALKING, Status.REFERRED, Status.CLOSED},
        Status.PICKED_UP: {Status.TALKING, Status.REFERRED, Status.CLOSED},
        Status.TALKING: {Status.REFERRED, Status.CLOSED},
        Status.REFERRED: {Status.TALKING, Status.CLOSED},
        Status.CLOSED: {Status.PICKED_UP},
    }

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)
    home = models.ForeignKey(Home, models.PROTECT, verbose_name="woning", related_name="signals")
    tenant = models.ForeignKey(
        Tenant,
        models.SET_NULL,
        verbose_name="huurder",
        null=True,
        blank=True,
        related_name="signals",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    owner = models.ForeignKey(
        User, models.PROTECT, verbose_name="wie pakt het op", related_name="signals"
    )
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    logged_at = models.DateTimeField("vastgelegd", auto_now_add=True)
    channel = models.CharField(
        "hoe kwam het binnen", max_length=8, choices=Channel.choices, default=Channel.VISIT
    )
    signs = models.ManyToManyField(Sign, verbose_name="wat zag of hoorde je", related_name="+")
    fact = models.CharField("wat je zag of hoorde", max_length=300, blank=True)
    urgency = models.CharField("hoe snel", max_length=6, choices=Urgency.choices)
    tenant_knows = models.CharField("weet de huurder het", max_length=3, choices=Knows.choices)
    reason = models.CharField(
        "waarom afgesloten", max_length=12, choices=Reason.choices, blank=True
    )
    tenant_view = models.CharField("wat vindt de huurder", max_length=300, blank=True)
    closed_at = models.DateTimeField("afgesloten", null=True, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        indexes = [
            models.Index(fields=["owner", "status", "-id"], name="signals_owner"),
            models.Index(fields=["home", "-id"], name="signals_home"),
            models.Index(fields=["tenant", "-id"], name="signals_tenant"),
            models.Index(fields=["logged_by", "-id"], name="signals_logged_by"),
            models.Index(fields=["logged_at"], name="signals_logged_at"),
            models.Index(fields=["-id"], name="signals_open", condition=~Q(status="closed")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="closed") | (~Q(reason="") & Q(closed_at__isnull=False)),
                name="signal_closed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"signaal {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("signals:page", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status not in self.ENDED

    @property
    def about(self) -> str:
        """Whom it is about: the tenant's formal name, or 'Bewoner van Merelstraat 31'."""
        return self.tenant.formal_name if self.tenant else f"Bewoner van {self.home.address}"


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """The follow-ups of visible signals, and what somebody must do oneself."""
        if user.can(Can.IMPORT):
            return self
        if user.can(Can.WORK_SIGNALS):
            return self.filter(Q(signal__home__area_id__in=user.area_ids) | Q(owner=user))
        return self.none()

    def owned_by(self, user: User) -> "FollowUpQuerySet":
        """This person's own work, wherever it is."""
        return self.filter(owner=user) if user.can(Can.WORK_SIGNALS) else self.none()

    def open(self) -> "FollowUpQuerySet":
        return self.filter(done_at=None)


class FollowUp(models.Model):
    """The next step for a signal: one owner, one date. An open signal has exactly one open step."""

    class Kind(models.TextChoices):
        ASSESS = "assess", "Bellen na signaal"
        VISIT = "visit", "Huisbezoek"
        CALL = "call", "Bellen"
        CONSENT = "consent", "Toestemming vragen"
        PARTNER_ANSWERS = "partner_answers", "Wacht op partner"
        PARTNER_ASKS = "partner_asks", "Partner vraagt iets"
        PARTNER_MEETS = "partner_meets", "Partner spreekt huurder"
        FEEDBACK = "feedback", "Terugkoppeling van partner"
        CHECK = "check", "Nabellen"

    class Outcome(models.TextChoices):
        SPOKEN = "spoken", "Gesproken"
        NOT_HOME = "not_home", "Niet thuis"
        MOVED = "moved", "Verzetten"
        ANSWERED = "answered", "Antwoord gekregen"
        REPLACED = "replaced", "Vervangen door een andere stap"
        CLOSED = "closed", "Signaal afgesloten"

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
    reminded_at = models.DateTimeField("herinnerd", null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "opvolging"
        verbose_name_plural = "opvolgingen"
        constraints = [
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
                name="signals_reminders",
                condition=Q(done_at__isnull=True, reminded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"opvolging {self.pk}"

    @property
    def tenant_id(self) -> int | None:
        """Whose timeline this belongs to."""
        return self.signal.tenant_id

    @property
    def days_late(self) -> int:
        """Days past the date, 0 when it is not late."""
        return max(0, (timezone.localdate() - self.due_on).days)

    def is_due(self, on: date) -> bool:
        return self.due_on <= on
