"""Who receives people at the door, as they know a face."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from accounts.roles import Can


class PortraitQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PortraitQuerySet":
        """A face stands on the public agenda; who may change one says the action."""
        return self if user.can(Can.PLAN_MEETUPS) else self.none()


class Portrait(models.Model):
    """The face of a host, who agreed that it stands on the agenda. A small JPEG, made anew, so that
    nothing of the camera is left in it."""

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
