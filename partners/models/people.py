"""Workers of an organisation, and their invitations."""

from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from accounts.roles import Can, roles_with
from ground.constraints import one_of
from ground.mailed_codes import MailedCode
from ground.tokens import hash_token
from partners.models.organisations import Partner

# How long an invitation is valid.
VALID = timedelta(hours=72)


class WorkerQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "WorkerQuerySet":
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def present(self) -> "WorkerQuerySet":
        """People who work there now, without the shared mailbox."""
        return self.filter(left_at=None, is_mailbox=False)


class Worker(models.Model):
    """A person who answers referrals for a partner; or the shared mailbox, which answers by code.

    A lead (aanspreekpunt) invites colleagues and maintains the organisation's services.
    """

    class Mails(models.TextChoices):
        """How often this person gets mail about referrals."""

        EACH = "each", "Meteen, een mail per bericht"
        DAILY = "daily", "Eén mail per werkdag, om negen uur"

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="workers")
    user = models.OneToOneField(User, models.CASCADE, related_name="worker")
    is_lead = models.BooleanField("aanspreekpunt", default=False)
    is_mailbox = models.BooleanField("het gedeelde postvak", default=False, editable=False)
    left_at = models.DateTimeField("vertrokken", null=True, blank=True)
    mails = models.CharField(
        "mail", max_length=5, choices=Mails.choices, default=Mails.EACH, db_default=Mails.EACH
    )

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = "medewerker"
        verbose_name_plural = "medewerkers"
        constraints = [
            models.UniqueConstraint(
                fields=["partner"], condition=Q(is_mailbox=True), name="one_mailbox_a_partner"
            ),
            one_of("mails", "each, daily", name="worker_mails_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "InvitationQuerySet":
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def open(self) -> "InvitationQuerySet":
        """Not used, not revoked, not expired, of a partner that is switched on, and by somebody who
        may still invite: our coordinator, or a lead of the partner."""
        ours = Q(made_by__role__in=roles_with(Can.MANAGE_PARTNERS))
        leads = Worker.objects.present().filter(is_lead=True, partner=OuterRef("partner"))
        theirs = Exists(leads.filter(user=OuterRef("made_by")))
        return self.filter(
            ours | theirs,
            made_by__is_active=True,
            used_at=None,
            revoked_at=None,
            expires_at__gt=timezone.now(),
            partner__switched_off_at=None,
        )

    def by_token(self, token: str) -> "InvitationQuerySet":
        """The invitation behind the token in a URL, whatever its state."""
        return self.filter(token_hash=hash_token(token))


class Invitation(MailedCode, models.Model):
    """An invitation for one colleague of a partner: one mailbox, one use, three days.

    The token is created when the mail is rendered, and only its hash is stored. A code to the same
    mailbox proves that the invitation was not passed on.
    """

    SALT = "partners.invitation"

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mailadres")
    is_lead = models.BooleanField("als aanspreekpunt", default=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("gemaakt", auto_now_add=True)
    expires_at = models.DateTimeField("geldig tot")
    used_at = models.DateTimeField("gebruikt", null=True, blank=True)
    revoked_at = models.DateTimeField("ingetrokken", null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    code_until = models.DateTimeField("code geldig tot", null=True, blank=True)
    code_sent_at = models.DateTimeField("code gevraagd", null=True, blank=True)
    codes = models.PositiveSmallIntegerField("codes gevraagd", default=0, db_default=0)
    tries = models.PositiveSmallIntegerField("keer geprobeerd", default=0, db_default=0)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email"],
                condition=Q(used_at=None, revoked_at=None),
                name="one_open_invitation",
            ),
            models.CheckConstraint(
                condition=Q(code_hash="") | Q(code_until__isnull=False),
                name="invitation_code_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"uitnodiging {self.pk}"
