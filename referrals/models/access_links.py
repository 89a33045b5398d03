"""Access without an account: a link that works only together with the mailbox it was sent to."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from ground.mailed_codes import MailedCode
from ground.tokens import hash_token
from referrals.models.referrals import Referral

# As long as the longest term; every mail brings a new link.
VALID = timedelta(days=45)


class AccessLinkQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "AccessLinkQuerySet":
        """Nobody: an access link is found by its token only."""
        return self.none()

    def in_use(self) -> "AccessLinkQuerySet":
        """Not revoked, not expired, and for an open referral of a switched-on partner."""
        return self.filter(
            revoked_at=None,
            expires_at__gt=timezone.now(),
            referral__status__in=Referral.OPEN,
            referral__partner__switched_off_at=None,
        )

    def by_token(self, token: str) -> "AccessLinkQuerySet":
        return self.filter(token_hash=hash_token(token))


class AccessLink(MailedCode, models.Model):
    """A link to one referral, for anybody who reads the mailbox `to`. Only hashes are stored."""

    SALT = "referrals.pass"

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="access_links")
    to = models.EmailField("aan")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("gemaakt", auto_now_add=True)
    expires_at = models.DateTimeField("geldig tot")
    revoked_at = models.DateTimeField("ingetrokken", null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField("code geldig tot", null=True, blank=True)
    code_sent_at = models.DateTimeField("code gevraagd", null=True, blank=True)
    codes = models.PositiveSmallIntegerField("codes gevraagd", default=0)
    tries = models.PositiveSmallIntegerField("keer geprobeerd", default=0)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "toegang met een link"
        verbose_name_plural = "toegangen met een link"
        indexes = [
            models.Index(fields=["expires_at"], name="referrals_pass_over"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(code_hash="") | Q(code_until__isnull=False), name="code_for_a_while"
            )
        ]

    def __str__(self) -> str:
        return f"toegang {self.pk}"
