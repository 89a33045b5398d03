"""Meetups, the places they are held, and who comes. Places at the table are numbered."""

import secrets
import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from outreach.models import Code
from partners.models import Partner
from tenants.models import Interest, Tenant
from tenants.models.people import looked_at


class Place(models.Model):
    """Where people meet, with what somebody needs to know to get in."""

    name = models.CharField("naam", max_length=80)
    street = models.CharField("adres", max_length=120)
    neighbourhood = models.CharField("buurt", max_length=80, blank=True)
    step_free = models.BooleanField("zonder drempels", default=False)
    accessible_toilet = models.BooleanField("toilet voor rolstoelen", default=False)
    hearing_loop = models.BooleanField("ringleiding", default=False)
    directions = models.CharField("hoe kom je er", max_length=200, blank=True)

    class Meta:
        verbose_name = "plek"
        verbose_name_plural = "plekken"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MeetupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MeetupQuerySet":
        """The agenda is public; a host manages the own meetups (`hosted_by`)."""
        return self

    def hosted_by(self, user: User) -> "MeetupQuerySet":
        """What this person may see who comes to: staff all, a host the own meetups, a partner's
        worker those of the own organisation."""
        if user.can(Can.PLAN_MEETUPS):
            return self
        if user.can(Can.PUBLISH_MEETUPS):
            return self.filter(Q(host=user) | Q(partner__in=Partner.objects.visible_to(user)))
        if user.can(Can.HOST_MEETUPS):
            return self.filter(host=user)
        return self.none()

    def coming(self, now: datetime | None = None) -> "MeetupQuerySet":
        """What has not started yet, soonest first."""
        return self.filter(starts_at__gt=now or timezone.now()).order_by("starts_at", "pk")

    def on(self) -> "MeetupQuerySet":
        """What goes on: not cancelled."""
        return self.filter(cancelled_at=None)

    def after(self, pk: int) -> "MeetupQuerySet":
        """What comes after a meetup in order of time: the next page of the agenda."""
        last = Meetup.objects.filter(pk=pk).first()
        if last is None:
            return self
        later = Q(starts_at__gt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk)
        return self.filter(later)

    def before(self, pk: int) -> "MeetupQuerySet":
        """What came before a meetup: the next page of what has been."""
        last = Meetup.objects.filter(pk=pk).first()
        if last is None:
            return self
        earlier = Q(starts_at__lt=last.starts_at) | Q(starts_at=last.starts_at, pk__lt=last.pk)
        return self.filter(earlier)

    def with_places(self) -> "MeetupQuerySet":
        """With how many come (`taken`) and wait (`queue`), counted for the rows that are read."""
        return self.annotate(
            taken=_number(SignUp.Status.CONFIRMED), queue=_number(SignUp.Status.WAITING)
        )

    def free(self) -> "MeetupQuerySet":
        """What goes on and has a chair left."""
        return self.on().with_places().filter(taken__lt=F("capacity"))


def _number(status: str) -> Coalesce:
    """How many sign-ups of a meetup have a status."""
    those: QuerySet = SignUp.objects.filter(meetup=OuterRef("pk"), status=status).order_by()
    return Coalesce(Subquery(those.values("meetup").annotate(n=Count("pk")).values("n")), 0)


