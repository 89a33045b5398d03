"""What a host writes down at a meetup: who came without signing up."""

from django.db import models

from accounts.models import User
from accounts.roles import Can
from activities.models.meetups import Meetup


class WalkInQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WalkInQuerySet":
        """Planners see all, hosts and partner workers those of their own meetups."""
        if user.can(Can.PLAN_MEETUPS) or user.can(Can.HOST_MEETUPS):
            return self.filter(meetup__in=Meetup.objects.hosted_by(user))
        return self.none()


class WalkIn(models.Model):
    """The first name of somebody who came without signing up and did not mind being noted. Most are
    only counted (`Meetup.walk_ins`), and that number includes those with a name."""

    meetup = models.ForeignKey(Meetup, models.CASCADE, related_name="named_walk_ins")
    name = models.CharField("voornaam", max_length=40)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField("genoteerd", auto_now_add=True)
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)

    objects = WalkInQuerySet.as_manager()

    class Meta:
        verbose_name = "aanloper"
        verbose_name_plural = "aanlopers"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"aanloper {self.pk}"
