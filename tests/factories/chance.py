"""Random runs of a state machine, from reproducible seeds."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

ROUNDS = 8
# Distance between the seeds of two rounds, so that no walk repeats another.
APART = 1000


def at_random(
    machine: type[RuleBasedStateMachine],
    *,
    first: int = 0,
    examples: int,
    steps: int,
    enough: Callable[[], bool] = lambda: False,
) -> None:
    """Run a state machine in rounds, from seed `first` on, until `enough()` is true.

    By default run all rounds, for callers that expect a failure. The seeds are the same every time,
    but what a seed generates is not: hypothesis takes constants from the source code under test, so
    any change of that code gives another walk.
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