class Meetup(models.Model):
    """One occasion to meet. `capacity` counts chairs."""

    class Element(models.TextChoices):
        """The seven active elements of Bouwman and Van Tilburg (2020)."""

        OCCUPATION = "bezigheden", "bezigheden"
        MEETING = "ontmoeten", "ontmoeten"
        SUPPORT = "ondersteunen", "praktisch ondersteunen"
        MEANING = "contact", "betekenisvol contact"
        SKILLS = "vaardigheden", "sociale vaardigheden"
        EXPECTATIONS = "verwachtingen", "realistische verwachtingen"
        ROLE = "rol", "betekenisvolle rol"

    title = models.CharField("titel", max_length=80)
    tile = models.CharField("tegeltje", max_length=12, choices=Interest.choices)
    about = models.TextField("wat we doen", max_length=600)
    place = models.ForeignKey(Place, models.PROTECT, verbose_name="plek", related_name="meetups")
    starts_at = models.DateTimeField("begint")
    ends_at = models.DateTimeField("eindigt")
    capacity = models.PositiveSmallIntegerField("stoelen")
    cost = models.CharField("kosten", max_length=60, default="Gratis")
    host = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name="gastheer of gastvrouw",
        null=True,
        blank=True,
        related_name="meetups",
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name="van een partner",
        null=True,
        blank=True,
        related_name="meetups",
    )
    host_name = models.CharField("voornaam van de gastheer of gastvrouw", max_length=40)
    element = models.CharField(
        "werkzaam element", max_length=14, choices=Element.choices, default=Element.MEETING
    )
    cancelled_at = models.DateTimeField("afgelast", null=True, blank=True)
    cancelled_why = models.CharField("waarom afgelast", max_length=120, blank=True)
    # Rises with every change that a calendar must know: its SEQUENCE.
    revision = models.PositiveIntegerField("versie", default=0)
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)

    objects = MeetupQuerySet.as_manager()

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "id"], name="activities_agenda")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetup_ends_later"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="meetup_has_a_chair"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:page", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def local_day(self) -> date:
        """The day on the calendar in the neighbourhood."""
        return timezone.localdate(self.starts_at)

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def has_ended(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether somebody can still sign up, for a chair or for the waiting list."""
        return not self.is_cancelled and not self.has_started

    @property
    def places_left(self) -> int:
        """Free chairs of a meetup that was read `with_places`."""
        return max(self.capacity - self.taken, 0)

    @property
    def is_full(self) -> bool:
        return self.places_left == 0


def new_token() -> str:
    """The secret in somebody's own link: 128 bits."""
    return secrets.token_urlsafe(16)


class SignUpQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SignUpQuerySet":
        """Names are for staff who plan meetups and for the host; somebody's own comes by token."""
        if user.can(Can.PLAN_MEETUPS):
            return self
        if user.can(Can.HOST_MEETUPS):
            return self.filter(meetup__in=Meetup.objects.hosted_by(user))
        return self.none()

    def by_token(self, token: str) -> "SignUpQuerySet":
        """Somebody's own sign-up, by the secret in the link that only they have."""
        return self.filter(token=token)

    def active(self) -> "SignUpQuerySet":
        """Who comes or waits."""
        return self.exclude(status=SignUp.Status.CANCELLED)

    def coming(self) -> "SignUpQuerySet":
        return self.filter(status=SignUp.Status.CONFIRMED)

    def waiting(self) -> "SignUpQuerySet":
        return self.filter(status=SignUp.Status.WAITING).order_by("pk")


class SignUp(Moving):
    """Somebody who wants to come: confirmed on a numbered chair, or waiting without one."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "Komt"
        WAITING = "waiting", "Wachtlijst"
        CANCELLED = "cancelled", "Afgemeld"

    class Via(models.TextChoices):
        WEB = "web", "website"
        PHONE = "phone", "telefoon"
        CARD = "card", "antwoordkaart"
        DESK = "desk", "balie of huisbezoek"

    MOVES = {
        Status.WAITING: {Status.CONFIRMED, Status.CANCELLED},
        Status.CONFIRMED: {Status.CANCELLED},
    }

    meetup = models.ForeignKey(Meetup, models.PROTECT, related_name="sign_ups")
    chair = models.PositiveSmallIntegerField("stoel", null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices)
    name = models.CharField("naam", max_length=80)
    phone = models.CharField("telefoon", max_length=20)
    tenant = models.ForeignKey(
        Tenant,
        models.SET_NULL,
        verbose_name="huurder",
        null=True,
        blank=True,
        related_name="sign_ups",
    )
    fetch = models.BooleanField("iemand mag mij ophalen", default=False)
    via = models.CharField("hoe aangemeld", max_length=6, choices=Via.choices, default=Via.WEB)
    on_behalf = models.CharField("wie meldde aan", max_length=80, blank=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    code = models.ForeignKey(
        Code,
        models.SET_NULL,
        verbose_name="van welke poster",
        null=True,
        blank=True,
        related_name="sign_ups",
    )
    token = models.CharField("eigen link", max_length=32, unique=True, default=new_token)
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)
    made_at = models.DateTimeField("aangemeld", auto_now_add=True)
    attended_at = models.DateTimeField("was er", null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "aanmelding"
        verbose_name_plural = "aanmeldingen"
        indexes = [
            models.Index(fields=["meetup", "status", "id"], name="activities_sign_ups"),
            models.Index(fields=["tenant", "-id"], name="activities_tenant"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meetup", "chair"],
                condition=Q(chair__isnull=False),
                name="chair_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(status="confirmed", chair__isnull=False)
                | (~Q(status="confirmed") & Q(chair__isnull=True)),
                name="who_comes_has_a_chair",
            ),
        ]

    def __str__(self) -> str:
        return f"aanmelding {self.pk}"

    @property
    def first_name(self) -> str:
        """What the host and the ticket show."""
        return self.name.split()[0]

    def shown_to(self, user: User) -> str:
        """What this person reads: the name, the host the first name; of somebody whose address is
        shielded neither, until this person opened the file with a reason today."""
        if self.is_hidden_from(user):
            return "Een gast (afgeschermd)"
        return self.name if user.can(Can.PLAN_MEETUPS) else self.first_name

    def is_hidden_from(self, user: User) -> bool:
        tenant = self.tenant
        return bool(tenant and tenant.shielded_at and tenant.pk not in looked_at(user))

    @property
    def number_in_line(self) -> int:
        """How many wait before this one."""
        return self.meetup.sign_ups.waiting().filter(pk__lt=self.pk).count()
