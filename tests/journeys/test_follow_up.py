"""Following up in a browser: finishing in the row, visits, shortcuts and public reports."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE

SAMIRA, MARGA = "samira@delinde.example", "marga@delinde.example"
OPEN = "SELECT id FROM signals_signal WHERE status = 'talking' ORDER BY id LIMIT 1"


def test_the_form_in_a_row_shows_only_fields_that_fit_the_outcome(visitor):
    samira = visitor(DESK).sign_in(SAMIRA)
    page = samira.page
    page.goto("/vandaag/?toon=alles")
    row = page.locator(".lines > li", has_text="Bellen").first
    row.get_by_label(re.compile("^Afronden")).click()

    expect(row.get_by_label("Wat is de volgende stap?")).to_be_visible()
    expect(row.get_by_label("Niet thuis, en dan?")).to_be_hidden()
    row.get_by_text("Niet thuis", exact=True).click()
    expect(row.get_by_label("Wat is de volgende stap?")).to_be_hidden()
    expect(row.get_by_label("Niet thuis, en dan?")).to_be_visible()
    row.get_by_text("Verzetten").click()
    expect(row.get_by_label(re.compile("Op welke dag"))).to_be_visible()
    samira.require_good_page()
    after = page.locator(".lines > li[id]").nth(1).get_attribute("id")
    page.evaluate("window.sameDocument = true")
    row.get_by_role("button", name="Klaar").click()

    expect(page.get_by_role("button", name="Ongedaan maken")).to_be_visible()
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert page.url.endswith("?toon=alles")
    if page.locator(f"#{after} .tick").count():
        expect(page.locator(".tick:focus")).to_have_count(1)
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("status").first).to_contain_text("Ongedaan gemaakt")


def test_the_time_of_a_planned_visit_is_disabled_for_the_next_visit(visitor, stack):
    samira = visitor(PHONE).sign_in(SAMIRA)
    page = samira.page
    signal = stack.sql(OPEN)[0][0]
    page.goto(f"/signalen/{signal}/huisbezoek/")
    page.locator(".days label").last.click()
    page.locator(".times label", has_text="13.30").click()
    expect(page.locator("#samen")).to_contain_text("13.30 uur")
    samira.require_good_page()
    page.get_by_role("button", name="Zet in mijn agenda").click()
    expect(page.get_by_role("status").first).to_contain_text("staat in je agenda")

    other = stack.sql(f"SELECT id FROM signals_signal WHERE status = 'talking' AND id <> {signal}")
    page.goto(f"/signalen/{other[0][0]}/huisbezoek/")
    page.locator(".days label").last.click()

    expect(page.locator(".times label", has_text="13.30").locator("input")).to_be_disabled()


def test_shortcuts_j_k_s_and_slash_move_the_focus(visitor):
    samira = visitor(DESK).sign_in(SAMIRA)
    page = samira.page
    page.goto("/vandaag/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".lines .who").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".lines .who").first).to_be_focused()
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile("/signalen/nieuw/"))
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_label("Bij wie?")).to_be_focused()


def test_a_neighbours_report_without_javascript_becomes_a_signal(visitor, stack):
    neighbour = visitor(PHONE, java_script_enabled=False)
    page = neighbour.page
    page.goto("/agenda/")
    page.get_by_role("link", name=re.compile("Iets vertellen")).click()
    page.get_by_label("Over een buur").check()
    page.get_by_label("Op welk adres?").fill("Wiekenlaan 5")
    page.get_by_label("Wat wilt u ons vertellen?").fill("Komt niet meer buiten.")
    page.get_by_role("button", name="Verstuur").click()
    expect(page.get_by_role("heading", name="Dank u wel")).to_be_visible()

    marga = visitor(DESK).sign_in(MARGA)
    marga.page.goto("/signalen/?toon=beoordelen")
    marga.page.get_by_role("link", name="Bewoner van Wiekenlaan 5").click()
    marga.require_good_page()
    marga.page.locator(".pagehead").get_by_role("link", name="Beoordelen").click()
    marga.page.locator(".addresses label").first.click()
    marga.page.get_by_role("button", name="Maak er een signaal van").click()

    expect(marga.page.get_by_role("status").first).to_contain_text("Het is nu een signaal")


def test_a_conversation_is_recorded_without_javascript(visitor, stack):
    samira = visitor(PHONE, java_script_enabled=False).sign_in(SAMIRA)
    page = samira.page
    step = stack.sql(
        """SELECT f.id FROM signals_followup f JOIN signals_signal s ON s.id = f.signal_id
           WHERE f.done_at IS NULL AND s.status = 'talking' ORDER BY f.id DESC LIMIT 1"""
    )[0][0]
    page.goto(f"/vandaag/{step}/gesprek/")

    page.get_by_label("Wat zei de huurder zelf?").fill("Ik mis het kaarten.")
    page.get_by_label("Elke maand").check()
    page.get_by_role("button", name="Vastleggen").click()

    expect(page.get_by_text("“Ik mis het kaarten.”")).to_be_visible()


def test_an_invalid_form_in_a_row_shows_its_errors_in_that_row(visitor):
    samira = visitor(DESK).sign_in(SAMIRA)
    page = samira.page
    page.goto("/vandaag/?toon=alles")
    rows = page.locator(".lines > li[id]").count()
    row = page.locator(".lines > li", has_text="Bellen").first
    row.get_by_label(re.compile("^Afronden")).click()
    row.get_by_text("Verzetten").click()
    row.get_by_label(re.compile("Op welke dag")).fill("2020-01-06")
    row.get_by_role("button", name="Klaar").click()

    expect(row.get_by_role("alert").first).to_be_visible()
    expect(page.locator(".lines > li[id]")).to_have_count(rows)


def test_the_slash_key_goes_to_the_search_page_and_focuses_its_field(visitor):
    samira = visitor(DESK).sign_in(SAMIRA)
    page = samira.page
    page.goto("/vandaag/")

    page.keyboard.press("/")

    expect(page.get_by_label("Naam, adres of woord")).to_be_focused()


def test_a_step_already_finished_by_a_colleague_is_refused_above_the_list(visitor):
    samira, marga = visitor(DESK).sign_in(SAMIRA), visitor(DESK).sign_in(MARGA)
    page = samira.page
    page.goto("/vandaag/?toon=alles")
    row = page.locator(".lines > li", has_text="Bellen").first
    number = row.get_attribute("id").partition("-")[2]
    row.get_by_label(re.compile("^Afronden")).click()
    expect(row.get_by_role("button", name="Klaar")).to_be_visible()
    marga.page.goto(f"/vandaag/{number}/afronden/")
    marga.page.get_by_role("button", name="Klaar").click()
    expect(marga.page.get_by_role("status").first).to_be_visible()

    row.get_by_role("button", name="Klaar").click()

    expect(page.get_by_role("alert").first).to_contain_text("rondde deze stap al af")
    expect(page.get_by_role("heading", name="Mijn opvolgingen")).to_be_visible()


def test_phone_shows_one_act_for_a_signal_and_the_whole_menu_when_asked(visitor, stack):
    samira = visitor(PHONE).sign_in(SAMIRA)
    page = samira.page
    number = stack.sql("SELECT signal_id FROM signals_visit ORDER BY id LIMIT 1")[0][0]
    page.goto(f"/signalen/{number}/")
    menu, more = page.get_by_label("Alle onderdelen").get_by_role("list"), "Overdragen"

    expect(menu).to_be_hidden()
    expect(page.get_by_role("link", name=more)).to_be_hidden()
    page.get_by_role("button", name="Alle onderdelen").press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_text("Meer doen met dit signaal").click()
    expect(page.get_by_role("link", name=more)).to_be_visible()
    samira.require_good_page()
