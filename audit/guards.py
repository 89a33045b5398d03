"""The guard of every change: a transaction, an allowed role, a visible subject, a trail."""

from collections.abc import Callable
from functools import wraps

from django.db import models, transaction
from django.http import Http404

from accounts.models import User
from accounts.roles import Can
from audit.models import record
from audit.verbs import name_verb
from ground.hooks import Registry

ACTIONS: Registry[Callable] = Registry("audit.actions", "changes that somebody may ask for")
# The rows that a person may act on.
Scope = Callable[[User], models.QuerySet]


def action(
    *abilities: Can, says: str, visible: Scope | None = None, recorded: bool = True
) -> Callable[[Callable], Callable]:
    """Make a function a change of an existing subject, for whoever has one of the abilities.

    The function takes its subject first and the person as `by`. A role without the ability, or a
    subject that this person may not see, is as good as absent (404). `visible` gives the subjects
    that a person may act on, where that differs from what the person may read:
    `subject.objects.visible_to(by)`. The trail gets a row with the verb `room.name` about what the
    function returns, or about the subject when it returns nothing; `says` is that verb in Dutch.
    With `recorded=False` the function writes its own rows (bulk work).
    """

    def guard(function: Callable) -> Callable:
        verb = verb_of(function)

        @wraps(function)
        def guarded(subject: models.Model, *args, by: User, **kwargs):
            require_ability(by, abilities)
            with transaction.atomic():
                require_visible(subject, by=by, scope=visible)
                result = function(subject, *args, by=by, **kwargs)
                if recorded:
                    record(verb, result if isinstance(result, models.Model) else subject, by=by)
            return result

        return register(verb, guarded, abilities, says)

    return guard


def create_action(
    *abilities: Can, says: str, recorded: bool = True
) -> Callable[[Callable], Callable]:
    """Make a function a change without a subject: it creates a row, or a line in the trail.

    The function takes keyword arguments only, the person as `by`. The trail gets a row about what
    the function returns.
    """

    def guard(function: Callable) -> Callable:
        verb = verb_of(function)

        @wraps(function)
        def guarded(*, by: User, **kwargs):
            require_ability(by, abilities)
            with transaction.atomic():
                result = function(by=by, **kwargs)
                if recorded:
                    record(verb, result, by=by)
            return result

        return register(verb, guarded, abilities, says)

    return guard


def verb_of(function: Callable) -> str:
    """`room.name`, as the trail knows it."""
    return f"{function.__module__.split('.')[0]}.{function.__name__}"


def register(verb: str, guarded: Callable, abilities: tuple[Can, ...], says: str) -> Callable:
    guarded.door = abilities
    ACTIONS.add(verb, guarded)
    name_verb(verb, says)
    return guarded


def require_ability(by: User, abilities: tuple[Can, ...]) -> None:
    """Stop (404) when the person has none of the abilities."""
    if not any(by.can(ability) for ability in abilities):
        raise Http404


def require_visible(subject: models.Model, *, by: User, scope: Scope | None = None) -> None:
    """Stop (404) when the subject is a saved row that this person may not act on."""
    if subject.pk is None:
        return
    rows = scope(by) if scope else type(subject)._default_manager.visible_to(by)
    if not rows.filter(pk=subject.pk).exists():
        raise Http404
