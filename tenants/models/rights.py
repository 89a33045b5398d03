"""Data subject requests: access, rectification, restriction and erasure, each with a deadline."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of


class RightsRequestQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RightsRequestQuerySet":
        return self if user.can(Can.HANDLE_RIGHTS) else self.none()

    def open(self) -> "RightsRequestQuerySet":
        return self.filter(status=RightsRequest.Status.OPEN)


class RightsRequest(Moving):
    """A request under articles 15 to 18 of the AVG (GDPR), answered within a month (article 12.3).

    `tenant_number` is no foreign key, so that the proof outlives an erasure.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "Inzage: wat bewaren jullie over mij?"
        READS = "reads", "Wie heeft naar mij gekeken?"
        RECTIFY = "rectify", "Verbetering: er staat iets fout"
        RESTRICT = "restrict", "Beperking: gebruik het even niet"
        ERASE = "erase", "Verwijdering: haal alles weg"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Gedaan"
        REFUSED = "refused", "Geweigerd"

    class Via(models.TextChoices):
        TALK = "talk", "in een gesprek"
        PHONE = "phone", "aan de telefoon"
        LETTER = "letter", "met een brief"
        MAIL = "mail", "met een e-mail"

    MOVES = {Status.OPEN: {Status.DONE, Status.REFUSED}}

    tenant_number = models.BigIntegerField("huurdernummer")
    kind = models.CharField("wat", max_length=8, choices=Kind.choices)
    status = models.CharField("status", max_length=7, choices=Status.choices, default=Status.OPEN)
    via = models.CharField("hoe gevraagd", max_length=6, choices=Via.choices)
    received_on = models.DateField("ontvangen op", default=timezone.localdate)
    due_on = models.DateField("uiterlijk op")
    extended_why = models.CharField("waarom later", max_length=200, blank=True)
    identity = models.CharField("hoe weet je dat hij of zij het is", max_length=120)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("hoe beantwoord", max_length=300, blank=True)

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "verzoek over rechten"
        verbose_name_plural = "verzoeken over rechten"
        indexes = [
            models.Index(
                fields=["due_on", "id"], name="tenants_rights_open", condition=Q(status="open")
            ),
            models.Index(fields=["tenant_number"], name="tenants_rights_of"),
        ]
        constraints = [
            one_of("status", "open, done, refused", name="rights_request_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"verzoek {self.pk}"

    @property
    def tenant_id(self) -> int:
        """The id of the tenant whose timeline shows this request."""
        return self.tenant_number

    @property
    def days_left(self) -> int:
        return (self.due_on - timezone.localdate()).days


class ErasureTombstone(models.Model):
    """Marks a person erased on request, so that later imports skip them.

    Holds a keyed digest of the id in the source system; the id cannot be read back from it.
    """

    digest = models.CharField("vingerafdruk", max_length=64, unique=True)
    on = models.DateField("verwijderd op", default=timezone.localdate)

    class Meta:
        verbose_name = "verwijderde"
        verbose_name_plural = "verwijderden"

    def __str__(self) -> str:
        return f"verwijderd op {self.on}"

    @staticmethod
    def digest_of(external_id: str) -> str:
        """Return the keyed digest of an id in the source system: 64 hexadecimal digits."""
        return salted_hmac("tenants.removed", external_id, algorithm="sha256").hexdigest()
