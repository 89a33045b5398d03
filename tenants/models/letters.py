"""Letters that a colleague writes to a tenant."""

import uuid

from django.db import models
from django.urls import reverse

from accounts.models import User
from accounts.roles import Can
from tenants.models.people import Tenant


class LetterQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "LetterQuerySet":
        if not user.can(Can.SEE_TENANTS):
            return self.none()
        return self.filter(tenant__in=Tenant.objects.visible_to(user))


class Letter(models.Model):
    """A letter in large print, printed and posted by whoever wrote it; never changed afterwards."""

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="letters")
    text = models.CharField("brief", max_length=1500)
    largest = models.BooleanField("extra grote letters", default=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("geschreven", auto_now_add=True)
    returned_at = models.DateTimeField("kwam terug", null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "brief"
        verbose_name_plural = "brieven"
        indexes = [models.Index(fields=["tenant", "-id"], name="tenants_letter_of")]

    def __str__(self) -> str:
        return f"brief {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("tenants:letter", args=[self.pk])
