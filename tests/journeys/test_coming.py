"""Tenants sign up: from a letter, on a phone, in Arabic, by keyboard, and at 200 % zoom."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

CODE = "SELECT code FROM activities_invite LIMIT 1"
MEETUP = "SELECT id FROM activities_meetup WHERE title = '{}' AND starts_at > now() LIMIT 1"


def test_a_tenant_with_a_letter_signs_up_without_javascript(visitor, stack):
    ((code,),) = stack.sql(CODE)
    somebody = visitor(PHONE, java_script_enabled=False)
    page = somebody.page
    page.goto(f"/k/{code}/")

    expect(page.get_by_role("heading", name="Dag Hennie, komt u ook?")).to_be_visible()
    page.get_by_role("button", name="Ja, ik kom").click()

    expect(page.get_by_text("U bent aangemeld")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hennie")
    page.goto(f"/k/{code}/")
    expect(page).to_have_url(re.compile("/agenda/kaartje/"))


def test_a_mistyped_code_is_explained_and_case_and_dashes_are_ignored(visitor, stack):
    ((code,),) = stack.sql(CODE)
    somebody = visitor(PHONE, java_script_enabled=False)
    page = somebody.page
    page.goto("/agenda/")
    page.get_by_role("link", name="Hebt u een brief met een code?").click()

    page.get_by_label("Uw code").fill(code[:-1] + "O")
    page.get_by_role("button", name="Verder").click()
    expect(page.get_by_text("In een code staat nooit een O").first).to_be_visible()
    page.get_by_label("Uw code").fill(f"{code[:4]}-{code[4:]}".lower())
    page.get_by_role("button", name="Verder").click()

    expect(page).to_have_url(re.compile("/k/|/kaartje/"))


def test_a_visitor_signs_up_in_arabic_from_right_to_left(visitor, stack):
    ((meetup,),) = stack.sql(MEETUP.format("Samen soep eten"))
    somebody = visitor(PHONE, java_script_enabled=False)
    page = somebody.page
    page.goto("/agenda/")
    page.locator(".languages summary").click()
    page.get_by_role("link", name="العربية").click()
    page.goto(f"/agenda/{meetup}/")

    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator(".joining a.btn").first.click()
    page.locator("#id_name").fill("فاطمة")
    page.locator("#id_phone").fill("06 11223355")
    page.locator(".joinform button[type=submit]").click()

    expect(page.locator(".ticket")).to_be_visible()
    assert stack.sql("SELECT language FROM activities_signup ORDER BY id DESC LIMIT 1") == [("ar",)]


def test_the_agenda_is_dark_on_a_dark_device_and_white_on_paper(visitor):
    page = visitor(PHONE, color_scheme="dark").page
    page.goto("/agenda/")

    def paper() -> str:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    dark = paper()
    page.emulate_media(media="print", color_scheme="dark")

    assert dark == "rgb(13, 22, 19)"
    assert paper() == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != dark


def test_a_visitor_signs_up_with_the_keyboard_alone(visitor, stack):
    ((meetup,),) = stack.sql(MEETUP.format("Plantjes stekken"))
    somebody = visitor(DESK)
    page = somebody.page
    page.goto(f"/agenda/{meetup}/aanmelden/")

    def tab_to(what: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("what => document.activeElement?.matches(what)", what):
                return
        raise AssertionError(f"the keyboard never came to {what}")

    tab_to("#id_name")
    page.keyboard.type("Cor Visser")
    tab_to("#id_phone")
    page.keyboard.type("06 11223366")
    tab_to("input[name=party]")
    page.keyboard.press("ArrowDown")
    tab_to("main button[type=submit]")
    page.keyboard.press("Enter")

    expect(page.get_by_text("U bent aangemeld")).to_be_visible()
    expect(page.get_by_text("U komt samen met 1 ander")).to_be_visible()
    somebody.require_good_page()


def test_sign_up_pages_fit_at_200_percent_zoom(visitor, stack):
    ((meetup,),) = stack.sql(MEETUP.format("Samen soep eten"))
    ((code,),) = stack.sql(CODE)
    # At 200 % zoom a window of 1280 px is 640 CSS pixels wide.
    somebody = visitor((640, 450), device_scale_factor=2)
    for path in ("/agenda/", f"/agenda/{meetup}/", f"/agenda/{meetup}/aanmelden/", f"/k/{code}/"):
        somebody.page.goto(path)
        somebody.require_good_page()


def test_a_visitor_asks_for_company_with_a_choice_and_a_phone_number(visitor):
    somebody = visitor(PHONE)
    page = somebody.page
    page.goto("/agenda/")
    page.get_by_role("link", name="Ja, dat wil ik").click()
    page.get_by_text("Koffie drinken").click()
    page.get_by_label("Uw telefoonnummer").fill("088 000 30 77")
    page.get_by_role("button", name="Bel mij").click()

    expect(page.get_by_role("heading", name="Wij bellen u")).to_be_visible()
    somebody.require_good_page()


def test_attendance_ticked_without_a_network_is_saved_afterwards(visitor, stack):
    ((meetup, guest),) = stack.sql(
        """SELECT m.id, s.id FROM activities_meetup m JOIN activities_signup s ON s.meetup_id = m.id
           WHERE m.starts_at < now() AND s.attended_at IS NOT NULL
           ORDER BY m.starts_at DESC LIMIT 1"""
    )
    stack.sql("UPDATE activities_signup SET attended_at = NULL WHERE id = %s", guest)
    ria = visitor(PHONE).sign_in("ria@delinde.example")
    page = ria.page
    page.goto(f"/activiteiten/{meetup}/")
    tick = page.locator(f"#tik-{guest}")

    ria.context.set_offline(True)
    tick.click()
    expect(tick).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Geen verbinding")).to_be_visible()
    tick.click()
    expect(tick).to_have_attribute("aria-pressed", "false")
    tick.click()
    assert was_there(stack, guest) == [(False,)]
    ria.context.set_offline(False)

    expect(page.get_by_text("Geen verbinding")).to_be_hidden(timeout=15_000)
    assert was_there(stack, guest) == [(True,)]
    expect(tick).to_have_attribute("aria-pressed", "true")
    # The browser logged errors about the missing network, and no others.
    away = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
    ria.complaints = [one for one in ria.complaints if not any(word in one for word in away)]
    ria.require_good_page()


def was_there(stack, guest: int) -> list[tuple]:
    return stack.sql("SELECT attended_at IS NOT NULL FROM activities_signup WHERE id = %s", guest)
