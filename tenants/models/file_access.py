"""Access to a file with a reason: outside the user's own areas, or of a shielded tenant."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can
from tenants.models.people import Tenant


class FileAccessQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "FileAccessQuerySet":
        """Coordinators see what colleagues opened, not their own; everybody else sees nothing."""
        if user.can(Can.REVIEW_FILE_ACCESS):
            return self.exclude(user=user)
        return self.none()

    def in_force(self, user: User) -> "FileAccessQuerySet":
        """What this user opened, while the day lasts and what it rests on has not changed: the
        role and the areas, and that nobody shielded the tenant since."""
        shielded_since = Q(tenant__shielded_at__gte=F("at"))
        opened = self.filter(user=user, until__gt=timezone.now(), rights=user.rights)
        return opened.exclude(shielded_since)

    def to_review(self) -> "FileAccessQuerySet":
        return self.filter(reviewed_at=None)


class FileAccess(models.Model):
    """A user opened a file outside their lists and gave a reason; a coordinator reviews it."""

    class Reason(models.TextChoices):
        """Why the user needs this file now."""

        COVER = "cover", "Ik neem waar voor een collega"
        CONTACT = "contact", "De huurder belt mij of staat voor me"
        URGENT = "urgent", "Er is nu iets dringends"
        MOVING = "moving", "De huurder verhuist naar of uit mijn gebied"
        OTHER = "other", "Iets anders, namelijk:"

    class Verdict(models.TextChoices):
        """The coordinator's verdict."""

        FINE = "fine", "In orde"
        ASKED = "asked", "Besproken met de collega"
        WRONG = "wrong", "Niet in orde"

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="file_accesses")
    user = models.ForeignKey(User, models.PROTECT, related_name="file_accesses")
    reason = models.CharField("reden", max_length=8, choices=Reason.choices)
    words = models.CharField("toelichting", max_length=200, blank=True)
    at = models.DateTimeField("geopend", auto_now_add=True)
    until = models.DateTimeField("geldt tot")
    # `User.rights` when the file was opened: with another role or other areas it is closed.
    rights = models.CharField(max_length=64, blank=True, default="", db_default="")
    verdict = models.CharField("oordeel", max_length=5, choices=Verdict.choices, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField("beoordeeld", null=True, blank=True)

    objects = FileAccessQuerySet.as_manager()

    class Meta:
        verbose_name = "inzage met reden"
        verbose_name_plural = "inzagen met reden"
        indexes = [
            models.Index(fields=["user", "until"], name="tenants_look_until"),
            models.Index(fields=["id"], name="tenants_look_review", condition=Q(reviewed_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words=""), name="look_other_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"inzage {self.pk}"
