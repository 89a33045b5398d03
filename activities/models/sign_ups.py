"""Sign-ups: parties of one to three people, on numbered chairs or on the waiting list."""

import secrets
from datetime import datetime

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from activities.models.meetups import Meetup
from activities.triggers import CHAIR_FITS, SIGN_UP_FITS, SIGN_UP_TOUCHES_ITS_MEETUP
from audit.moves import Moving
from ground.constraints import one_of
from ground.search_text import searchable
from outreach.models import Code
from tenants.models import Tenant
from tenants.models.people import opened_with_reason

MOST_TOGETHER = 3


def new_token() -> str:
    """Return a new secret for a personal link: 128 bits."""
    return secrets.token_urlsafe(16)


def compared_name(name: str) -> str:
    """Return a name as it is compared; one without letters, such as an emoji, stays as it is."""
    return searchable(name) or name.casefold()


def first_word(name: str) -> str:
    """Return the first name, which the host and the ticket show."""
    return name.split()[0]


class SignUpQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SignUpQuerySet":
        """Planners see all sign-ups, hosts those of their own meetups. Guests use `by_token`."""
        if user.can(Can.PLAN_MEETUPS):
            return self
        if user.can(Can.HOST_MEETUPS):
            return self.filter(meetup__in=Meetup.objects.hosted_by(user))
        return self.none()

    def by_token(self, token: str) -> "SignUpQuerySet":
        """The guest's own sign-up, by the secret in their personal link."""
        return self.filter(token=token)

    def active(self) -> "SignUpQuerySet":
        """Sign-ups that are confirmed, have an open offer or wait."""
        return self.filter(status__in=SignUp.ACTIVE)

    def coming(self) -> "SignUpQuerySet":
        return self.filter(status=SignUp.Status.CONFIRMED)

    def waiting(self) -> "SignUpQuerySet":
        """The waiting list, in order."""
        return self.filter(status=SignUp.Status.WAITING).order_by("waits_since", "pk")

    def reachable(self) -> "SignUpQuerySet":
        """Sign-ups of people we may call, invite or expect: not of tenants who have died, have a
        shielded address or a processing restriction. Nothing of the kind is known about
        non-tenants."""
        hidden = Q(tenant__died_on__isnull=False) | Q(tenant__shielded_at__isnull=False)
        return self.exclude(hidden | Q(tenant__restricted_at__isnull=False))

    def overdue(self, now: datetime) -> "SignUpQuerySet":
        """Sign-ups whose offer was not answered in time."""
        return self.filter(status=SignUp.Status.OFFERED, offered_until__lte=now)


