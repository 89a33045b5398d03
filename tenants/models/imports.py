"""Files that were read."""

from django.db import models

from accounts.models import User
from accounts.roles import Can


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ImportRunQuerySet":
        return self if user.can(Can.IMPORT) else self.none()


class ImportRun(models.Model):
    """One file that was read: what it would change, what was rejected, and whether it was applied.

    `rows` holds the cleaned rows until the run is applied or thrown away; then it is emptied.
    """

    class Kind(models.TextChoices):
        HOMES = "homes", "woningen"
        TENANTS = "tenants", "huurders"

    kind = models.CharField("soort", max_length=8, choices=Kind.choices)
    file_name = models.CharField("bestand", max_length=120)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    read_at = models.DateTimeField("gelezen", auto_now_add=True)
    applied_at = models.DateTimeField("doorgevoerd", null=True, blank=True)
    cancelled_at = models.DateTimeField("weggegooid", null=True, blank=True)
    rows = models.JSONField("rijen", default=list)
    rejects = models.JSONField("afgekeurd", default=list)
    changes = models.JSONField("verschillen", default=dict)
    dropped = models.JSONField("weggelaten kolommen", default=dict)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
