"""Access that one person asked for a colleague, and that a second person confirms."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Can, Role
from audit.moves import Moving
from ground.constraints import one_of


class GrantQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "GrantQuerySet":
        """Everything for those who administer accounts or confirm grants, else nothing."""
        return self if user.can(Can.ADMINISTER) or user.can(Can.CONFIRM_GRANTS) else self.none()

    def waiting(self) -> "GrantQuerySet":
        return self.filter(status=Grant.Status.WAITING)

    def decidable_by(self, user: User) -> "GrantQuerySet":
        """Those that this user may confirm: asked by somebody else, for somebody else."""
        theirs = self.waiting().exclude(asked_by=user).exclude(account=user)
        return theirs if user.can(Can.CONFIRM_GRANTS) else theirs.none()


class Grant(Moving):
    """A role, an address or the right to sign in, of an account that opens files.

    The account keeps what it had until a second person confirms.
    """

    class Kind(models.TextChoices):
        ROLE = "role", "een andere rol"
        ADDRESS = "address", "een ander e-mailadres"
        SIGN_IN = "sign_in", "mag inloggen"

    class Status(models.TextChoices):
        WAITING = "waiting", "Wacht op bevestiging"
        CONFIRMED = "confirmed", "Bevestigd"
        REFUSED = "refused", "Afgewezen"
        WITHDRAWN = "withdrawn", "Ingetrokken"

    MOVES = {Status.WAITING: {Status.CONFIRMED, Status.REFUSED, Status.WITHDRAWN}}
    BADGES = {
        Status.WAITING: ("wait", "hourglass"),
        Status.CONFIRMED: ("ok", "check-check"),
        Status.REFUSED: ("late", "x"),
        Status.WITHDRAWN: ("done", "undo-2"),
    }

    account = models.ForeignKey(User, models.PROTECT, related_name="grants")
    kind = models.CharField("wat", max_length=7, choices=Kind.choices)
    status = models.CharField(
        "status", max_length=9, choices=Status.choices, default=Status.WAITING
    )
    role = models.CharField("rol", max_length=20, choices=Role.choices, blank=True)
    # Kept only while it waits.
    address = models.EmailField("nieuw e-mailadres", blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("gevraagd", auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "gevraagd recht"
        verbose_name_plural = "gevraagde rechten"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(status="waiting"), name="one_grant_waits"
            ),
            one_of("kind", "role, address, sign_in", name="grant_kind_is_known"),
            one_of(
                "status", "waiting, confirmed, refused, withdrawn", name="grant_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | ~Q(decided_by=models.F("asked_by"))
                | ~Q(status="confirmed"),
                name="grant_has_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(decided_by__isnull=False),
                name="grant_is_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="role") | ~Q(role=""), name="grant_says_which_role"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting") | Q(address=""), name="grant_forgets_the_address"
            ),
        ]

    def __str__(self) -> str:
        return f"gevraagd recht {self.pk}"
