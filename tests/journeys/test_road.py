"""The whole process in a browser, with real servers and a worker that dies halfway."""

import json
import re
import time
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Visitor
from tests.journeys.stack import Stack, wait_for

FILES = Path(__file__).parent.parent / "files"
SAMIRA, WELFARE = "samira@delinde.example", "verwijzingen@lindenwaard.example"
STEPS = "signals_followup"
PUT_IN = re.compile("Doorvoeren")


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    """Return import files in the sector's format, with homes in an area that has staff."""
    homes = tmp_path / "eenheden.csv"
    homes.write_text((FILES / "homes.csv").read_text().replace(";Noord", ";Vogelbuurt"))
    return {"woningen": homes, "huurders": FILES / "tenants.csv"}


def import_(page: Page, kind: str, file: Path) -> None:
    page.goto("/huurders/inlezen/")
    page.get_by_label(kind).check()
    page.get_by_label("Bestand").set_input_files(file)
    page.get_by_role("button", name="Bekijk wat er verandert").click()


def coordinator_imports(marga: Visitor, files: dict[str, Path], stack: Stack) -> None:
    page = marga.page
    import_(page, "woningen", files["woningen"])
    expect(page.get_by_text("Nog niet doorgevoerd")).to_be_visible()
    assert stack.sql("SELECT count(*) FROM tenants_home WHERE street = 'Fictiefstraat'") == [(0,)]
    page.get_by_role("button", name=PUT_IN).click()
    expect(page.get_by_text("Doorgevoerd", exact=True)).to_be_visible()
    import_(page, "huurders", files["huurders"])
    rejects = page.locator("section", has=page.get_by_role("heading", name="Afgekeurde regels"))
    expect(rejects.get_by_role("row")).to_have_count(3)
    expect(rejects).to_contain_text("Woning E-999-999 is er niet")
    expect(page.locator("dl", has_text="bsn")).to_contain_text("1 gevulde cel, niet bewaard")
    marga.require_good_page()
    page.get_by_role("button", name=PUT_IN).click()
    expect(page.get_by_text("Doorgevoerd", exact=True)).to_be_visible()


def caretaker_logs(kees: Visitor) -> int:
    """Log a signal: six taps and a typed street. Returns the number of taps."""
    page = kees.page
    page.goto("/signalen/nieuw/")
    page.get_by_label("Bij wie?").fill("Fictiefstraat 1")
    taps = [
        page.locator(".addresses label", has_text="Voorbeeld"),
        page.locator("label", has_text="Weinig bezoek"),
        page.locator("label", has_text="bellen"),
        page.locator("label", has_text="Ja, verteld"),
        page.get_by_role("button", name="Vastleggen"),
    ]
    for tap in taps[:-1]:
        tap.click()
    page.get_by_label("Notitie").fill("Vroeg of ik bleef voor koffie.")
    kees.require_good_page()
    taps[-1].click()
    expect(page.get_by_role("status").first).to_contain_text("Vastgelegd")
    return len(taps)


def newest(stack: Stack, table: str) -> int:
    """Return the id of the newest row of a table."""
    return stack.sql(f"SELECT max(id) FROM {table}")[0][0]


def status_of(stack: Stack, kind: str, **about: int) -> str | None:
    """Return the status of the only message of a kind about something."""
    rows = stack.sql(
        "SELECT status FROM outbox_message WHERE kind = %s AND about @> %s::jsonb",
        kind,
        json.dumps(about),
    )
    assert len(rows) <= 1
    return rows[0][0] if rows else None


def notices(stack: Stack) -> list:
    """Return the mails about an urgent step for today."""
    return [mail for mail in stack.post(SAMIRA) if "iets dat vandaag moet" in mail["Subject"]]


def reminders(stack: Stack) -> list:
    """Return the daily digests, which list what is due."""
    return [mail for mail in stack.post(SAMIRA) if "voor je klaarstaat" in mail["Subject"]]


