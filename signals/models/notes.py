"""Notes on a signal: what somebody knows or hears between two steps."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from accounts.models import User
from ground.constraints import one_of
from signals.models.follow_ups import FollowUp
from signals.models.signals import Signal


class SignalNoteQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SignalNoteQuerySet":
        return self.filter(signal__in=Signal.objects.visible_to(user))


class SignalNote(models.Model):
    """A note of a colleague on a signal, with whose words it is; never changed afterwards.

    `follow_up` is the step that was open when it was written.
    """

    class Whose(models.TextChoices):
        """Whose words a note holds."""

        COLLEAGUE = "colleague", "van mijzelf"
        TENANT = "tenant", "van de huurder"
        OTHER = "other", "van iemand anders"

    key = models.UUIDField("eenmalige sleutel van het formulier", unique=True, default=uuid.uuid4)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="notes")
    follow_up = models.ForeignKey(
        FollowUp, models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    text = models.CharField("notitie", max_length=500)
    whose = models.CharField("wiens woorden", max_length=9, choices=Whose.choices)
    said_by = models.CharField("wie zei het", max_length=60, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("geschreven", auto_now_add=True)

    objects = SignalNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "notitie bij een signaal"
        verbose_name_plural = "notities bij signalen"
        indexes = [
            models.Index(fields=["signal", "-id"], name="signals_notes"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="signals_note_words"),
        ]
        constraints = [
            one_of("whose", "colleague, tenant, other", name="note_has_known_words"),
            models.CheckConstraint(
                condition=~Q(whose="other") | ~Q(said_by=""), name="note_says_who_else_said_it"
            ),
        ]

    def __str__(self) -> str:
        return f"notitie {self.pk}"

    @property
    def said(self) -> str:
        """Whose words it is, for a reader: 'Dochter zei', 'De huurder zei'; '' for the writer's
        own."""
        if self.whose == self.Whose.TENANT:
            return "De huurder zei"
        if self.whose == self.Whose.OTHER:
            return f"{self.said_by[:1].upper()}{self.said_by[1:]} zei"
        return ""

    @property
    def tenant_id(self) -> int | None:
        """The tenant whose timeline shows this."""
        return self.signal.tenant_id
