"""Signals, and the reports from outside that some of them came from."""

from datetime import timedelta

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from accounts.models import Area, User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of
from signals.models.covers import whose_work
from signals.models.reference_lists import Sign
from signals.triggers import (
    HOME_TAKES_ITS_SIGNALS_ALONG,
    SIGNAL_HAS_ONE_NEXT_STEP,
    SIGNAL_LENDS_ITS_STEPS,
    SIGNAL_TAKES_AREA,
)
from tenants.models import Home, Tenant

# How long after it was saved the same form is taken for the one that was just saved.
JUST_NOW = timedelta(minutes=15)


class SignalQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SignalQuerySet":
        """Signals whose content this user may read: for a consultant those in their areas and in
        the work they do today, for a coordinator all. Users who only log have `logged_by_user`."""
        if user.can(Can.WORK_SIGNALS) and user.can(Can.SEE_ALL_AREAS):
            return self
        if user.can(Can.WORK_SIGNALS):
            colleagues = whose_work(user)
            mine = Q(owner__in=colleagues) | Q(pk__in=signal_ids_lent_to(colleagues))
            return self.filter(Q(area_id__in=user.area_ids) | mine)
        return self.none()

    def just_logged(self, user: User, **same: object) -> "SignalQuerySet":
        """Signals that this user logged a moment ago with the same home, tenant and texts: a form
        that came back by the browser's Back has another key."""
        since = timezone.now() - JUST_NOW
        return self.filter(logged_by=user, logged_at__gt=since, **same).order_by("-pk")

    def logged_by_user(self, user: User) -> "SignalQuerySet":
        """Signals logged by this user or on their behalf. They may see 'opgepakt' and 'afgerond',
        nothing more."""
        if not user.can(Can.SEE_OWN_SIGNALS):
            return self.none()
        return self.filter(Q(logged_by=user) | Q(on_behalf_of=user))

    def open(self) -> "SignalQuerySet":
        return self.exclude(status__in=Signal.ENDED)

    def closed(self) -> "SignalQuerySet":
        return self.filter(status__in=Signal.ENDED)


def signal_ids_lent_to(colleagues: list[int]) -> list[int]:
    """Return ids of signals of another owner whose open step belongs to one of these users, such as
    a visit in another area. Ids, so that PostgreSQL can use the index on signals."""
    steps = apps.get_model("signals", "FollowUp").objects.open()
    return list(steps.filter(owner__in=colleagues, lent=True).values_list("signal_id", flat=True))


