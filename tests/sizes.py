"""How much the tests do: an ordinary size in `make test`, a larger one in `make long`.

Only what is listed here is smaller in `make test`, and a broken rule fails there too. `make long`
looks for faults that need more sequences, more years or another width.
"""

import os

LONG = os.environ.get("AANLOOP_LONG") == "1"


def size(ordinary: int, long: int) -> int:
    return long if LONG else ordinary


# Random walks by hypothesis: the number of seeds, and of sequences per round. A walk continues,
# round after round, until every verb did something.
SEEDS = range(size(1, 8))
SEQUENCES = size(8, 40)
# A signal has more verbs, some of them rare, so a walk takes several rounds.
SIGNAL_SEEDS = range(size(1, 8))
SIGNAL_SEQUENCES = size(20, 70)
# Walks of sign-ups against a model in memory: this many times twelve walks of seventy steps.
DOZENS_OF_WALKS = range(size(1, 8))
# Pairs of worlds that must look the same to a partner, and steps per walk through them.
TWINS = range(1, size(2, 8) + 1)
TWIN_STEPS = size(100, 300)
# Simulated years of reminders: one year has both clock changes and every holiday.
YEARS = size(1, 10)
# Referrals that two colleagues accept at the same moment.
TAKEN_ON_AT_ONCE = size(60, 200)
# Widths in pixels at which axe checks a page. A page must fit at every width.
AXE_WIDTHS = {390, 1280, 320} if LONG else {390, 1280}
# Links to other views of the same page (a filter, a tab, the next page) that are followed.
LINKS_FOLLOWED = size(2, 30)
# Pages that a crawl opens for one person; `make crawl` opens all of them for everybody.
PAGES_OF_A_CRAWL = size(7, 60)
# How often a public form is sent about somebody known, and about a stranger.
TRIES_OF_A_FORM = size(6, 200)
# Files that unpack to gigabytes, of those there are.
BOMBS_TRIED = size(5, 20)
# Filters with which each list is asked for a row that is not on it.
QUERIES_OF_A_LIST = size(1, 20)
# Odd values that each parameter of a page and each field of a form gets, of those there are.
ODD_VALUES = size(2, 20)
# Files imported by command while workers run.
COMMANDS = size(5, 50)


def axe_widths(nth: int) -> set[int]:
    """The widths for the nth screen: in `make test` one, the next screen the other."""
    return AXE_WIDTHS if LONG else {(390, 1280)[nth % 2]}