def worker_dies_while_telling(stack: Stack) -> None:
    """Kill the worker while it talks to a suspended mail server."""
    told = partial(status_of, stack, "follow_up_urgent", follow_up=newest(stack, STEPS))
    wait_for("the worker to take the notice", lambda: told() == "making")
    stack.kill("worker")
    assert notices(stack) == []
    assert told() == "making"
    stack.go_on("mail")
    stack.start("worker")


def one_notice(stack: Stack) -> None:
    told = partial(status_of, stack, "follow_up_urgent", follow_up=newest(stack, STEPS))
    wait_for("the notice to be settled", lambda: told() == "sent")
    assert len(notices(stack)) == 1


def one_reminder(stack: Stack) -> None:
    """Check that a new day brings one digest, however often the beat ticks."""
    before = len(reminders(stack))
    stack.sql("DELETE FROM outbox_message WHERE kind = 'digest'")
    wait_for("the digest", lambda: len(reminders(stack)) > before)
    time.sleep(3 * float(stack.env["TICK_SECONDS"]))
    assert len(reminders(stack)) == before + 1
    assert "te laat" in reminders(stack)[-1].get_payload(decode=True).decode()
    assert all("Voorbeeld" not in str(mail) for mail in stack.post(SAMIRA))


def consultant_finishes_in_the_row(samira: Visitor) -> None:
    page = samira.page
    page.goto("/vandaag/")
    row = page.locator("li", has_text="Voorbeeld")
    samira.require_good_page()
    row.get_by_label(re.compile("^Afronden")).click()
    row.get_by_text("Gesproken").click()
    row.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("status").first).to_contain_text("Afgerond")


def consultant_refers(samira: Visitor) -> None:
    page = samira.page
    page.goto("/huurders/")
    page.get_by_label("Naam of adres").fill("Voorbeeld")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Voorbeeld").first.click()
    expect(page.get_by_role("heading", name="Wat er gebeurde")).to_be_visible()
    samira.require_good_page()
    page.locator(".dhead").get_by_role("link", name="Verwijs").click()
    page.get_by_label("Welzijn Lindenwaard").check()
    page.get_by_role("button", name="Verder naar de wens").click()
    page.get_by_label("Wat wil de huurder?").fill(
        "Weer eens klaverjassen, maar niet de eerste keer alleen."
    )
    page.get_by_label(re.compile("paar woorden")).fill("Wil weer kaarten")
    page.get_by_role("button", name="Verder naar toestemming").click()
    page.get_by_text("Ja, dat is goed").click()
    page.get_by_label("Aan de deur of op bezoek").check()
    samira.require_good_page()
    page.get_by_role("button", name="Verder", exact=True).click()
    expect(page.get_by_role("heading", name="Klopt alles?")).to_be_visible()
    samira.require_good_page()
    page.get_by_role("button", name="Verstuur naar Welzijn Lindenwaard").click()


def partner_answers_and_reports(joost: Visitor, stack: Stack) -> None:
    wait_for("the partner's mail", lambda: stack.post(WELFARE))
    page = joost.page
    page.goto("/verwijzingen/postvak/")
    joost.require_good_page()
    page.get_by_role("link", name=re.compile("Voorbeeld")).click()
    expect(page.get_by_role("heading", name=re.compile("Voorbeeld"))).to_be_visible()
    joost.require_good_page()
    shown = page.locator("main").inner_text()
    assert "1941" not in shown
    assert "Weinig bezoek" not in shown
    assert "Vroeg of ik bleef" not in shown
    page.get_by_role("button", name="Ik pak dit op").click()
    page.get_by_role("link", name="Meld terug", exact=True).click()
    page.get_by_text("2 keer of vaker mee geweest").click()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label(re.compile("Eén zin")).fill("Ze bleef tot het einde.")
    page.get_by_text("Loopt vanzelf").click()
    joost.require_good_page()
    page.get_by_role("button", name="Meld terug").click()


