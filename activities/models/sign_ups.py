"""Who wants to come: one, two or three people as one, on numbered chairs or in line for them."""

import secrets
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities.models.meetups import Meetup
from activities.triggers import CHAIR_FITS, SIGN_UP_FITS, SIGN_UP_TOUCHES_ITS_MEETUP
from audit.moves import Moving
from ground.search_text import searchable
from outreach.models import Code
from tenants.models import Tenant
from tenants.models.people import opened_with_reason

MOST_TOGETHER = 3


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
        """Who comes, has an offer or waits."""
        return self.filter(status__in=SignUp.ACTIVE)

    def coming(self) -> "SignUpQuerySet":
        return self.filter(status=SignUp.Status.CONFIRMED)

    def waiting(self) -> "SignUpQuerySet":
        """Who stands in line, in order."""
        return self.filter(status=SignUp.Status.WAITING).order_by("waits_since", "pk")

    def reachable(self) -> "SignUpQuerySet":
        """Whom we may call, ask or expect: not who died, nor whose address is shielded or whose
        data may only be kept. Of who is no tenant we know nothing of that."""
        hidden = Q(tenant__died_on__isnull=False) | Q(tenant__shielded_at__isnull=False)
        return self.exclude(hidden | Q(tenant__restricted_at__isnull=False))

    def overdue(self, now: datetime) -> "SignUpQuerySet":
        """Who did not answer an offer in time."""
        return self.filter(status=SignUp.Status.OFFERED, offered_until__lte=now)


