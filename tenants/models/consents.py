"""Consent of a tenant to share data with a recipient."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from tenants.models.people import Field, Tenant
from tenants.triggers import CONSENT_IS_ONLY_WITHDRAWN


class ConsentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ConsentQuerySet":
        return self.filter(tenant__in=Tenant.objects.visible_to(user))

    def active(self, on: date | None = None) -> "ConsentQuerySet":
        """Consents with answer YES, not withdrawn, and not expired on a day (default today)."""
        on = on or timezone.localdate()
        return self.filter(answer=Consent.Answer.YES, withdrawn_at=None, expires_on__gte=on)

    def with_others(self) -> "ConsentQuerySet":
        """Consents to share with another organisation: its key has a number ('partner:12'), unlike
        that of something we do ourselves ('aftercare')."""
        return self.filter(recipient__contains=":")

    def latest_each(self) -> "ConsentQuerySet":
        """The latest of these answers for each recipient and purpose."""
        each = ("recipient", "purpose")
        return self.order_by(*each, "-pk").distinct(*each)


class Consent(models.Model):
    """A tenant's answer when asked to share data with one recipient, for one purpose.

    Yes, no and 'let me think' are equal answers. `recipient` is a key of a higher or neighbouring
    room ('partner:12'), `recipient_name` its name as it was read aloud. A row is never changed,
    except to withdraw it.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Ja"
        NO = "no", "Nee"
        LATER = "later", "Wil erover nadenken"

    class How(models.TextChoices):
        SPOKEN = "spoken", "mondeling"
        PHONE = "phone", "aan de telefoon"
        WRITTEN = "written", "schriftelijk"

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="consents")
    recipient = models.CharField("ontvanger", max_length=60)
    recipient_name = models.CharField("naam van de ontvanger", max_length=120)
    purpose = models.CharField("doel", max_length=60, default="kennismaken en samen iets doen")
    fields = ArrayField(
        models.CharField(max_length=12, choices=Field.choices), verbose_name="wat", default=list
    )
    answer = models.CharField("antwoord", max_length=6, choices=Answer.choices)
    how = models.CharField("hoe", max_length=8, choices=How.choices, default=How.SPOKEN)
    words = models.CharField("in eigen woorden", max_length=300, blank=True)
    wording = models.TextField("de voorgelezen zin", max_length=600)
    wording_version = models.PositiveSmallIntegerField("versie van de zin", default=1)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField("gegeven", auto_now_add=True)
    expires_on = models.DateField("geldt tot en met")
    withdrawn_at = models.DateTimeField("ingetrokken", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        triggers = [CONSENT_IS_ONLY_WITHDRAWN]
        indexes = [models.Index(fields=["tenant", "recipient", "-id"], name="tenants_consent_of")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="yes") | ~Q(fields=[]), name="consent_yes_names_fields"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.recipient_name}"

    @property
    def is_active(self) -> bool:
        return (
            self.answer == self.Answer.YES
            and self.withdrawn_at is None
            and self.expires_on >= timezone.localdate()
        )

    @property
    def is_with_another(self) -> bool:
        """The same rule as `with_others()`, for one consent."""
        return ":" in self.recipient

    def in_force_beside(self) -> list["Consent"]:
        """The other consents in force to share about this tenant, in the order they were given."""
        others = self.tenant.consents.active().with_others().exclude(pk=self.pk)
        same = {"recipient": self.recipient, "purpose": self.purpose}
        return sorted(others.exclude(**same).latest_each(), key=lambda consent: consent.pk)

    def was_asked_with(self, other: "Consent") -> bool:
        """Whether both answer one sentence that was read aloud, which named a second choice."""
        same = ("wording", "purpose", "fields", "expires_on")
        return all(getattr(self, name) == getattr(other, name) for name in same)

    @property
    def field_labels(self) -> list[str]:
        return [Field(f).label for f in self.fields]