def consultant_reads_and_closes(samira: Visitor) -> None:
    page = samira.page
    page.goto("/huurders/")
    page.get_by_label("Naam of adres").fill("Voorbeeld")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Voorbeeld").first.click()
    expect(page.locator(".timeline")).to_contain_text("Ze bleef tot het einde.")
    page.locator("section", has_text="Signalen").get_by_role(
        "link", name=re.compile("Signaal van")
    ).last.click()
    page.get_by_text("Meer doen met dit signaal").click()
    page.get_by_role("link", name="Afsluiten").click()
    page.get_by_label("Overgedragen, contact hersteld").check()
    page.get_by_role("button", name="Afsluiten").click()
    expect(page.get_by_role("link", name="Heropenen")).to_be_visible()


def join(guest: Visitor, address: str, name: str, phone: str) -> None:
    page = guest.page
    page.goto(address)
    guest.require_good_page()
    page.get_by_label(re.compile("naam", re.IGNORECASE)).fill(name)
    page.get_by_label(re.compile("telefoon", re.IGNORECASE)).fill(phone)
    page.locator(".joinform button[type=submit]").click()


def tenants_sign_up(visitor, stack: Stack) -> None:
    """Sign up from the poster: the first gets the last chair, the second is on the waiting list."""
    stack.sql(
        """UPDATE activities_meetup SET capacity = 1 + (SELECT count(*) FROM activities_signup
           WHERE meetup_id = activities_meetup.id AND status = 'confirmed')
           WHERE title = 'Samen soep eten'"""
    )
    first, second = visitor(PHONE), visitor(PHONE)
    first.page.goto("/p/4F7Q/")
    expect(first.page).to_have_url(re.compile(r"/agenda/\?code=4F7Q"))
    first.require_good_page()
    first.page.get_by_role("link", name="Alles").click()
    first.page.get_by_role("link", name="Samen soep eten").click()
    first.require_good_page()
    first.page.get_by_role("link", name="Ik kom").click()
    address = first.page.url
    join(first, address, "Jo van den Voorbeeld", "06 12345678")
    expect(first.page.get_by_text("U bent aangemeld")).to_be_visible()
    first.require_good_page()
    join(second, address, "Bep Smit", "06 87654321")
    expect(second.page.get_by_text("U staat op de wachtlijst")).to_be_visible()
    second.require_good_page()


def coordinator_looks(marga: Visitor) -> None:
    page = marga.page
    page.goto("/overzicht/")
    for role in ("Signaleren", "Voorlichten", "Woonvormen", "Ontmoeten"):
        expect(page.get_by_text(role, exact=False).first).to_be_visible()
    marga.require_good_page()
    page.goto("/woonvormen/")
    page.get_by_role("link", name="Thuishuis Lindenwaard").click()
    expect(
        page.get_by_text("Hennie van Dijk").or_(page.get_by_text("H. van Dijk")).first
    ).to_be_visible()
    marga.require_good_page()
    page.goto("/voorlichting/")
    page.get_by_role("link", name="Kom erbij, najaar").click()
    expect(page.get_by_text("4F7Q").first).to_be_visible()
    marga.require_good_page()


def everything_sent_is_in_the_demos_mailbox(marga: Visitor) -> None:
    marga.page.goto("/demo/post/")
    expect(marga.page.get_by_text(SAMIRA).first).to_be_visible()
    marga.require_good_page()


def test_the_whole_process_from_import_to_figures(visitor, stack, files):
    marga = visitor(DESK).sign_in("marga@delinde.example")
    kees = visitor(PHONE).sign_in("kees@delinde.example")
    samira = visitor(DESK).sign_in(SAMIRA)
    joost = visitor(DESK).sign_in("joost@lindenwaard.example")

    coordinator_imports(marga, files, stack)
    stack.hang("mail")
    taps = caretaker_logs(kees)
    worker_dies_while_telling(stack)
    one_notice(stack)
    one_reminder(stack)
    consultant_finishes_in_the_row(samira)
    consultant_refers(samira)
    partner_answers_and_reports(joost, stack)
    consultant_reads_and_closes(samira)
    tenants_sign_up(visitor, stack)
    coordinator_looks(marga)
    everything_sent_is_in_the_demos_mailbox(marga)

    assert 4 <= taps <= 6
