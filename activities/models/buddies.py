"""Buddies: requests for one-to-one company, volunteers who offer it, and matches both accept."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can
from activities.models.sign_ups import new_token
from audit.moves import Moving
from ground.constraints import one_of
from tenants.models import Tenant


class SharedActivity(models.TextChoices):
    """Activities that a guest and a buddy can choose to do together."""

    COFFEE = "koffie", _("Koffie drinken")
    WALK = "lopen", _("Een stukje lopen")
    GAMES = "kaarten", _("Kaarten of een spel")
    EAT = "eten", _("Samen eten")
    PHONE = "telefoon", _("Hulp met mijn telefoon")
    CALL = "bellen", _("Alleen bellen, dat is ook fijn")


def things() -> ArrayField:
    return ArrayField(
        models.CharField(max_length=8, choices=SharedActivity.choices),
        verbose_name="wat",
        default=list,
    )


class PlannersOnly(models.QuerySet):
    def visible_to(self, user: User) -> "PlannersOnly":
        """Users who plan meetups see all rows; everybody else sees none."""
        return self if user.can(Can.PLAN_MEETUPS) else self.none()


class BuddyRequest(Moving):
    """A request for company. Staff call back within some working days; nothing is promised or
    owed."""

    class Status(models.TextChoices):
        ASKED = "asked", "Bellen"
        LOOKING = "looking", "Zoeken"
        TOGETHER = "together", "Samen"
        ENDED = "ended", "Klaar"

    MOVES = {
        Status.ASKED: {Status.LOOKING, Status.ENDED},
        Status.LOOKING: {Status.TOGETHER, Status.ENDED},
        Status.TOGETHER: {Status.LOOKING, Status.ENDED},
    }
    BADGES = {
        Status.ASKED: ("new", "phone"),
        Status.LOOKING: ("wait", "search"),
        Status.TOGETHER: ("ok", "check-check"),
        Status.ENDED: ("done", "square-check"),
    }

    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ASKED)
    name = models.CharField("voornaam", max_length=40, blank=True)
    phone = models.CharField("telefoon", max_length=20)
    things = things()
    tenant = models.ForeignKey(
        Tenant, models.SET_NULL, null=True, blank=True, related_name="buddy_requests"
    )
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    made_at = models.DateTimeField("gevraagd", auto_now_add=True)

    objects = PlannersOnly.as_manager()

    class Meta:
        verbose_name = "vraag om gezelschap"
        verbose_name_plural = "vragen om gezelschap"
        indexes = [
            models.Index(
                fields=["made_at"], condition=~Q(status="ended"), name="activities_asked_first"
            )
        ]
        constraints = [
            one_of(
                "status", "asked, looking, together, ended", name="buddy_request_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"gezelschap {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("activities:search_buddy", args=[self.pk])

    @property
    def what(self) -> str:
        return ", ".join(str(SharedActivity(thing).label).lower() for thing in self.things)


class BuddyQuerySet(PlannersOnly):
    def with_load(self) -> "BuddyQuerySet":
        """Annotate each buddy with `load`: the number of matches that have not ended."""
        return self.annotate(load=Count("matches", filter=Q(matches__ended_at=None)))


class Buddy(models.Model):
    """A neighbour or volunteer who offers company. `vog_on` is the date of the certificate of good
    conduct (VOG); without one the buddy cannot be proposed."""

    name = models.CharField("naam", max_length=80)
    phone = models.CharField("telefoon", max_length=20)
    things = things()
    vog_on = models.DateField("VOG van", null=True, blank=True)
    most = models.PositiveSmallIntegerField(
        "hoogstens zoveel mensen", default=1, validators=[MaxValueValidator(20)]
    )
    stopped_at = models.DateTimeField("gestopt", null=True, blank=True)

    objects = BuddyQuerySet.as_manager()

    class Meta:
        verbose_name = "maatje"
        verbose_name_plural = "maatjes"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def why_not(self) -> str:
        """Return why this buddy cannot be proposed now, or ''. Needs `with_load`."""
        if self.stopped_at:
            return f"{self.first_name} is gestopt."
        if self.vog_on is None:
            return f"Van {self.first_name} is nog geen VOG gezien."
        if self.load >= self.most:
            return f"{self.first_name} heeft al genoeg mensen."
        return ""


class BuddyMatchQuerySet(PlannersOnly):
    def by_token(self, token: str) -> "BuddyMatchQuerySet":
        """The one match that a personal link opens, from either side."""
        return self.filter(Q(guest_token=token) | Q(buddy_token=token))

    def open(self) -> "BuddyMatchQuerySet":
        return self.filter(ended_at=None)


class BuddyMatch(models.Model):
    """A proposal that a guest and a buddy meet. Until both have said yes, each sees only what they
    would do together; after that, also the other's first name and telephone number."""

    buddy_request = models.ForeignKey(BuddyRequest, models.CASCADE, related_name="matches")
    buddy = models.ForeignKey(Buddy, models.CASCADE, related_name="matches")
    guest_token = models.CharField(max_length=32, unique=True, default=new_token)
    buddy_token = models.CharField(max_length=32, unique=True, default=new_token)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField("voorgesteld", auto_now_add=True)
    guest_yes_at = models.DateTimeField("gast zei ja", null=True, blank=True)
    buddy_yes_at = models.DateTimeField("maatje zei ja", null=True, blank=True)
    ended_at = models.DateTimeField("niet verder", null=True, blank=True)

    objects = BuddyMatchQuerySet.as_manager()

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        constraints = [
            models.UniqueConstraint(
                fields=["buddy_request"], condition=Q(ended_at=None), name="one_match_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"voorstel {self.pk}"

    @property
    def tenant_id(self) -> int | None:
        """The tenant who asked for company, if we know them."""
        return self.buddy_request.tenant_id

    def called(self, *, guest: bool) -> dict:
        """Return the name and telephone number of the side that a colleague calls."""
        one = self.buddy_request if guest else self.buddy
        return {"name": one.name if guest else one.first_name, "phone": one.phone}

    def seen_by(self, *, guest: bool) -> dict:
        """Return what one side may see: their own token and answer, and the other's name and number
        once both have said yes."""
        other, phone = (
            (self.buddy.first_name, self.buddy.phone)
            if guest
            else (self.buddy_request.name, self.buddy_request.phone)
        )
        return {
            "token": self.guest_token if guest else self.buddy_token,
            "said_yes": self.guest_yes_at if guest else self.buddy_yes_at,
            "other": other if self.is_agreed else "",
            "their_phone": phone if self.is_agreed else "",
        }

    @property
    def is_agreed(self) -> bool:
        """Whether both said yes and the match has not ended."""
        return bool(self.guest_yes_at and self.buddy_yes_at and not self.ended_at)
