"""Covers: who does whose work during an absence."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can


class CoverQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "CoverQuerySet":
        """Covers in which this user takes part; a coordinator sees all."""
        if user.can(Can.WORK_SIGNALS) and user.can(Can.SEE_ALL_AREAS):
            return self
        if user.can(Can.WORK_SIGNALS):
            return self.filter(Q(away=user) | Q(cover=user))
        return self.none()

    def in_force(self, on: date | None = None) -> "CoverQuerySet":
        """Covers that are in force on a day, by default today."""
        on = on or timezone.localdate()
        return self.filter(ended_at=None, from_on__lte=on, until_on__gte=on)

    def upcoming(self) -> "CoverQuerySet":
        """Covers that run today or later."""
        return self.filter(until_on__gte=timezone.localdate())


class Cover(models.Model):
    """Between two days a colleague sees the work of a user who is away, and gets the reminders."""

    away = models.ForeignKey(
        User, models.CASCADE, verbose_name="wie is er niet", related_name="absences"
    )
    cover = models.ForeignKey(
        User, models.CASCADE, verbose_name="wie neemt waar", related_name="covers"
    )
    from_on = models.DateField("van")
    until_on = models.DateField("tot en met")
    ended_at = models.DateTimeField("eerder gestopt", null=True, blank=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        verbose_name = "waarneming bij afwezigheid"
        verbose_name_plural = "waarnemingen bij afwezigheid"
        indexes = [
            models.Index(
                fields=["cover", "from_on"], name="signals_covered_by", condition=Q(ended_at=None)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="cover_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(away=F("cover")), name="cover_by_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"waarneming {self.pk}"


def stand_ins(on: date | None = None) -> dict[int, int]:
    """Map each absent user's id to the id of the active user who covers on a day (default
    today)."""
    covers = Cover.objects.in_force(on).filter(cover__is_active=True)
    return dict(covers.values_list("away_id", "cover_id"))


def whose_work(user: User) -> list[int]:
    """Return the ids of the users whose work this user does today: their own, that of the users
    they cover for, and of those whom these cover for in turn."""
    if user.pk is None:
        return []
    covers, mine = stand_ins(), [user.pk]
    for colleague in mine:
        mine += [away for away, by in covers.items() if by == colleague and away not in mine]
    return mine
