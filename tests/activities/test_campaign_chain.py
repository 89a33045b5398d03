"""From a printed code to somebody who came again: every number equals a count by hand."""

import re
import uuid
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import stranger
from activities import actions as activities
from activities.models import SignUp
from outreach import actions as outreach
from outreach.models import Mention
from tests.factories.activities import a_meetup, a_sign_up, at
from tests.factories.outreach import a_campaign, a_code, an_effort

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile"


def opens(code, nth: int, agent: str = PHONE, method: str = "get") -> None:
    headers = {"User-Agent": agent}
    getattr(Client(), method)(f"/p/{code.code}/", headers=headers, REMOTE_ADDR=f"192.0.2.{nth}")


def rows(said: str) -> dict[str, list[str]]:
    """Return the cells of the table by the text at the start of each row."""
    table = said.split('id="codes"')[1].split("</table>")[0]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        texts = [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in cells]
        found[texts[0]] = texts[1:9]
    return found


def name(nth: int) -> dict:
    return {"name": f"Buur{nth}", "phone": f"06 15 00 00 {nth:02}"}


def test_one_campaign_from_the_printed_code_to_who_came_again(signed_in, consultant):
    campaign, client = a_campaign(by=consultant), signed_in(consultant)
    effort = an_effort(
        campaign, "Merelstraat", by=consultant, channel="letter", cost=70, hours=14,
        reached=60, counted="counted",
    )  # fmt: skip
    code = effort.codes.get()
    client.post(reverse("outreach:change_code", args=[code.pk]), {"handed_out": "60"})
    # Opened by nine people, one of them twice, and by three programs.
    for nth in range(9):
        opens(code, nth)
    opens(code, 3)
    opens(code, 20, "WhatsApp/2.24")
    opens(code, 21, "Slackbot-LinkExpanding 1.0")
    opens(code, 22, method="head")
    # Three named the code: two of them talked with us. One form arrives twice.
    page, key = reverse("outreach:note_mention"), uuid.uuid4()
    written = f"{code.code[:2]}-{code.code[2:]}"
    for typed in (
        {"key": key, "heard": code.code.lower(), "via": "phone", "talked": "on"},
        {"key": key, "heard": code.code.lower(), "via": "phone", "talked": "on"},
        {"key": uuid.uuid4(), "heard": written, "via": "desk", "talked": "on"},
        {"key": uuid.uuid4(), "heard": code.code, "via": "door"},
    ):  # fmt: skip
        client.post(page, typed)
    # Eight sign up: seven on the website, one by telephone. One cancels, seven come.
    first = a_meetup(by=consultant, capacity=20, starts_at=at(2))
    guests = [a_sign_up(first, code=code, **name(nth)) for nth in range(7)]
    guests.append(a_sign_up(first, code=code, via=SignUp.Via.PHONE, by=consultant, **name(7)))
    gone = a_sign_up(first, code=code, **name(8))
    activities.cancel_own(first, token=gone.token, by=stranger())
    # The second meetup is within 90 days of the first, the third is not.
    second = a_meetup(by=consultant, capacity=20, starts_at=at(12))
    third = a_meetup(by=consultant, capacity=20, starts_at=at(2 + 91))
    later = [a_sign_up(second, **name(nth)) for nth in range(5)]
    late = a_sign_up(third, **name(5))
    for sign_up in (*guests[:7], *later, late):
        SignUp.objects.filter(pk=sign_up.pk).update(attended_at=sign_up.meetup.starts_at)

    table = rows(client.get(campaign.get_absolute_url()).content.decode())

    # Opened or called: 9 people, 3 who named it, 1 sign-up by telephone. Conversations: 2 and 1.
    counted = ["60", "13", "3", "8", "7", "5"]
    assert table["Brieven Merelstraat"] == [*counted, "€ 10,00", "2,0"]
    assert table[f"{code.code} Merelstraat"][:6] == counted
    assert table["Samen"] == [*counted, "€ 10,00", "2,0"]
    assert not re.search(r"Buur\d", client.get(campaign.get_absolute_url()).content.decode())