class SignUp(Moving):
    """One to three people who want to come together: all on a chair, or all in line.

    Who comes (CONFIRMED) and who may say yes until `offered_until` (OFFERED) has as many chairs as
    the party has people; nobody else has one. The database counts along.
    """

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "Komt"
        OFFERED = "offered", "Plek aangeboden"
        WAITING = "waiting", "Wachtlijst"
        LAPSED = "lapsed", "Niet gereageerd"
        CANCELLED = "cancelled", "Afgemeld"

    class Via(models.TextChoices):
        WEB = "web", "website"
        PHONE = "phone", "telefoon"
        CODE = "code", "brief met code"
        CARD = "card", "antwoordkaart"
        OTHER = "other", "buur of familie"
        STANDING = "always", "komt altijd"
        DESK = "desk", "balie of huisbezoek"

    MOVES = {
        Status.WAITING: {Status.CONFIRMED, Status.OFFERED, Status.CANCELLED},
        Status.OFFERED: {Status.CONFIRMED, Status.LAPSED, Status.CANCELLED},
        Status.LAPSED: {Status.WAITING, Status.CANCELLED},
        Status.CONFIRMED: {Status.CANCELLED},
    }
    SEATED = {Status.CONFIRMED, Status.OFFERED}
    ACTIVE = SEATED | {Status.WAITING}

    # The index on the line of a meetup serves, and so does the one on a tenant's own.
    meetup = models.ForeignKey(Meetup, models.PROTECT, related_name="sign_ups", db_index=False)
    status = models.CharField(max_length=10, choices=Status.choices)
    party = models.PositiveSmallIntegerField("met hoeveel", default=1)
    name = models.CharField("naam", max_length=80)
    phone = models.CharField("telefoon", max_length=20)
    # The number and the first word of the name: one person who waits in several lines.
    person = models.CharField("dezelfde persoon", max_length=110, editable=False)
    waits_since = models.DateTimeField("wacht sinds", default=timezone.now)
    passed = models.PositiveSmallIntegerField("keer voorgelaten", default=0)
    offered_until = models.DateTimeField("mag ja zeggen tot", null=True, blank=True)
    tenant = models.ForeignKey(
        Tenant,
        models.SET_NULL,
        verbose_name="huurder",
        null=True,
        blank=True,
        related_name="sign_ups",
        db_index=False,
    )
    invited = models.BooleanField("persoonlijk uitgenodigd", default=False)
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
    invite = models.OneToOneField(
        "activities.Invite",
        models.SET_NULL,
        verbose_name="van welke uitnodiging",
        null=True,
        blank=True,
        related_name="sign_up",
    )
    fetcher = models.CharField("wie haalt op", max_length=40, blank=True)
    language = models.CharField("taal", max_length=5, default="nl")
    spoke = models.BooleanField("sprak iemand met u", null=True, blank=True)
    standing = models.ForeignKey(
        "activities.RegularGuest", models.SET_NULL, null=True, blank=True, related_name="sign_ups"
    )
    token = models.CharField("eigen link", max_length=32, unique=True, default=new_token)
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)
    made_at = models.DateTimeField("aangemeld", auto_now_add=True)
    attended_at = models.DateTimeField("was er", null=True, blank=True)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = "aanmelding"
        verbose_name_plural = "aanmeldingen"
        triggers = [SIGN_UP_FITS, SIGN_UP_TOUCHES_ITS_MEETUP]
        indexes = [
            models.Index(fields=["meetup", "status", "waits_since", "id"], name="activities_line"),
            models.Index(fields=["phone", "meetup"], name="activities_same_number"),
            models.Index(
                fields=["person"],
                condition=Q(attended_at__isnull=False),
                name="activities_were_there",
            ),
            models.Index(fields=["tenant", "-id"], name="activities_tenant"),
            models.Index(
                fields=["offered_until"], condition=Q(status="offered"), name="activities_offers"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__gte=1, party__lte=MOST_TOGETHER), name="a_party_of_one_to_three"
            ),
            models.CheckConstraint(
                condition=Q(status="offered", offered_until__isnull=False)
                | (~Q(status="offered") & Q(offered_until=None)),
                name="an_offer_has_a_term",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(status="offered"), name="one_offer_a_person"
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
        return bool(tenant and tenant.shielded_at and tenant.pk not in opened_with_reason(user))

    @property
    def numbers(self) -> list[int]:
        """The numbers of the chairs; none for who has no chair."""
        return [chair.number for chair in self.chairs.all()]

    @property
    def others(self) -> int:
        """How many people come along."""
        return self.party - 1

    @property
    def number_in_line(self) -> int:
        """How many people wait before this one."""
        before = Q(waits_since__lt=self.waits_since)
        before |= Q(waits_since=self.waits_since, pk__lt=self.pk)
        line = self.meetup.sign_ups.waiting().filter(before)
        return line.aggregate(n=models.Sum("party"))["n"] or 0

    @staticmethod
    def person_of(name: str, phone: str) -> str:
        """Who this is, in any line: '+31 6 12345678 hennie'."""
        return f"{phone} {searchable(name.split()[0])}"[:110]


class CallTaskQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CallTaskQuerySet":
        return self.filter(sign_up__in=SignUp.objects.visible_to(user))

    def open(self) -> "CallTaskQuerySet":
        """What is still to be called about: what is to come, or that somebody was missed."""
        coming = Q(sign_up__meetup__starts_at__gt=timezone.now())
        coming &= Q(sign_up__meetup__cancelled_at=None)
        return self.filter(coming | Q(why=CallTask.Why.MISSED), done_at=None).order_by("pk")

    def done(self, by: User) -> int:
        """Spoken to, once. Returns how many calls that settled."""
        waiting = self.filter(done_at=None)
        return waiting.update(done_at=timezone.now(), done_by_id=by.pk)


class RegularGuestQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RegularGuestQuerySet":
        return self if user.can(Can.PLAN_MEETUPS) else self.none()


class RegularGuest(models.Model):
    """'Ik kom altijd': a chair at every meetup of a series, until it is ended."""

    series = models.ForeignKey("activities.Series", models.CASCADE, related_name="standing")
    tenant = models.ForeignKey(
        Tenant, models.SET_NULL, null=True, blank=True, related_name="standing"
    )
    name = models.CharField("naam", max_length=80)
    phone = models.CharField("telefoon", max_length=20)
    party = models.PositiveSmallIntegerField("met hoeveel", default=1)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField("sinds", auto_now_add=True)
    ended_at = models.DateTimeField("gestopt", null=True, blank=True)

    objects = RegularGuestQuerySet.as_manager()

    class Meta:
        verbose_name = "vaste plek"
        verbose_name_plural = "vaste plekken"
        constraints = [
            models.UniqueConstraint(
                fields=["series", "phone", "name"],
                condition=Q(ended_at=None),
                name="one_standing_place",
            ),
            models.CheckConstraint(
                condition=Q(party__gte=1, party__lte=MOST_TOGETHER),
                name="a_standing_party_of_one_to_three",
            ),
        ]

    def __str__(self) -> str:
        return f"vaste plek {self.pk}"


class CallTask(models.Model):
    """A colleague calls somebody: a task for a person, with no label on who is called."""

    class Why(models.TextChoices):
        MISSED = "missed", "Even bellen: twee keer niet gezien"
        OTHER = "other", "Nagaan: iemand anders meldde aan"
        FETCH = "fetch", "Ophalen afspreken"

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="calls")
    why = models.CharField("waarom", max_length=8, choices=Why.choices)
    made_at = models.DateTimeField("gemaakt", auto_now_add=True)
    done_at = models.DateTimeField("gebeld", null=True, blank=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CallTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "belafspraak"
        verbose_name_plural = "belafspraken"
        indexes = [
            models.Index(fields=["id"], condition=Q(done_at=None), name="activities_to_call")
        ]
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "why"], name="called_once_about_it")
        ]

    def __str__(self) -> str:
        return f"belafspraak {self.pk}"


class Chair(models.Model):
    """A numbered chair of a meetup that somebody has; whatever is not here is free."""

    # The index on the number of a chair serves.
    meetup = models.ForeignKey(Meetup, models.PROTECT, related_name="chairs", db_index=False)
    number = models.PositiveSmallIntegerField("nummer")
    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="chairs")

    class Meta:
        verbose_name = "stoel"
        verbose_name_plural = "stoelen"
        triggers = [CHAIR_FITS]
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meetup", "number"], name="chair_taken_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="chairs_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"stoel {self.number}"
