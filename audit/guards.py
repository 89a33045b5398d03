"""Guards of every change: a transaction, an ability, a visible subject and a row in the trail."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps

from django.db import models, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.roles import Can
from audit.models import record
from audit.verbs import name_verb
from ground.hooks import Registry

ACTIONS: Registry[Callable] = Registry("audit.actions", "changes that somebody may ask for")
# Whether an action succeeded in this request.
has_acted: ContextVar[bool] = ContextVar("has_acted", default=False)
# Returns the rows that a user may act on.
Scope = Callable[[User], models.QuerySet]


def action(
    *abilities: Can,
    says: str,
    visible: Scope | None = None,
    recorded: bool = True,
    locked: bool = False,
) -> Callable[[Callable], Callable]:
    """Guard a function that changes an existing subject, for users with one of the abilities.

    The function takes its subject first and the user as `by`. Raises Http404 when the user has
    none of the abilities or may not see the subject. `visible` returns the subjects that a user may
    act on, where that differs from what the user may read: `subject.objects.visible_to(by)`. The
    trail gets a row with the verb `room.name` about the returned model instance, or about the
    subject when the function returns something else; `says` is that verb in Dutch. With
    `recorded=False` the function writes its own rows (bulk work). With `locked=True` the function
    gets the current row of its subject, locked: other changes that lock it wait.
    """

    def guard(function: Callable) -> Callable:
        verb = verb_of(function)

        @wraps(function)
        def guarded(subject: models.Model, *args, by: User, **kwargs):
            require_ability(by, abilities)
            with transaction.atomic():
                if locked:
                    subject = visible_row_locked(subject, by=by, scope=visible)
                else:
                    require_visible(subject, by=by, scope=visible)
                result = function(subject, *args, by=by, **kwargs)
                if recorded:
                    record(verb, result if isinstance(result, models.Model) else subject, by=by)
            has_acted.set(True)
            return result

        return register(verb, guarded, abilities, says)

    return guard


def create_action(
    *abilities: Can, says: str, recorded: bool = True
) -> Callable[[Callable], Callable]:
    """Guard a function that has no subject: it creates a row, or only a row in the trail.

    The function takes keyword arguments only, with the user as `by`. The trail gets a row about
    the returned model instance; `says` and `recorded` are as for `action`.
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
            has_acted.set(True)
            return result

        return register(verb, guarded, abilities, says)

    return guard


def verb_of(function: Callable) -> str:
    """Return the verb of a function in the trail: `room.name`."""
    return f"{function.__module__.split('.')[0]}.{function.__name__}"


def register(verb: str, guarded: Callable, abilities: tuple[Can, ...], says: str) -> Callable:
    """Add the guarded function to ACTIONS and name its verb in Dutch; return the function."""
    guarded.access = abilities
    ACTIONS.add(verb, guarded)
    name_verb(verb, says)
    return guarded


def require_ability(by: User, abilities: tuple[Can, ...]) -> None:
    """Raise Http404 when the user has none of the abilities."""
    if not any(by.can(ability) for ability in abilities):
        raise Http404


def require_visible(subject: models.Model, *, by: User, scope: Scope | None = None) -> None:
    """Raise Http404 when the subject is a saved row that this user may not act on."""
    if subject.pk is None:
        return
    if not rows_for(subject, by, scope).filter(pk=subject.pk).exists():
        raise Http404


def visible_row_locked(
    subject: models.Model, *, by: User, scope: Scope | None = None
) -> models.Model:
    """Return the current row of the subject, locked; Http404 when this user may not act on it."""
    rows = rows_for(subject, by, scope).select_for_update(of=("self",))
    return get_object_or_404(rows, pk=subject.pk)


def rows_for(subject: models.Model, by: User, scope: Scope | None) -> models.QuerySet:
    """Return the rows of the subject's model that this user may act on."""
    return scope(by) if scope else type(subject)._default_manager.visible_to(by)
