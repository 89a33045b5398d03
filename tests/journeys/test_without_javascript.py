"""The main tasks without JavaScript, by plain forms."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE


def test_a_caretaker_logs_a_signal(visitor, stack):
    kees = visitor(PHONE, java_script_enabled=False).sign_in("kees@delinde.example")
    page = kees.page
    page.goto("/signalen/nieuw/")

    page.get_by_label("Bij wie?").fill("Reigerhof 6")
    page.get_by_role("button", name="Zoek adres").click()
    page.locator(".addresses label", has_text="Blom").click()
    page.locator("label", has_text="Wil graag praten").click()
    page.locator("label", has_text="Ja, verteld").click()
    page.get_by_role("button", name="Vastleggen").click()

    expect(page.get_by_role("status").first).to_be_visible()
    assert stack.sql(
        """SELECT count(*) FROM signals_signal s JOIN tenants_tenant t ON t.id = s.tenant_id
           WHERE t.last_name = 'Blom'"""
    ) == [(1,)]


def test_a_consultant_finishes_a_step(visitor):
    samira = visitor(PHONE, java_script_enabled=False).sign_in("samira@delinde.example")
    page = samira.page
    page.goto("/vandaag/")

    page.get_by_label(re.compile("^Afronden")).first.click()
    page.get_by_text("Gesproken").click()
    page.get_by_role("button", name="Klaar").click()

    expect(page.get_by_role("status").first).to_contain_text("Afgerond")


def test_a_tenant_signs_up_and_cancels_with_the_ticket(visitor, stack):
    guest = visitor(PHONE, java_script_enabled=False)
    page = guest.page
    page.goto("/agenda/")

    page.get_by_label("Wat zoekt u?").fill("zingen")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Zingen met koffie").click()
    page.get_by_role("link", name="Ik kom").click()
    page.get_by_label("Uw naam").fill("Sjaan Mol")
    page.get_by_label("Uw telefoonnummer").fill("06 11223344")
    page.locator(".joinform button[type=submit]").click()
    expect(page.get_by_text("U bent aangemeld")).to_be_visible()
    page.get_by_role("button", name="Ik wil iets veranderen, of ik kan toch niet").click()
    expect(page.get_by_role("heading", name="Uw kaartje komt eraan")).to_be_visible()
    # The ticket with the link comes in a message.
    ((token,),) = stack.sql("SELECT token FROM activities_signup ORDER BY id DESC LIMIT 1")
    page.goto(f"/agenda/kaartje/{token}/")
    page.get_by_role("link", name="Ik kan toch niet").click()
    page.get_by_role("button", name="Meld mij af").click()

    expect(page.get_by_role("heading", name="U bent afgemeld")).to_be_visible()


def test_a_form_sent_after_the_session_expired_is_saved_after_signing_in(visitor, stack):
    kees = visitor(PHONE).sign_in("kees@delinde.example")
    page = kees.page
    page.goto("/signalen/nieuw/")
    page.get_by_label("Bij wie?").fill("Reigerhof 21")
    page.locator(".addresses label", has_text="S. Tesfay").click()
    page.locator("label", has_text="Taal is lastig").click()
    page.locator("label", has_text="Ja, verteld").click()
    page.get_by_label("Notitie").fill("Vroeg naar een taalmaatje.")
    stack.sql("UPDATE django_session SET expire_date = now() - interval '1 second'")

    page.get_by_role("button", name="Vastleggen").click()
    page.get_by_label("E-mailadres").fill("kees@delinde.example")
    page.get_by_label("Wachtwoord").fill("aanloop-demo")
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Alsnog versturen").click()

    expect(page.get_by_role("status").first).to_be_visible()
    assert stack.sql(
        "SELECT count(*) FROM signals_signal WHERE fact = 'Vroeg naar een taalmaatje.'"
    ) == [(1,)]
