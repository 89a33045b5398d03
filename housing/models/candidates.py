"""Who would like to live in a housing form: tenants, and people who are no tenant."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of
from ground.search_text import searchable
from housing.models.forms import HousingForm
from housing.models.steps import Step
from tenants.models import Tenant

# How long an interest is valid before the candidate is asked again.
ASK_AGAIN_AFTER = timedelta(days=365)


class OutsiderQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "OutsiderQuerySet":
        return self if user.can(Can.HOUSE) else self.none()


class Outsider(models.Model):
    """Somebody who is no tenant, and asked to live in a housing form."""

    class Source(models.TextChoices):
        """How somebody came to us."""

        WEB = "web", "De openbare pagina"
        POSTER = "poster", "Een poster of kaart"
        OPEN_DAY = "open_day", "Een open dag of activiteit"
        PERSON = "person", "Familie of een kennis"
        PARTNER = "partner", "Een partner of de gemeente"
        OTHER = "other", "Anders"

    class Channel(models.TextChoices):
        """How somebody wants to be reached."""

        CALL = "call", "Bellen"
        TEXT = "sms", "Een sms"
        MAIL = "mail", "E-mail"

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    first_name = models.CharField("voornaam", max_length=40)
    last_name = models.CharField("achternaam", max_length=60)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    channel = models.CharField("liefst", max_length=4, choices=Channel.choices)
    source = models.CharField("hoe gevonden", max_length=8, choices=Source.choices)
    consent_on = models.DateField("zei ja op", default=timezone.localdate)
    search = models.CharField("zoekregel", max_length=255, editable=False)

    objects = OutsiderQuerySet.as_manager()

    class Meta:
        verbose_name = "belangstellende van buiten"
        verbose_name_plural = "belangstellenden van buiten"
        constraints = [
            one_of("channel", "call, sms, mail", name="outsider_channel_is_known"),
            one_of(
                "source", "web, poster, open_day, person, partner, other",
                name="outsider_source_is_known",
            ),
            models.CheckConstraint(
                condition=(Q(channel="mail") & ~Q(email="")) | (~Q(channel="mail") & ~Q(phone="")),
                name="an_outsider_can_be_reached",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"belangstellende van buiten {self.pk}"

    def save(self, *args, **kwargs) -> None:
        self.search = searchable(self.last_name, self.first_name)
        super().save(*args, **kwargs)

    @property
    def plain_name(self) -> str:
        """'Yara Haddad': as spoken."""
        return f"{self.first_name} {self.last_name}"

    @property
    def listed_name(self) -> str:
        """'Haddad, Yara': for lists."""
        return f"{self.last_name}, {self.first_name}"


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CandidateQuerySet":
        """Tenants in the user's areas, and people who are no tenant."""
        outside = Q(outsider__in=Outsider.objects.visible_to(user))
        return self.filter(Q(tenant__in=Tenant.objects.visible_to(user)) | outside)

    def interested(self) -> "CandidateQuerySet":
        """Those still interested; tenants who died are left out."""
        return self.filter(ended_on=None, tenant__died_on=None)

    def by_token(self, token: str) -> "CandidateQuerySet":
        """The interest of somebody with the secret of their own link."""
        return self.exclude(token="").filter(token=token)

    def by_name(self) -> "CandidateQuerySet":
        """Annotate what they are sorted by: an order by time would read like a waiting list."""
        return self.annotate(by_name=Coalesce("tenant__search", "outsider__search"))

    def with_meetings(self) -> "CandidateQuerySet":
        """Annotate how many of the form's meetups somebody came to."""
        met = Q(form__meetups__meetup__sign_ups__attended_at__isnull=False)
        own = Q(form__meetups__meetup__sign_ups__tenant=models.F("tenant"))
        own |= Q(
            tenant=None,
            form__meetups__meetup__sign_ups__phone=models.F("outsider__phone"),
        ) & ~Q(outsider__phone="")
        return self.annotate(
            meetings=Count("form__meetups__meetup", filter=met & own, distinct=True)
        )


