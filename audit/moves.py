"""State machines: a status changes only along declared moves, with one conditional UPDATE."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from audit.models import record, record_each
from ground.badges import Badge
from ground.refusals import Refused


class Moving(models.Model):
    """A model with a `status` and a table `MOVES` of the allowed transitions.

    `MOVES = {Status.A: {Status.B, Status.C}, ...}`; a status without transitions is final.
    """

    MOVES: dict[str, set[str]] = {}
    # The outline and icon of each status, and a label where it differs from that of the status.
    BADGES: dict[str, tuple[str, str] | tuple[str, str, str]] = {}

    status_since = models.DateTimeField("status sinds", default=timezone.now)

    class Meta:
        abstract = True

    @property
    def badge(self) -> Badge:
        """The badge of the current status."""
        outline, icon, *label = self.BADGES[self.status]
        return Badge(outline, icon, *label or [self.get_status_display()])

    def may_move(self, to: str) -> bool:
        """Return whether MOVES allows this transition from the status in memory."""
        return to in self.MOVES.get(self.status, set())

    def move(self, to: str, *, by: User, **changes) -> None:
        """Change the status, and `changes` with it, if the row still has the status in memory.

        Raises Refused when the transition is not allowed, or when somebody else was first. The
        trail gets a row with the verb `moved`.
        """
        was = self.status
        if not self.may_move(to):
            raise Refused(
                f"Dit kan niet meer: de status is nu '{self.get_status_display().lower()}'. "
                "Open de pagina opnieuw om te zien wat er veranderd is."
            )
        changes |= {"status": to, "status_since": timezone.now()}
        moved = type(self)._default_manager.filter(pk=self.pk, status=was).update(**changes)
        if not moved:
            self.refresh_from_db(fields=["status"])
            raise Refused(
                "Iemand anders was je net voor: de status is nu "
                f"'{self.get_status_display().lower()}'. Open de pagina opnieuw."
            )
        for field, value in changes.items():
            setattr(self, field, value)
        record("moved", self, by=by, was=was, to=to)


def move_each(rows: models.QuerySet, was: str, to: str, *, by: User, **changes) -> list[Moving]:
    """Change the status of every row that has the status `was`, and return these rows; what
    somebody else changed meanwhile stays. The trail gets a row with the verb `moved` for each."""
    assert to in rows.model.MOVES[was]
    moving = list(rows.filter(status=was).select_for_update().order_by("pk"))
    changes |= {"status": to, "status_since": timezone.now()}
    rows.model._default_manager.filter(pk__in=[row.pk for row in moving]).update(**changes)
    record_each("moved", moving, by=by, was=was, to=to)
    return moving
