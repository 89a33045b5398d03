"""A partner answers in three ways: with an account, with a link and a code, and by telephone.

Each goes through the whole loop: offered, accepted, met, reported back, and read by the sender.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Visitor
from tests.journeys.stack import Stack, wait_for

WELFARE = "verwijzingen@lindenwaard.example"


def mails(stack: Stack, subject: str) -> list[str]:
    """Return the texts of mails to the partner with this subject, oldest first."""
    found = [m for m in stack.post(WELFARE) if subject in m["Subject"]]
    return [mail.get_payload(decode=True).decode() for mail in found]


def offer(samira: Visitor, tenant: int) -> str:
    """Refer a tenant with the four steps of the wizard. Returns the URL of the referral."""
    page = samira.page
    page.goto(f"/huurders/{tenant}/")
    page.locator("main").get_by_role("link", name="Verwijs").first.click()
    page.get_by_label("Welzijn Lindenwaard").first.check()
    page.get_by_role("button", name="Verder naar de wens").click()
    page.get_by_label("Wat wil de huurder?").fill("Samen een rondje lopen.")
    page.get_by_label("En in een paar woorden").fill("Wandelen")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Ja, dat is goed").check()
    page.get_by_label("Aan de deur of op bezoek").check()
    samira.require_good_page()
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Verstuur naar Welzijn Lindenwaard").click()
    expect(page.get_by_role("status").first).to_contain_text("Verstuurd")
    return page.url


def spoke(page: Page, who: Visitor) -> None:
    page.get_by_label("Ja, we hebben elkaar gesproken").check()
    page.get_by_label("gebeld", exact=True).check()
    who.require_good_page()
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_text("Eerste gesprek")).to_be_visible()


def tell(page: Page, who: Visitor) -> None:
    page.get_by_role("link", name="Meld terug").click()
    page.get_by_label("2 keer of vaker mee geweest").check()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label(re.compile("^Loopt vanzelf")).check()
    if (name := page.locator("#wie-terug")).count():
        name.fill("Joke de Vries")
    who.require_good_page()
    page.get_by_role("button", name=re.compile("^Meld terug aan")).click()
    expect(page.get_by_text("Dank je wel").first).to_be_visible()


def heard(samira: Visitor, url: str) -> None:
    """Check that the sender reads *Contact hersteld* on the page of the referral."""
    samira.page.goto(url)
    expect(samira.page.get_by_text("Contact hersteld").first).to_be_visible()
    samira.require_good_page()


@pytest.fixture
def samira(visitor) -> Visitor:
    return visitor().sign_in("samira@delinde.example")


def never_referred(stack: Stack) -> list[int]:
    """Return tenants with an open signal in the area who were never referred."""
    return [
        row[0]
        for row in stack.sql(
            """SELECT DISTINCT t.id FROM tenants_tenant t
               JOIN signals_signal s ON s.tenant_id = t.id JOIN accounts_area a ON a.id = t.area_id
               WHERE s.status NOT IN ('closed', 'unverified') AND t.died_on IS NULL
                 AND t.restricted_at IS NULL AND t.shielded_at IS NULL AND a.name = 'Vogelbuurt'
                 AND NOT EXISTS (SELECT 1 FROM referrals_referral r WHERE r.tenant_id = t.id)
               ORDER BY 1"""
        )
    ]


def with_an_account(visitor, url: str) -> None:
    joost = visitor(PHONE).sign_in("joost@lindenwaard.example")
    page = joost.page
    page.goto(url.replace("/verwijzingen/", "/verwijzingen/postvak/"))
    joost.require_good_page()
    page.get_by_role("button", name="Ik pak dit op").click()
    page.get_by_role("link", name="Ik zocht contact").click()
    spoke(page, joost)
    tell(page, joost)


def with_a_link(visitor, stack: Stack, before: int) -> None:
    wait_for("the mail", lambda: len(mails(stack, "iets nieuws in je postvak")) > before)
    mail = mails(stack, "iets nieuws in je postvak")[-1]
    somebody = visitor(PHONE, java_script_enabled=False)
    page = somebody.page
    page.goto(re.search(r"http\S+/antwoord/\S+", mail).group())
    codes = len(mails(stack, "Je code voor Aanloop"))
    page.get_by_role("button", name="Stuur de code").click()
    wait_for("the code", lambda: len(mails(stack, "Je code voor Aanloop")) > codes)
    code = re.search(r"\b\d{6}\b", mails(stack, "Je code voor Aanloop")[-1]).group()
    page.get_by_label("Code uit de mail").fill(code)
    page.get_by_role("button", name="Verder").click()
    page.locator("#wie-oppakken").fill("Joke de Vries")
    page.get_by_role("button", name="Ik pak dit op").click()
    page.get_by_role("link", name="Ik zocht contact").click()
    page.locator("#wie-contact").fill("Joke de Vries")
    page.get_by_label("Ja, we hebben elkaar gesproken").check()
    page.get_by_label("gebeld", exact=True).check()
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_text("Eerste gesprek")).to_be_visible()
    page.get_by_role("link", name="Meld terug").click()
    page.get_by_label("2 keer of vaker mee geweest").check()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label(re.compile("^Loopt vanzelf")).check()
    page.locator("#wie-terug").fill("Joke de Vries")
    page.get_by_role("button", name=re.compile("^Meld terug aan")).click()
    expect(page.get_by_role("heading", name="Dank je wel")).to_be_visible()


def on_the_telephone(visitor, url: str) -> None:
    marga = visitor().sign_in("marga@delinde.example")
    page = marga.page
    page.goto(url)
    page.get_by_role("link", name="Partner belt").click()
    marga.require_good_page()
    page.locator("#wie-oppakken").fill("Joke de Vries")
    page.get_by_role("button", name="Ik pak dit op").click()
    page.get_by_role("link", name="Partner belt").click()
    page.get_by_role("link", name="Ik zocht contact").click()
    page.locator("#wie-contact").fill("Joke de Vries")
    spoke_here(page, marga)
    page.get_by_role("link", name="Partner belt").click()
    tell(page, marga)


def spoke_here(page: Page, who: Visitor) -> None:
    page.get_by_label("Ja, we hebben elkaar gesproken").check()
    page.get_by_label("gebeld", exact=True).check()
    who.require_good_page()
    page.get_by_role("button", name="Leg vast").click()
    expect(page.get_by_text("Contact gelegd").first).to_be_visible()


def test_a_referral_completes_by_account_by_link_and_by_telephone(samira, visitor, stack):
    people = never_referred(stack)
    assert len(people) >= 3, people
    for tenant, way in zip(people, ("account", "link", "phone"), strict=False):
        before = len(mails(stack, "iets nieuws in je postvak"))
        url = offer(samira, tenant)
        if way == "account":
            with_an_account(visitor, url)
        elif way == "link":
            with_a_link(visitor, stack, before)
        else:
            on_the_telephone(visitor, url)
        heard(samira, url)
    ways = stack.sql(
        "SELECT answered_via FROM referrals_referral WHERE met_on = %s AND status = 'completed' "
        "ORDER BY id",
        timezone.localdate(),
    )
    assert [way for (way,) in ways][-3:] == ["account", "link", "phone"]
