"""Notes that a partner's workers write for themselves."""

import uuid

from django.db import models

from accounts.models import User
from accounts.roles import Can
from referrals.models.referrals import Referral


class PartnerNoteQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "PartnerNoteQuerySet":
        """For workers of the partner only: the corporation does not read them."""
        if not user.can(Can.ANSWER_REFERRAL):
            return self.none()
        return self.filter(referral__in=Referral.objects.visible_to(user))


class PartnerNote(models.Model):
    """A note on a referral for the partner's own workers, or a word to the colleague who gets it.

    It is about the tenant, so it goes when the shares go, and belongs to what a tenant may read.
    """

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="partner_notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    to = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField("notitie", max_length=500)
    written_at = models.DateTimeField("wanneer", auto_now_add=True)

    objects = PartnerNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "notitie van een partner"
        verbose_name_plural = "notities van partners"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"notitie {self.pk}"

    @property
    def tenant_id(self) -> int:
        return self.referral.tenant_id
