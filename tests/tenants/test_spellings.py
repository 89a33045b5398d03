"""People and homes are found as they are written: by search, in a form, at the public door."""

from functools import cache
from pathlib import Path

import pytest

from ground.search_text import searchable
from signals.address_search import search
from tenants.addresses import readings
from tenants.home_search import only_home_at
from tenants.models import Home, Tenant
from tenants.search import by_text
from tests import factories

HERE = Path(__file__).parent


@cache
def table(name: str) -> list[list[list[str]]]:
    """Return the lines of a table: columns, each split on semicolons."""
    lines = (HERE / name).read_text().splitlines()
    return [
        [[cell.strip() for cell in column.split(";")] for column in line.split("|")]
        for line in lines
        if line and not line.startswith("#")
    ]


@pytest.fixture
def people(area) -> list[tuple[Tenant, list[str], list[str]]]:
    home = factories.a_home(area, street="Zonderpad", number=1)
    made = []
    for (first, infix, last), found, others in table("names.txt"):
        names = {"initials": first} if "." in first else {"first_name": first, "initials": ""}
        tenant = factories.a_tenant(home, infix=infix, last_name=last, **names)
        made.append((tenant, found, others))
    return made


def test_every_spelling_of_a_name_finds_the_person(people):
    everybody = Tenant.objects.all()
    missed = [
        (str(tenant), typed)
        for tenant, spellings, _ in people
        for typed in spellings
        if not by_text(everybody, typed).filter(pk=tenant.pk).exists()
    ]

    assert len(people) >= 190
    assert missed == []


def test_another_name_does_not_find_the_person(people):
    wrong = [
        (str(tenant), typed)
        for tenant, _, others in people
        for typed in others
        if Tenant.objects.with_name(typed).filter(pk=tenant.pk).exists()
    ]

    assert wrong == []


def test_names_are_sorted_as_people_expect_them(area):
    home = factories.a_home(area)
    for last in ["Zwart", "Łęcka", "Öztürk", "’t Hart", "Aa", "IJzer", "Yzer", "oud", "Đorđević"]:
        factories.a_tenant(home, last_name=last)

    in_order = Tenant.objects.order_by("search", "pk").values_list("last_name", flat=True)

    assert list(in_order) == [
        "Aa", "Đorđević", "Łęcka", "oud", "Öztürk", "’t Hart", "IJzer", "Yzer", "Zwart",
    ]  # fmt: skip


def short(spellings: list[str]) -> list[str]:
    """Return the spellings of the address alone."""
    return [typed for typed in spellings if not typed.startswith("~")]


@pytest.fixture
def homes(area) -> list[tuple[Home, list[str]]]:
    made = []
    for (street, number, letter, addition, postcode, town), spellings in table("addresses.txt"):
        home = factories.a_home(
            area, street=street, number=int(number), letter=letter, addition=addition,
            postcode=postcode, town=town,
        )  # fmt: skip
        factories.a_tenant(home)
        made.append((home, spellings))
    return made


def ambiguous(typed: str) -> bool:
    """Whether this is the street and number of a home in two towns, without the town."""
    return searchable(typed).startswith("wieken") and not {"anderdorp", "8888xc"} & set(
        searchable(typed).split()
    )


def test_every_spelling_of_an_address_means_exactly_that_home(homes):
    wrong = [
        (typed, str(home), str(found))
        for home, spellings in homes
        for typed in spellings
        if (found := only_home_at(Home.objects.all(), typed.removeprefix("~"))) != home
        and not (ambiguous(typed) and found is None)
    ]

    assert sum(len(spellings) for _, spellings in homes) >= 180
    assert wrong == []


def test_every_spelling_of_an_address_leads_the_choices_at_the_door(homes, consultant):
    wrong = []
    for home, spellings in homes:
        for typed in short(spellings):
            choices = search(consultant, typed).choices
            first = [choice.home for choice in choices[: 2 if ambiguous(typed) else 1]]
            if home not in first:
                wrong.append((typed, str(home), [choice.label for choice in choices]))

    assert wrong == []


def test_every_spelling_of_an_address_finds_its_tenant_and_no_other_number(homes):
    everybody = Tenant.objects.all()
    wrong = []
    for home, spellings in homes:
        for typed in short(spellings):
            found = by_text(everybody, typed).prefetch_related("tenancies__home")
            at = [tenancy.home for tenant in found for tenancy in tenant.tenancies.all()]
            if home not in at or {one.number for one in at} != {home.number}:
                wrong.append((typed, str(home), [str(one) for one in at]))

    assert wrong == []


@pytest.mark.parametrize(
    "typed",
    [
        "Merelstraat 15", "Merelstraat 14C", "Merelstraat 14-3", "Merelstraat 1", "Merelstraat 4",
        "Langestraat 14A", "Langestraat 1402", "Langestraat 9712", "Plein 1944", "Plein 1945 12",
        "Merelstraat", "9999XA", "9999 XA", "14", "", "  ", "Merelstraat 0", "Merelstraat 99999999",
        "Tweede Helmersstraat 1", "Merelstraat 18c", "’", "14 14 14 14", "Jan 77-3",
    ],
)  # fmt: skip
def test_another_number_or_half_an_address_is_no_home(homes, typed):
    assert only_home_at(Home.objects.all(), typed) is None


def test_the_exact_number_comes_first_and_the_postcode_is_no_number(area, consultant):
    for number in range(1, 141):
        factories.a_home(area, street="Langestraat", number=number, postcode="9712 BC")

    labels = [choice.label for choice in search(consultant, "Langestraat 2").choices]

    assert labels[0] == "Langestraat 2"
    assert labels[1:4] == ["Langestraat 20", "Langestraat 21", "Langestraat 22"]
    assert search(consultant, "Langestraat 1").more
    assert not search(consultant, "Langestraat 140").more


def test_homes_are_sorted_by_number(area):
    for number, addition in [(100, ""), (2, ""), (10, ""), (2, "1"), (1, "")]:
        factories.a_home(area, street="Langestraat", number=number, addition=addition)

    numbers = Home.objects.order_by("search", "pk").values_list("number", "addition")

    assert list(numbers) == [(1, ""), (2, ""), (2, "1"), (10, ""), (100, "")]


@pytest.mark.parametrize("text", ["14 " * 60, "a " * 60, "1a 2b " * 30, "9712BC " * 20])
def test_a_long_text_is_read_in_few_ways(text):
    ways = [one for way in readings(text) for one in way]

    assert len(ways) <= 40
    assert max(len(one.words) for one in ways) <= 16


@pytest.mark.parametrize("text", ["Van Dijk, P.J.", "O'Brien", "14-2", "IJSSEL", "a\tb\nc", "#!"])
def test_plain_text_is_folded_as_text_with_an_accent_is(text):
    assert searchable(text) == searchable(f"{text} é").removesuffix("e").strip()
