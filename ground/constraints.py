"""Constraints that the database keeps, for models of every room."""

from django.db.models import CheckConstraint, Q


def one_of(field: str, values: str, *, name: str) -> CheckConstraint:
    """Refuse any other value than those in `values`, separated by commas.

    The choices of a field bind forms only. They are repeated here, because the class of the
    choices is out of reach in `class Meta`; `house.test_moves` compares the two.
    """
    return CheckConstraint(condition=Q(**{f"{field}__in": values.split(", ")}), name=name)
