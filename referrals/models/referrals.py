"""A referral to a partner: what the tenant agreed to share, and whose turn it is.

A partner reads these tables only. They hold a minimal copy, frozen at sending; the signal and the
tenant's file are not readable for a partner.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from accounts.roles import Can
from audit.moves import Moving
from ground.constraints import one_of
from ground.workdays import working_days_late
from partners.models import Partner
from referrals.triggers import (
    REFERRAL_IS_FROZEN,
    REFERRAL_TAKES_BACK_ITS_SHARES,
    SHARE_IS_FROZEN,
    SHARE_NEEDS_CONSENT,
)
from signals.models import Signal
from tenants.models import Consent, Field, Tenant


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReferralQuerySet":
        """Staff: referrals of tenants visible to them or sent by themselves. A partner's worker:
        those sent to their organisation while it is on, except drafts and withdrawn ones."""
        if user.can(Can.ANSWER_REFERRAL):
            return self.filter(
                partner__workers__user=user,
                partner__workers__left_at=None,
                partner__switched_off_at=None,
            ).exclude(status__in=Referral.OUT_OF_SIGHT)
        if user.can(Can.REFER) and user.can(Can.SEE_ALL_AREAS):
            return self
        if user.can(Can.REFER):
            return self.filter(Q(sender=user) | Q(tenant__in=Tenant.objects.visible_to(user)))
        return self.none()

    def open(self) -> "ReferralQuerySet":
        return self.filter(status__in=Referral.OPEN)

    def waiting(self) -> "ReferralQuerySet":
        """Offered, and not accepted yet."""
        return self.filter(status__in=Referral.WAITING)

    def running(self) -> "ReferralQuerySet":
        """Accepted, and not ended."""
        return self.filter(status__in=[s for s in Referral.OPEN if s not in Referral.WAITING])


class Referral(Moving):
    """A tenant's wish, offered to a partner with the tenant's consent."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Concept"
        OFFERED = "offered", "Nieuw"
        QUESTION = "question", "Vraag terug"
        ACCEPTED = "accepted", "Opgepakt"
        TRIED = "tried", "Contact gezocht"
        MET = "met", "Contact gelegd"
        UNDER_WAY = "under_way", "In contact"
        PAUSED = "paused", "Even stil"
        COMPLETED = "completed", "Contact hersteld"
        DECLINED = "declined", "Past niet"
        ENDED = "ended", "Partner is klaar"
        WITHDRAWN = "withdrawn", "Ingetrokken"

    class Declined(models.TextChoices):
        """Why the partner declines."""

        FULL = "full", "We hebben geen plek"
        NOT_OURS = "not_ours", "Dit past niet bij wat wij doen"
        AREA = "area", "Buiten ons gebied"
        UNREACHABLE = "unreachable", "We kregen geen contact"
        OTHER = "other", "Anders"

    class Via(models.TextChoices):
        """The channel by which an answer came in."""

        ACCOUNT = "account", "met een account"
        LINK = "link", "met de link en een code"
        PHONE = "phone", "aan de telefoon"

    class Turn(models.TextChoices):
        """Whose turn it is."""

        SENDER = "sender", "de verwijzer"
        PARTNER = "partner", "de partner"

    OUT_OF_SIGHT = (Status.DRAFT, Status.WITHDRAWN)
    WAITING = (Status.OFFERED, Status.QUESTION)
    RUNNING = (Status.ACCEPTED, Status.TRIED, Status.MET, Status.UNDER_WAY, Status.PAUSED)
    OPEN = (*WAITING, *RUNNING)
    # In every status that is not final it is somebody's turn, until `due_on`.
    TURNS = {
        Status.DRAFT: Turn.SENDER,
        Status.OFFERED: Turn.PARTNER,
        Status.QUESTION: Turn.SENDER,
        **dict.fromkeys(RUNNING, Turn.PARTNER),
    }
    ENDS = {Status.COMPLETED, Status.ENDED, Status.WITHDRAWN}
    MOVES = {
        Status.DRAFT: {Status.OFFERED, Status.WITHDRAWN},
        Status.OFFERED: {
            Status.ACCEPTED,
            Status.DECLINED,
            Status.QUESTION,
            Status.WITHDRAWN,
        },
        Status.QUESTION: {Status.OFFERED, Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN},
        Status.ACCEPTED: {Status.TRIED, Status.MET, Status.UNDER_WAY, Status.PAUSED, *ENDS},
        Status.TRIED: {Status.MET, Status.UNDER_WAY, Status.PAUSED, *ENDS},
        # Back to TRIED when the conversation was recorded by mistake.
        Status.MET: {Status.TRIED, Status.UNDER_WAY, Status.PAUSED, *ENDS},
        Status.UNDER_WAY: {Status.PAUSED, *ENDS},
        Status.PAUSED: {Status.TRIED, Status.MET, Status.UNDER_WAY, *ENDS},
    }

    BADGES = {
        Status.DRAFT: ("new", "pencil"),
        Status.OFFERED: ("wait", "hourglass", "Wacht op partner"),
        Status.QUESTION: ("wait", "circle-question-mark"),
        **dict.fromkeys(RUNNING, ("with", "corner-up-right")),
        Status.COMPLETED: ("ok", "check-check"),
        Status.DECLINED: ("done", "check"),
        Status.ENDED: ("done", "check"),
        Status.WITHDRAWN: ("done", "check"),
    }

    number = models.UUIDField("nummer", unique=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="referrals")
    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="referrals")
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        verbose_name="partner",
        null=True,
        blank=True,
        related_name="referrals",
    )
    second = models.ForeignKey(
        Partner,
        models.SET_NULL,
        verbose_name="tweede keus",
        null=True,
        blank=True,
        related_name="+",
    )
    sender = models.ForeignKey(User, models.PROTECT, related_name="+")
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        verbose_name="toestemming",
        null=True,
        blank=True,
        related_name="referrals",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    wish = models.CharField("wat wil de huurder", max_length=300, blank=True)
    gist = models.CharField("de wens in een paar woorden", max_length=60, blank=True)
    made_at = models.DateTimeField("begonnen", auto_now_add=True)
    offered_at = models.DateTimeField("aangeboden", null=True, blank=True)
    due_on = models.DateField("wie aan zet is, uiterlijk", null=True, blank=True)
    answered_at = models.DateTimeField("beantwoord", null=True, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    taken_name = models.CharField("opgepakt door", max_length=120, blank=True)
    answered_via = models.CharField(
        "langs welke weg", max_length=7, choices=Via.choices, blank=True
    )
    met_on = models.DateField("eerste echte gesprek", null=True, blank=True)
    declined_why = models.CharField(
        "waarom past het niet", max_length=12, choices=Declined.choices, blank=True
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "verwijzing"
        verbose_name_plural = "verwijzingen"
        triggers = [REFERRAL_IS_FROZEN, REFERRAL_TAKES_BACK_ITS_SHARES]
        indexes = [
            models.Index(fields=["partner", "status", "-id"], name="referrals_inbox"),
            models.Index(fields=["sender", "status", "-id"], name="referrals_sent"),
            models.Index(fields=["tenant", "-id"], name="referrals_tenant"),
            models.Index(
                fields=["due_on", "id"],
                name="referrals_due",
                condition=Q(
                    status__in=[
                        "offered",
                        "question",
                        "accepted",
                        "tried",
                        "met",
                        "under_way",
                        "paused",
                    ]
                ),
            ),
        ]
        constraints = [
            one_of(
                "status",
                "draft, offered, question, accepted, tried, met, under_way, paused, completed, "
                "declined, ended, withdrawn",
                name="referral_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(
                    partner__isnull=False,
                    consent__isnull=False,
                    offered_at__isnull=False,
                ),
                name="referral_sent_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["completed", "declined", "ended", "withdrawn"])
                | Q(due_on__isnull=False),
                name="referral_waits_until_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(declined_why=""),
                name="referral_declined_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["signal"], condition=Q(status="draft"), name="one_draft_a_signal"
            ),
        ]

    def __str__(self) -> str:
        return f"verwijzing {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:page", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_running(self) -> bool:
        return self.status in self.RUNNING

    @property
    def waits_for(self) -> str:
        """Whose turn it is; empty when the referral is over."""
        return self.TURNS.get(self.status, "")

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def second_is_ready(self) -> bool:
        """Whether the second choice can be offered: the first declined or is late."""
        if self.second_id is None or self.tenant.is_left_in_peace:
            return False
        said_no = self.status == self.Status.DECLINED
        return said_no or (self.status in self.WAITING and self.is_late)

    @cached_property
    def shared(self) -> dict[str, str]:
        """The frozen shares by field: all that a partner's page may show about a tenant.

        Empty when the consent is no longer active, also when it expired without being withdrawn.
        """
        if self.consent is None or not self.consent.is_active:
            return {}
        return {share.field: share.value for share in self.shares.all()}

    @property
    def shared_name(self) -> str:
        """The name that a partner's page uses for the tenant: the shared name, or 'Een huurder'."""
        return self.shared.get(Field.NAME, "Een huurder")

    @property
    def shared_words(self) -> dict[str, str]:
        """Name and pronouns for a sentence about the tenant, derived from the shared name only."""
        name = self.shared_name
        words = {
            "Mevr.": {"whose": "Haar", "who": "zij", "whom": "haar"},
            "Dhr.": {"whose": "Zijn", "who": "hij", "whom": "hem"},
        }.get(name.split()[0], {"whose": "De", "who": "de huurder", "whom": "de huurder"})
        return words | {"name": name[:1].lower() + name[1:]}

    @property
    def shared_gist(self) -> str:
        """The summary of the wish, if the wish was shared."""
        return self.gist if Field.WISH in self.shared else ""

    @property
    def days_left(self) -> int:
        """Days until `due_on`; negative when it is late."""
        return (self.due_on - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        """The working days since the due date; 0 until it is past."""
        return working_days_late(self.due_on, timezone.localdate())


class Share(models.Model):
    """One agreed fact, frozen at sending. The database refuses it without active consent."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="shares")
    field = models.CharField("wat", max_length=12, choices=Field.choices)
    value = models.CharField("inhoud", max_length=300)

    class Meta:
        verbose_name = "gedeeld gegeven"
        verbose_name_plural = "gedeelde gegevens"
        triggers = [SHARE_IS_FROZEN, SHARE_NEEDS_CONSENT]
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "field"], name="share_once_a_field"),
        ]

    def __str__(self) -> str:
        return self.get_field_display()
