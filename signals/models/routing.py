"""Rules of this corporation about who picks up which signals."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Area, User
from ground.language_codes import LANGUAGES
from signals.models.reference_lists import ReferenceQuerySet
from signals.models.signals import Signal


class RoutingRule(models.Model):
    """New signals that meet every condition go to one colleague; the first rule that fits counts.

    A condition that is left empty always holds.
    """

    area = models.ForeignKey(
        Area, models.CASCADE, verbose_name="gebied", null=True, blank=True, related_name="+"
    )
    complex_code = models.CharField("complex", max_length=40, blank=True)
    language = models.CharField("taal van de huurder", max_length=3, blank=True)
    noticed_by = models.CharField(
        "wie zag het", max_length=12, choices=Signal.Noticer.choices, blank=True
    )
    to = models.ForeignKey(User, models.PROTECT, verbose_name="wie pakt het op", related_name="+")
    position = models.PositiveSmallIntegerField(
        "volgorde", default=0, validators=[MaxValueValidator(999)]
    )

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "verdeelregel"
        verbose_name_plural = "verdeelregels"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False)
                | ~Q(complex_code="")
                | ~Q(language="")
                | ~Q(noticed_by=""),
                name="routing_rule_has_a_condition",
            ),
        ]

    def __str__(self) -> str:
        return f"verdeelregel {self.pk}"

    @property
    def when(self) -> str:
        """The conditions in words: 'gebied Noord, taal Turks'."""
        parts = [
            self.area and f"gebied {self.area}",
            self.complex_code and f"complex {self.complex_code}",
            self.language and f"taal {LANGUAGES.get(self.language, self.language)}",
            self.noticed_by and f"gezien door {self.get_noticed_by_display()}",
        ]
        return ", ".join(part for part in parts if part)
