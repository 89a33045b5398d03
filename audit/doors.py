"""The door of every change: a transaction, an allowed role, a visible subject, a trail."""

from collections.abc import Callable
from functools import wraps

from django.db import models, transaction
from django.http import Http404

from accounts.models import User
from accounts.roles import Can
from audit.models import record

ACTIONS: dict[str, Callable] = {}


def action(*abilities: Can, recorded: bool = True) -> Callable[[Callable], Callable]:
    """Make a function a change that may be asked for by whoever has one of the abilities.

    The function takes its subject first and the person as `by`. A role without the ability, or a
    subject that this person may not see, is as good as absent (404). The trail gets a row with the
    verb `room.name` about what the function returns, or about the subject when it returns nothing.
    With `recorded=False` the function writes its own rows (bulk work).
    """

    def door(function: Callable) -> Callable:
        verb = f"{function.__module__.split('.')[0]}.{function.__name__}"

        @wraps(function)
        def guarded(subject: models.Model | None, *args, by: User, **kwargs):
            if not any(by.can(ability) for ability in abilities):
                raise Http404
            with transaction.atomic():
                require_visible(subject, by=by)
                result = function(subject, *args, by=by, **kwargs)
                about = result if isinstance(result, models.Model) else subject
                if recorded and about is not None:
                    record(verb, about, by=by)
            return result

        guarded.door = abilities
        ACTIONS[verb] = guarded
        return guarded

    return door


def require_visible(subject: models.Model | None, *, by: User) -> None:
    """Stop (404) when the subject is a saved row that this person may not see."""
    if subject is None or subject.pk is None:
        return
    manager = type(subject)._default_manager
    if not manager.visible_to(by).filter(pk=subject.pk).exists():
        raise Http404
