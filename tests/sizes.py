"""How much the tests do: an ordinary amount in `make test`, more in `make long`.

This table is all that is shortened. A rule that breaks fails in `make test` as well; `make long`
looks for what only shows in more sequences, more years or another width.
"""

import os

LONG = os.environ.get("AANLOOP_LONG") == "1"


def size(ordinary: int, long: int) -> int:
    return long if LONG else ordinary


# Random walks by hypothesis: how many begin with a seed of their own, and how many sequences there
# are in a round. Each goes on, round after round, until every verb did something.
SEEDS = range(size(2, 8))
SEQUENCES = size(8, 40)
# Around one signal there are more verbs, and some are rare: a walk takes several rounds.
SIGNAL_SEEDS = range(size(1, 8))
SIGNAL_SEQUENCES = size(20, 70)
# Walks of sign-ups against a model in memory: so many times twelve walks of seventy steps.
DOZENS_OF_WALKS = range(size(1, 8))
# Pairs of worlds that must look the same to a partner, and steps of the walk through them.
TWINS = range(1, size(2, 8) + 1)
TWIN_STEPS = size(100, 300)
# Simulated years of reminders: one has both changes of the clock and every holiday of a year.
YEARS = size(1, 10)
# Referrals that two colleagues take on at once.
TAKEN_ON_AT_ONCE = size(60, 200)
# Widths at which a screen is held against the rules of accessibility. At every width it must fit.
AXE_WIDTHS = {390, 1280, 320} if LONG else {390, 1280}
