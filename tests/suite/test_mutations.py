"""Every mutation can still be made; `make mutations` makes them."""

import pytest

from tests.mutations.__main__ import ALL
from tests.mutations.tree import CHECKOUT


@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: mutation.name)
def test_the_text_that_a_mutation_changes_is_there_once(mutation):
    assert mutation.applies_to(CHECKOUT), (
        f"{mutation.file} has not exactly once: {mutation.old!r}. If the defence changed, change "
        "its mutation as well."
    )
    assert mutation.old != mutation.new


@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: mutation.name)
def test_the_test_files_of_a_mutation_are_there(mutation):
    assert [file for file in mutation.tests if not (CHECKOUT / file).is_file()] == []


def test_no_two_mutations_have_one_name():
    names = [mutation.name for mutation in ALL]

    assert len(names) == len(set(names))