def any_candidate(by: User) -> models.QuerySet:
    """All rows: whoever has the secret of a link may answer, and the action compares it."""
    return Candidate.objects.all()


class Candidate(Moving):
    """Somebody who would like to live in a housing form. No ranking; asked again every year."""

    Status = Step

    class Decision(models.TextChoices):
        """What the group of residents decided."""

        YES = "yes", "Ja"
        LATER = "later", "Later opnieuw"
        NO = "no", "Nee"

    class Organ(models.TextChoices):
        """Who decided."""

        GROUP = "group", "De bewonersgroep"
        COMMITTEE = "committee", "De toelatingscommissie"
        ASSEMBLY = "assembly", "De ledenvergadering"

    class Reason(models.TextChoices):
        """Why not, or not yet. Closed: nothing is written about a person."""

        MIX = "mix", "De mix past nu niet"
        FULL = "full", "Er komt nu geen woning vrij"
        MET = "met", "Nog niet vaak genoeg kennisgemaakt"
        RULES = "rules", "Past niet bij de regels voor toewijzen"
        OTHER = "other", "De groep koos iemand anders"

    MOVES = {
        Step.INTEREST: {Step.INFORMED, Step.MEETING, Step.MEMBER, Step.DECIDED, Step.PLACED,
                        Step.RESTING, Step.STOPPED},
        Step.INFORMED: {Step.MEETING, Step.MEMBER, Step.DECIDED, Step.PLACED, Step.RESTING,
                        Step.STOPPED},
        Step.MEETING: {Step.MEMBER, Step.DECIDED, Step.PLACED, Step.RESTING, Step.STOPPED},
        Step.MEMBER: {Step.DECIDED, Step.PLACED, Step.STOPPED},
        Step.DECIDED: {Step.MEMBER, Step.MEETING, Step.PLACED, Step.STOPPED},
        Step.PLACED: {Step.STOPPED},
        Step.RESTING: {Step.INTEREST, Step.INFORMED, Step.MEETING, Step.STOPPED},
        Step.STOPPED: {Step.INTEREST},
    }  # fmt: skip
    BADGES = {
        Step.INTEREST: ("new", "circle-dot"),
        Step.INFORMED: ("new", "circle-dot"),
        Step.MEETING: ("wait", "users"),
        Step.MEMBER: ("plan", "user-check"),
        Step.DECIDED: ("plan", "check"),
        Step.PLACED: ("ok", "house"),
        Step.RESTING: ("done", "circle-pause"),
        Step.STOPPED: ("done", "square-check"),
    }

    form = models.ForeignKey(
        HousingForm, models.CASCADE, verbose_name="woonvorm", related_name="candidates"
    )
    tenant = models.ForeignKey(
        Tenant, models.CASCADE, verbose_name="huurder", related_name="candidacies",
        null=True, blank=True,
    )  # fmt: skip
    outsider = models.ForeignKey(
        Outsider, models.CASCADE, verbose_name="iemand van buiten", related_name="candidacies",
        null=True, blank=True,
    )  # fmt: skip
    status = models.CharField("stap", max_length=8, choices=Step.choices, default=Step.INTEREST)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_on = models.DateField("genoteerd", default=timezone.localdate)
    confirmed_on = models.DateField("nog steeds belangstelling", default=timezone.localdate)
    ended_on = models.DateField("geen belangstelling meer", null=True, blank=True)
    # The yearly question: the day it was first asked, how often since, and the step to go back to.
    asked_on = models.DateField("gevraagd op", null=True, blank=True)
    asked_times = models.PositiveSmallIntegerField("keer gevraagd", default=0)
    rested_from = models.CharField("stap voor de rust", max_length=8, blank=True)
    token = models.CharField("eigen link", max_length=32, blank=True)
    member_until = models.DateField("kandidaat-lid tot", null=True, blank=True)
    decision = models.CharField("besluit", max_length=5, choices=Decision.choices, blank=True)
    decided_on = models.DateField("besloten op", null=True, blank=True)
    decided_by = models.CharField("wie besloot", max_length=9, choices=Organ.choices, blank=True)
    reason = models.CharField("reden", max_length=5, choices=Reason.choices, blank=True)
    reference = models.CharField("nummer van de woonruimteverdeler", max_length=20, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "belangstellende"
        verbose_name_plural = "belangstellenden"
        ordering = ["noted_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form", "tenant"], name="candidate_once_a_form"),
            models.UniqueConstraint(fields=["form", "outsider"], name="outsider_once_a_form"),
            models.UniqueConstraint(
                fields=["token"], condition=~Q(token=""), name="token_of_one_candidate"
            ),
            models.CheckConstraint(
                condition=Q(tenant=None, outsider__isnull=False)
                | Q(tenant__isnull=False, outsider=None),
                name="a_candidate_is_a_tenant_or_an_outsider",
            ),
            one_of(
                "status",
                "interest, informed, meeting, member, decided, placed, resting, stopped",
                name="candidate_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["placed", "stopped"], ended_on__isnull=False)
                | (~Q(status__in=["placed", "stopped"]) & Q(ended_on=None)),
                name="a_candidate_ends_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="decided")
                | (~Q(decision="") & ~Q(decided_by="") & Q(decided_on__isnull=False)),
                name="a_decision_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["no", "later"]) | ~Q(reason=""),
                name="a_refusal_has_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"belangstellende {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("housing:candidate", args=[self.pk])

    @property
    def who(self) -> Tenant | Outsider:
        return self.tenant or self.outsider

    @property
    def listed_name(self) -> str:
        return self.who.listed_name

    @property
    def called(self) -> str:
        """The name in a sentence."""
        return self.tenant.called if self.tenant else self.outsider.plain_name

    @property
    def is_asked(self) -> bool:
        """Whether the yearly question waits for an answer."""
        return self.ended_on is None and self.asked_times > 0

    @property
    def is_due(self) -> bool:
        """Whether the last confirmation is at least a year old."""
        return self.ended_on is None and (
            self.confirmed_on + ASK_AGAIN_AFTER <= timezone.localdate()
        )

    @property
    def origin(self) -> str:
        """'huurder', or how somebody from outside found us."""
        if self.tenant_id:
            return "huurder"
        return f"van buiten · {self.outsider.get_source_display().lower()}"

    @property
    def step_in_words(self) -> str:
        """'Kennismaken', or 'Besluit van de groep: later opnieuw'."""
        words = self.get_status_display()
        if self.status == Step.DECIDED:
            words = f"{words}: {self.get_decision_display().lower()}"
        return words

    @property
    def track(self) -> list[str]:
        """The steps of the path: 'done', 'now' or '' for what is still to come."""
        at = self.step_number
        return ["done" if n < at else "now" if n == at else "" for n, _ in
                enumerate(self.form.path, start=1)]  # fmt: skip

    @property
    def step_number(self) -> int:
        """The position of the step on the path of the form, from 1; 0 after stopping."""
        path = self.form.path
        return path.index(self.status) + 1 if self.status in path else 0

    @property
    def next_step(self) -> Step | None:
        """The step that follows on the path of this form; None at the end."""
        if self.status == Step.DECIDED and self.decision != self.Decision.YES:
            return None
        following = self.form.path[self.step_number :] if self.step_number else []
        return following[0] if following else None

    @property
    def number_of_meetings(self) -> int:
        """How many of the form's meetups this person came to."""
        counted = getattr(self, "meetings", None)
        if counted is None:
            counted = Candidate.objects.with_meetings().get(pk=self.pk).meetings
        return counted
