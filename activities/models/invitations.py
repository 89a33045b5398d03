"""Personal invitations to a meetup, each with a code of its own."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Can
from activities.invitation_codes import new_code, written
from activities.models.meetups import Meetup
from tenants.models import Tenant


class InviteQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "InviteQuerySet":
        """Planners see the invitations of tenants they may list; everybody else sees none."""
        if user.can(Can.PLAN_MEETUPS):
            return self.filter(tenant__in=Tenant.objects.listed_to(user))
        return self.none()

    def answering(self) -> "InviteQuerySet":
        """Invitations whose code still works: the tenant is alive, not shielded, and without a
        processing restriction."""
        tenant = Q(tenant__died_on=None, tenant__restricted_at=None, tenant__shielded_at=None)
        return self.filter(tenant)

    def by_token(self, code: str) -> "InviteQuerySet":
        """The invitation with this personal code; only the letter to the tenant has it."""
        return self.filter(code=code)

    def to_post(self) -> "InviteQuerySet":
        return self.filter(posted_at=None, returned_at=None)


class Invite(models.Model):
    """An invitation of one tenant to one meetup. The page behind the code shows only the first
    name."""

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="invites")
    meetup = models.ForeignKey(Meetup, models.CASCADE, related_name="invites")
    code = models.CharField("code", max_length=8, unique=True, default=new_code)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("gemaakt", auto_now_add=True)
    posted_at = models.DateTimeField("gepost", null=True, blank=True)
    returned_at = models.DateTimeField("kwam terug", null=True, blank=True)
    opened_at = models.DateTimeField("code gebruikt", null=True, blank=True)

    objects = InviteQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        constraints = [
            models.UniqueConstraint(fields=["meetup", "tenant"], name="invited_once_to_a_meetup")
        ]
        indexes = [models.Index(fields=["tenant", "-id"], name="activities_invites_of")]

    def __str__(self) -> str:
        return f"uitnodiging {self.pk}"

    @property
    def code_written(self) -> str:
        return written(self.code)
