"""Outgoing messages: queued with their cause, then sent, dropped, or handled by a person."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of
from ground.site import host_name
from outbox.kinds import KINDS
from outbox.subjects import tenant_about


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "MessageQuerySet":
        return self if user.can(Can.SEE_POST) or user.can(Can.KEEP_TIME) else self.none()

    def told_by(self, user: User) -> "MessageQuerySet":
        """Messages that this user still has to pass on by telephone, oldest first."""
        by_hand = {"status": Message.Status.BY_HAND, "channel": Message.Channel.CALL}
        return self.of_kinds_told_by(user).filter(**by_hand).order_by("due_at", "pk")

    def of_kinds_told_by(self, user: User) -> "MessageQuerySet":
        """Messages of the kinds that this user passes on by telephone, whatever their status."""
        names = [name for name, kind in KINDS.items() if kind.told_by and user.can(kind.told_by)]
        return self.filter(kind__in=names)

    def queued(self) -> "MessageQuerySet":
        """Messages that leave by themselves."""
        return self.filter(status=Message.Status.QUEUED)

    def stuck(self) -> "MessageQuerySet":
        """Messages that need a person: failed, outcome unknown, or to be done by hand."""
        return self.filter(status__in=Message.FOR_A_PERSON).order_by("due_at", "pk")


class Message(Moving):
    """One message to one address. It stores ids only; the text is rendered when it is sent."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("e-mail")
        TEXT = "sms", _("sms")
        LETTER = "letter", _("brief")
        CALL = "call", _("telefoontje")

    class Status(models.TextChoices):
        QUEUED = "queued", "In de wachtrij"
        CLAIMED = "claimed", "Wordt klaargezet"
        MAKING = "making", "Wordt gemaakt"
        HANDING_OVER = "handing_over", "Wordt verstuurd"
        SENT = "sent", "Verstuurd"
        DROPPED = "dropped", "Niet meer nodig"
        FAILED = "failed", "Mislukt"
        UNKNOWN = "unknown", "Onbekend of het aankwam"
        BY_HAND = "by_hand", "Door een collega te doen"
        DONE = "done", "Met de hand gedaan"

    MOVES = {
        Status.QUEUED: {Status.CLAIMED, Status.DROPPED},
        Status.CLAIMED: {Status.MAKING, Status.QUEUED},
        Status.MAKING: {
            Status.HANDING_OVER,
            Status.QUEUED,
            Status.DROPPED,
            Status.FAILED,
            Status.BY_HAND,
        },
        Status.HANDING_OVER: {Status.SENT, Status.QUEUED, Status.FAILED, Status.UNKNOWN},
        Status.FAILED: {Status.QUEUED, Status.DONE},
        Status.UNKNOWN: {Status.QUEUED, Status.DONE},
        Status.BY_HAND: {Status.DONE},
    }
    BADGES = {
        Status.QUEUED: ("wait", "hourglass"),
        Status.CLAIMED: ("wait", "hourglass"),
        Status.MAKING: ("wait", "hourglass"),
        Status.HANDING_OVER: ("wait", "hourglass"),
        Status.SENT: ("ok", "check-check"),
        Status.DROPPED: ("done", "square-check"),
        Status.FAILED: ("late", "triangle-alert"),
        Status.UNKNOWN: ("late", "triangle-alert"),
        Status.BY_HAND: ("wait", "hourglass"),
        Status.DONE: ("ok", "check-check"),
    }
    FOR_A_PERSON = (Status.FAILED, Status.UNKNOWN, Status.BY_HAND)

    key = models.CharField("sleutel", max_length=120, unique=True)
    channel = models.CharField("weg", max_length=8, choices=Channel.choices)
    kind = models.CharField("soort", max_length=60)
    to = models.CharField("aan", max_length=254)
    about = models.JSONField("waarover", default=dict)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.QUEUED)
    due_at = models.DateTimeField("niet eerder dan")
    created_at = models.DateTimeField("gemaakt", auto_now_add=True)
    sent_at = models.DateTimeField("verstuurd", null=True, blank=True)
    token = models.UUIDField("claim", null=True)
    lease_until = models.DateTimeField("claim geldt tot", null=True)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    # Since when the relay asks to try this message later.
    deferred_since = models.DateTimeField("uitgesteld sinds", null=True, blank=True)
    message_id = models.CharField("bericht-id", max_length=120)
    error = models.CharField("fout", max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_due",
                condition=models.Q(status="queued"),
            ),
            models.Index(
                fields=["lease_until"],
                name="outbox_leased",
                condition=models.Q(status__in=["claimed", "making", "handing_over"]),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="outbox_for_a_person",
                condition=models.Q(status__in=["failed", "unknown", "by_hand"]),
            ),
        ]
        constraints = [
            one_of(
                "status",
                "queued, claimed, making, handing_over, sent, dropped, failed, unknown, by_hand, "
                "done",
                name="message_status_is_known",
            ),
        ]

    @property
    def on_screen(self) -> bool:
        """Whether its reader can follow links: true for e-mail and text messages."""
        return self.channel in {self.Channel.MAIL, self.Channel.TEXT}

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.kind}"

    @property
    def tenant_id(self) -> int | None:
        """The tenant whom this is about; the trail names them."""
        return tenant_about(self.about)

    @staticmethod
    def new_message_id() -> str:
        """Return a new Message-ID; a message keeps it for every delivery attempt."""
        return f"<{uuid.uuid4()}@{host_name()}>"


class RelayTroubleQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "RelayTroubleQuerySet":
        return self if user.can(Can.SEE_POST) else self.none()


class RelayTrouble(models.Model):
    """The SMTP relay takes no mail from us: at most one row, which is gone when it does again."""

    number = models.PositiveSmallIntegerField("nummer", primary_key=True, default=1)
    since = models.DateTimeField("sinds")
    retry_at = models.DateTimeField("volgende poging")
    # Until when a worker may be trying the relay; the others wait for it.
    trying_until = models.DateTimeField("bezig tot", null=True, blank=True)
    sentence = models.CharField("wat er mis is", max_length=200)

    objects = RelayTroubleQuerySet.as_manager()

    class Meta:
        verbose_name = "storing van de mailserver"
        verbose_name_plural = "storingen van de mailserver"
        constraints = [
            models.CheckConstraint(condition=models.Q(number=1), name="one_relay_trouble"),
        ]

    def __str__(self) -> str:
        return self.sentence