class SignUp(Moving):
    """One to three people who want to come together: all have a chair, or all wait.

    A party that is CONFIRMED, or OFFERED chairs until `offered_until`, has exactly as many chairs
    as it has people; any other party has none. Database triggers enforce this.
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
        AGAIN = "again", "bij de vorige keer"

    MOVES = {
        Status.WAITING: {Status.CONFIRMED, Status.OFFERED, Status.CANCELLED},
        Status.OFFERED: {Status.CONFIRMED, Status.LAPSED, Status.CANCELLED},
        Status.LAPSED: {Status.WAITING, Status.CANCELLED},
        Status.CONFIRMED: {Status.CANCELLED},
    }
    SEATED = {Status.CONFIRMED, Status.OFFERED}
    ACTIVE = SEATED | {Status.WAITING}

    # No index: `activities_line` covers it, and `activities_tenant` covers `tenant`.
    meetup = models.ForeignKey(Meetup, models.PROTECT, related_name="sign_ups", db_index=False)
    status = models.CharField(max_length=10, choices=Status.choices)
    party = models.PositiveSmallIntegerField("met hoeveel", default=1)
    name = models.CharField("naam", max_length=80)
    phone = models.CharField("telefoon", max_length=20)
    # The number and the first word of the name: identifies one person across waiting lists.
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
            one_of(
                "status",
                "confirmed, offered, waiting, lapsed, cancelled",
                name="sign_up_status_is_known",
            ),
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
        """The name that the host and the ticket show."""
        return first_word(self.name)

    def shown_to(self, user: User) -> str:
        """Return the name that this user may read: planners the full name, hosts the first name. A
        tenant with a shielded address has no name, unless this user opened their file with a reason
        today."""
        if self.is_hidden_from(user):
            return "Een gast (afgeschermd)"
        return self.name if user.can(Can.PLAN_MEETUPS) else self.first_name

    def is_hidden_from(self, user: User) -> bool:
        tenant = self.tenant
        return bool(tenant and tenant.shielded_at and tenant.pk not in opened_with_reason(user))

    @property
    def numbers(self) -> list[int]:
        """The chair numbers; empty without chairs."""
        return [chair.number for chair in self.chairs.all()]

    @property
    def others(self) -> int:
        """The number of companions."""
        return self.party - 1

    @property
    def number_in_line(self) -> int:
        """The number of people ahead of this party on the waiting list."""
        before = Q(waits_since__lt=self.waits_since)
        before |= Q(waits_since=self.waits_since, pk__lt=self.pk)
        line = self.meetup.sign_ups.waiting().filter(before)
        return line.aggregate(n=models.Sum("party"))["n"] or 0

    @property
    def is_first_visit(self) -> bool:
        """Whether this person has not been at any meetup yet, as far as is known."""
        been = SignUp.objects.filter(person=self.person, attended_at__isnull=False)
        return not been.exclude(pk=self.pk).exists()

    @staticmethod
    def person_of(name: str, phone: str) -> str:
        """Return the key of a person on any list: '+31 6 12345678 hennie'."""
        return f"{phone} {compared_name(name.split()[0])}"[:110]


class CallTaskQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CallTaskQuerySet":
        return self.filter(sign_up__in=SignUp.objects.visible_to(user))

    def open(self) -> "CallTaskQuerySet":
        """Calls still to be made: about a coming meetup, or because somebody was missed."""
        now = timezone.now()
        coming = Q(sign_up__meetup__starts_at__gt=now, sign_up__meetup__cancelled_at=None)
        same = SignUp.objects.filter(
            person=OuterRef("sign_up__person"), phone=OuterRef("sign_up__phone")
        )
        since = same.filter(attended_at__isnull=False)
        since = since.filter(meetup__starts_at__gt=OuterRef("sign_up__meetup__starts_at"))
        back = Exists(since) | Exists(same.active().filter(meetup__starts_at__gt=now))
        missed = Q(why__in=CallTask.STAYED_AWAY) & ~back
        return self.filter(coming | missed, done_at=None).order_by("pk")

    def soonest(self) -> "CallTaskQuerySet":
        """Calls about the next meetup first; those about somebody who stayed away last."""
        stayed_away = Case(When(why__in=CallTask.STAYED_AWAY, then=1), default=0)
        return self.order_by(stayed_away, "sign_up__meetup__starts_at", "pk")

    def done(self, by: User) -> int:
        """Mark the open calls as made by this user. Returns how many were open."""
        waiting = self.filter(done_at=None)
        return waiting.update(done_at=timezone.now(), done_by_id=by.pk)


class RegularGuestQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RegularGuestQuerySet":
        return self if user.can(Can.PLAN_MEETUPS) else self.none()


class RegularGuest(models.Model):
    """'Ik kom altijd': a standing sign-up for every meetup of a series, until it is ended."""

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
    """A call for a colleague to make: a task for the colleague, not a label on the guest."""

    class Why(models.TextChoices):
        MISSED = "missed", "Even bellen: twee keer niet gezien"
        OTHER = "other", "Nagaan: iemand anders meldde aan"
        FETCH = "fetch", "Ophalen afspreken"
        QUIET = "quiet", "Even bellen: kwam vaak, en nu een tijd niet"

    STAYED_AWAY = [Why.MISSED, Why.QUIET]

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
    """A numbered chair that is taken or on offer. Chairs without a row are free."""

    # No index: the unique constraint on meetup and number covers it.
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
