"""What a host writes down at a meetup: who came without signing up, and what the coordinator should
know."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Can
from activities.models.meetups import Meetup
from activities.models.sign_ups import SignUp


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


class HostMessageQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "HostMessageQuerySet":
        """Planners see all, hosts and partner workers those about their own meetups."""
        if user.can(Can.PLAN_MEETUPS) or user.can(Can.HOST_MEETUPS):
            return self.filter(meetup__in=Meetup.objects.hosted_by(user))
        return self.none()

    def unread(self) -> "HostMessageQuerySet":
        return self.filter(read_at=None)


class HostMessage(models.Model):
    """What a host tells the coordinator about a meetup, or about one of its guests."""

    meetup = models.ForeignKey(Meetup, models.CASCADE, related_name="host_messages")
    guest = models.ForeignKey(
        SignUp, models.CASCADE, verbose_name="over wie", null=True, blank=True, related_name="+"
    )
    text = models.CharField("bericht", max_length=500)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField("doorgegeven", auto_now_add=True)
    read_at = models.DateTimeField("gelezen", null=True, blank=True)
    read_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True)

    objects = HostMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht van een gastheer of gastvrouw"
        verbose_name_plural = "berichten van gastheren en gastvrouwen"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(read_at=None), name="activities_to_read")
        ]

    def __str__(self) -> str:
        return f"bericht {self.pk} van een gastheer of gastvrouw"
