"""The steps from interest in a housing form to living there."""

from django.db import models


class Step(models.TextChoices):
    """Where somebody stands who would like to live in a form. No step is a rank."""

    INTEREST = "interest", "Belangstelling"
    INFORMED = "informed", "Informatie gehad"
    MEETING = "meeting", "Kennismaken"
    MEMBER = "member", "Kandidaat-lid"
    DECIDED = "decided", "Besluit van de groep"
    PLACED = "placed", "Woont hier"
    RESTING = "resting", "Rust"
    STOPPED = "stopped", "Gestopt"

    @classmethod
    def optional(cls) -> list[str]:
        """The steps that a form may leave out."""
        return [cls.INFORMED, cls.MEETING, cls.MEMBER, cls.DECIDED]

    @classmethod
    def along(cls) -> list["Step"]:
        """All steps in order, without resting and stopping."""
        return [step for step in cls if step not in (cls.RESTING, cls.STOPPED)]