def attended(code, *, start: int, number: int) -> None:
    meetup = a_meetup(capacity=20, starts_at=at(start % 300 + 2))
    for nth in range(start, start + number):
        sign_up = a_sign_up(meetup, code=code, **name(nth))
        SignUp.objects.filter(pk=sign_up.pk).update(attended_at=meetup.starts_at)


def test_fewer_than_five_people_are_not_shown_nor_found_by_subtracting(signed_in, consultant):
    campaign = a_campaign(by=consultant)
    effort = an_effort(campaign, "Vogelbuurt", by=consultant, cost=90)
    codes = [effort.codes.get(), a_code(campaign, "Merelstraat"), a_code(campaign, "Spechtstraat")]
    for start, (code, number) in enumerate(zip(codes, (3, 6, 9), strict=True)):
        attended(code, start=20 * start, number=number)

    table = rows(signed_in(consultant).get(campaign.get_absolute_url()).content.decode())

    shown = [table[f"{code.code} {code.label}"][4] for code in codes]
    assert shown == ["<5", "·", "9"]
    assert table["Posters Vogelbuurt"][4] == "18"
    assert table["Posters Vogelbuurt"][6] == "€ 5,00"


def test_small_effort_beside_a_large_one_is_not_found_by_subtracting(signed_in, consultant):
    campaign = a_campaign(by=consultant)
    for n, (where, number) in enumerate((("Hal", 2), ("Laan", 8), ("Plein", 9))):
        effort = an_effort(campaign, where, by=consultant, cost=50)
        attended(effort.codes.get(), start=20 * n, number=number)

    table = rows(signed_in(consultant).get(campaign.get_absolute_url()).content.decode())

    efforts = [table[f"Posters {where}"] for where in ("Hal", "Laan", "Plein")]
    assert [cells[4] for cells in efforts] == ["<5", "·", "9"]
    assert [cells[6] for cells in efforts[:2]] == ["–", "–"]
    assert [cells[4] for label, cells in table.items() if label.endswith(" Laan")] == ["·", "·"]
    assert table["Samen"][4] == "19"


def test_person_with_two_codes_is_one_person_in_the_total(signed_in, consultant):
    campaign = a_campaign(by=consultant)
    effort = an_effort(campaign, "Vogelbuurt", by=consultant)
    for number, code in enumerate((effort.codes.get(), a_code(campaign, "Hal"))):
        meetup = a_meetup(capacity=20, starts_at=at(2 + number))
        for nth in range(6):
            a_sign_up(meetup, code=code, **name(nth))

    table = rows(signed_in(consultant).get(campaign.get_absolute_url()).content.decode())

    assert table["Samen"][3] == "6"


def test_query_count_is_constant_with_more_codes_and_people(signed_in, consultant):
    campaign, client = a_campaign(by=consultant), signed_in(consultant)
    page = reverse("activities:of_campaign", args=[campaign.pk])
    attended(an_effort(campaign, by=consultant).codes.get(), start=0, number=1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        return len(captured)

    queries()
    few = queries()
    for n in range(1, 4):
        attended(an_effort(campaign, f"Straat {n}").codes.get(), start=10 * n, number=5)

    assert queries() == few


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"heard": "ZZZZ"}, "Deze code kennen we niet."),
        ({"heard": ""}, "Vul de code in."),
        ({"via": ""}, "Kies telefoon, balie of deur."),
    ],
)
def test_mention_with_a_wrong_value_keeps_what_was_typed(signed_in, consultant, fields, sentence):
    code = a_code()
    typed = {"key": uuid.uuid4(), "heard": code.code, "via": "phone"} | fields

    answer = signed_in(consultant).post(reverse("outreach:note_mention"), typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Mention.objects.exists()


def test_code_of_a_campaign_that_is_over_counts_and_says_that_something_still_hangs(
    signed_in, consultant
):
    code = a_code(by=consultant)
    outreach.advance_campaign(code.campaign, to="stopped", by=consultant)
    typed = {"key": uuid.uuid4(), "heard": code.code, "via": "desk"}

    answer = signed_in(consultant).post(reverse("outreach:note_mention"), typed, follow=True)

    assert "Er hangt of ligt dus nog iets." in answer.content.decode()
    assert code.mentions.count() == 1
