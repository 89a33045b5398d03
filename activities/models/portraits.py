"""Portraits of the hosts, so that guests recognise who receives them."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from accounts.roles import Can


class PortraitQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PortraitQuerySet":
        """All portraits: the agenda is public. The actions decide who may change one."""
        return self if user.can(Can.PLAN_MEETUPS) else self.none()


class Portrait(models.Model):
    """The portrait of a host who agreed to be shown on the agenda. A small JPEG, re-encoded so that
    no camera metadata is left in it."""

    name = models.CharField("voornaam", max_length=40)
    picture = models.BinaryField("foto")
    agreed_on = models.DateField("zei ja op")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PortraitQuerySet.as_manager()

    class Meta:
        verbose_name = "gezicht"
        verbose_name_plural = "gezichten"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("activities:face", args=[self.pk])