class Signal(Moving):
    """Something noticed at a home, about a tenant who may not be known yet."""

    class Status(models.TextChoices):
        UNVERIFIED = "unverified", "Te beoordelen"
        NEW = "new", "Nieuw"
        PICKED_UP = "picked_up", "Opgepakt"
        TALKING = "talking", "In gesprek"
        REFERRED = "referred", "Bij partner"
        AFTERCARE = "aftercare", "Nabellen"
        CLOSED = "closed", "Afgesloten"

    class Urgency(models.TextChoices):
        TODAY = "today", "Vandaag"
        WEEK = "week", "Deze week"
        CALM = "calm", "Rustig aan"

    class Knows(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nog niet"

    class Noticer(models.TextChoices):
        """Who saw or heard it."""

        CARETAKER = "caretaker", "wijkbeheerder of huismeester"
        MECHANIC = "mechanic", "monteur of aannemer"
        CONSULTANT = "consultant", "woonconsulent"
        SERVICE_DESK = "service_desk", "klantcontactcentrum"
        NEIGHBOUR = "neighbour", "buur"
        FAMILY = "family", "familie of mantelzorger"
        SHOPKEEPER = "shopkeeper", "winkelier of vrijwilliger"
        PARTNER = "partner", "zorg of welzijn"
        SELF = "self", "de huurder zelf"

    class Channel(models.TextChoices):
        """How it came in. The codes are those of VERA 4.3, COMMUNICATIEKANAAL."""

        VISIT = "BEZ", "huisbezoek of aan de deur"
        PHONE = "TEL", "telefoon"
        DESK = "BAL", "balie"
        INSPECTION = "INS", "reparatie of inspectie"
        MAIL = "EMA", "e-mail"
        APP = "APP", "WhatsApp"
        TEXT = "SMS", "sms"
        LETTER = "BRI", "brief"
        WEB = "INT", "website"

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
        UNFOUNDED = "unfounded", "Melding klopt niet"
        MISTAKE = "mistake", "Vergissing"
        MERGED = "merged", "Samengevoegd met een ander signaal"

    ENDED = (Status.CLOSED,)
    MOVES = {
        Status.UNVERIFIED: {Status.NEW, Status.CLOSED},
        Status.NEW: {
            Status.PICKED_UP,
            Status.TALKING,
            Status.REFERRED,
            Status.AFTERCARE,
            Status.CLOSED,
        },
        Status.PICKED_UP: {Status.TALKING, Status.REFERRED, Status.AFTERCARE, Status.CLOSED},
        Status.TALKING: {Status.REFERRED, Status.AFTERCARE, Status.CLOSED},
        Status.REFERRED: {Status.TALKING, Status.AFTERCARE, Status.CLOSED},
        Status.AFTERCARE: {Status.PICKED_UP, Status.TALKING, Status.REFERRED, Status.CLOSED},
        Status.CLOSED: {Status.PICKED_UP},
    }
    BADGES = {
        Status.UNVERIFIED: ("new", "inbox"),
        Status.NEW: ("new", "circle-dashed"),
        Status.PICKED_UP: ("plan", "circle-dot"),
        Status.TALKING: ("plan", "circle-dot"),
        Status.REFERRED: ("with", "corner-up-right"),
        Status.AFTERCARE: ("ok", "phone-call"),
        Status.CLOSED: ("done", "square-check"),
    }

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)
    home = models.ForeignKey(
        Home, models.PROTECT, verbose_name="woning", null=True, blank=True, related_name="signals"
    )
    # The area of the home, copied by a database trigger, so that an index finds the signals of an
    # area.
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name="gebied", null=True, editable=False, related_name="+"
    )
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
    on_behalf_of = models.ForeignKey(
        User, models.PROTECT, verbose_name="namens", null=True, blank=True, related_name="+"
    )
    logged_at = models.DateTimeField("vastgelegd", auto_now_add=True)
    noticed_by = models.CharField(
        "wie zag het", max_length=12, choices=Noticer.choices, default=Noticer.CARETAKER
    )
    channel = models.CharField(
        "hoe kwam het binnen", max_length=3, choices=Channel.choices, default=Channel.VISIT
    )
    signs = models.ManyToManyField(Sign, verbose_name="wat zag of hoorde je", related_name="+")
    fact = models.CharField("wat je zag of hoorde", max_length=1000, blank=True)
    impression = models.CharField("wat je daarbij dacht", max_length=200, blank=True)
    own_words = models.CharField("wat de huurder zelf zei", max_length=300, blank=True)
    urgency = models.CharField("hoe snel", max_length=6, choices=Urgency.choices)
    tenant_knows = models.CharField("weet de huurder het", max_length=3, choices=Knows.choices)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    reason = models.CharField(
        "waarom afgesloten", max_length=12, choices=Reason.choices, blank=True
    )
    tenant_view = models.CharField("wat vindt de huurder", max_length=300, blank=True)
    closed_at = models.DateTimeField("afgesloten", null=True, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        triggers = [SIGNAL_HAS_ONE_NEXT_STEP, SIGNAL_TAKES_AREA, SIGNAL_LENDS_ITS_STEPS]
        indexes = [
            # The words that the list of signals is searched by.
            *(
                GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=f"signals_{field}")
                for field in ("fact", "own_words", "impression")
            ),
            models.Index(fields=["owner", "status", "-id"], name="signals_owner"),
            models.Index(fields=["area", "status", "-id"], name="signals_area"),
            models.Index(fields=["status", "-id"], name="signals_status"),
            models.Index(fields=["home", "-id"], name="signals_home"),
            models.Index(fields=["tenant", "-id"], name="signals_tenant"),
            models.Index(fields=["logged_by", "-id"], name="signals_logged_by"),
            models.Index(fields=["on_behalf_of", "-id"], name="signals_on_behalf_of"),
            models.Index(fields=["logged_at"], name="signals_logged_at"),
            models.Index(fields=["-id"], name="signals_open", condition=~Q(status="closed")),
        ]
        constraints = [
            one_of(
                "status",
                "unverified, new, picked_up, talking, referred, aftercare, closed",
                name="signal_status_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | (~Q(reason="") & Q(closed_at__isnull=False)),
                name="signal_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(home__isnull=False) | Q(status__in=["unverified", "closed"]),
                name="signal_has_a_home_once_verified",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | Q(status="closed", reason="merged") & ~Q(merged_into=models.F("id")),
                name="signal_merged_is_closed",
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
    def place(self) -> str:
        """The address of the home; the typed address while no home was found."""
        if self.tenant and self.tenant.shielded_at:
            return "afgeschermd adres"
        if self.home:
            return self.home.address
        report = getattr(self, "report", None)
        return report.typed_address if report else "onbekend adres"

    @property
    def about(self) -> str:
        """Whom it is about: the tenant's formal name, or 'Bewoner van Merelstraat 31'."""
        return self.tenant.listed_name if self.tenant else f"Bewoner van {self.place}"

    @property
    def has_died(self) -> bool:
        return bool(self.tenant and self.tenant.died_on)

    @property
    def lives_here(self) -> bool:
        """Whether the tenant is known and still rents this home."""
        if self.tenant is None:
            return False
        return self.tenant.tenancies.current().filter(home=self.home_id).exists()


class HomeOfSignals(Home):
    """A home with this room's trigger on its table: when its area changes, so does that of its
    signals."""

    class Meta:
        proxy = True
        verbose_name = "woning met signalen"
        verbose_name_plural = "woningen met signalen"
        triggers = [HOME_TAKES_ITS_SIGNALS_ALONG]


class Report(models.Model):
    """A report through the public page. The reporter cannot read it back."""

    signal = models.OneToOneField(Signal, models.CASCADE, related_name="report")
    typed_address = models.CharField("adres zoals getypt", max_length=120)
    name = models.CharField("naam van de melder", max_length=80, blank=True)
    phone = models.CharField("telefoon van de melder", max_length=20, blank=True)
    email = models.EmailField("e-mailadres van de melder", blank=True)
    wants_news = models.BooleanField("wil bericht", default=False)
    # The code with which the reporter comes back is stored as a hash.
    code_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        indexes = [models.Index(fields=["code_hash"], name="signals_report_code")]

    def __str__(self) -> str:
        return f"melding {self.pk}"

    @property
    def tenant_id(self) -> int | None:
        """The tenant whose timeline shows this."""
        return self.signal.tenant_id
