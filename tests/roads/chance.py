"""Sequences at random, from one seed after the other."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

ROUNDS = 8
# Seeds of one walk are so far apart that no walk does what another did.
APART = 1000


def at_random(
    machine: type[RuleBasedStateMachine],
    *,
    first: int = 0,
    examples: int,
    steps: int,
    enough: Callable[[], bool] = lambda: False,
) -> None:
    """Run a machine in rounds, from the `first` seed on, until there were enough things that
    happened; without `enough` all rounds, for who expects a failure.

    The seeds are the same every time. What a seed brings is not: hypothesis takes numbers and words
    from the sources it tests, so that any change of them is another walk.
    """
    steady = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    for number in range(ROUNDS):
        run_state_machine_as_test(seed(first + number * APART)(machine), settings=steady)
        if enough():
            return
