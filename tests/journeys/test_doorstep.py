"""Logging a signal at the doorstep: the number of taps and keys, and a failing network."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.stack import Stack

KEES = "kees@delinde.example"
MOST_TAPS = 6
COUNT = """
    window.taps = Number(sessionStorage.taps || 0);
    window.keys = Number(sessionStorage.keys || 0);
    addEventListener("pointerup", () => { sessionStorage.taps = ++window.taps; }, true);
    addEventListener("keydown", () => { sessionStorage.keys = ++window.keys; }, true);
"""


def counted(page: Page) -> tuple[int, int]:
    """Return the taps and keys that the browser itself counted."""
    taps, keys = page.evaluate("[sessionStorage.taps, sessionStorage.keys]")
    return int(taps or 0), int(keys or 0)


def number_of(stack: Stack, table: str = "signals_signal") -> int:
    return stack.sql(f"SELECT count(*) FROM {table}")[0][0]


def fill_in(page: Page) -> None:
    """Fill in a signal without typing: the last visited home, one sign, and the tenant's answer."""
    page.locator(".addresses label").first.tap()
    page.locator("label", has_text="Weinig bezoek").tap()
    page.locator("label", has_text="Nog niet").tap()


def test_a_signal_takes_at_most_six_taps_and_no_typing(visitor, stack, capsys):
    kees = visitor(PHONE, has_touch=True).sign_in(KEES)
    page = kees.page
    page.add_init_script(COUNT)
    before = number_of(stack)

    page.goto("/vandaag/", wait_until="commit")
    begin = time.monotonic()
    page.goto("/signalen/nieuw/")
    fill_in(page)
    page.get_by_role("button", name="Vastleggen").tap()
    expect(page.get_by_role("status").first).to_contain_text("Vastgelegd")
    seconds = time.monotonic() - begin

    taps, keys = counted(page)
    with capsys.disabled():
        print(f"\ndoorstep at 390 px: {taps} taps, {keys} keys, {seconds:.2f} s from open to saved")
    assert (taps <= MOST_TAPS, keys) == (True, 0)
    assert number_of(stack) == before + 1


def test_the_counter_of_taps_and_keys_works(visitor):
    kees = visitor(PHONE, has_touch=True).sign_in(KEES)
    page = kees.page
    page.add_init_script(COUNT)
    page.goto("/signalen/nieuw/")

    page.locator("label", has_text="Weinig bezoek").tap()
    page.get_by_label("Bij wie?").press_sequentially("abc")

    assert counted(page) == (1, 3)


def test_a_form_sent_without_a_network_keeps_its_input_and_is_saved_once(visitor, stack):
    kees = visitor(PHONE, has_touch=True).sign_in(KEES)
    page = kees.page
    page.goto("/signalen/nieuw/")
    before = number_of(stack)
    fill_in(page)
    page.get_by_label("Notitie").fill("Licht brandt overdag.")

    kees.context.set_offline(True)
    page.get_by_role("button", name="Vastleggen").tap()
    expect(page.get_by_text("Niet verstuurd")).to_be_visible()
    expect(page.get_by_label("Notitie")).to_have_value("Licht brandt overdag.")
    expect(page.locator("label", has_text="Weinig bezoek").locator("input")).to_be_checked()
    assert number_of(stack) == before

    kees.context.set_offline(False)
    page.get_by_role("button", name="Vastleggen").tap()
    expect(page.get_by_role("status").first).to_contain_text("Vastgelegd")
    assert number_of(stack) == before + 1


@pytest.mark.parametrize(
    ("email", "address", "field"),
    [
        ("marga@delinde.example", "/partners/nieuw/", "name"),
        (None, "/melden/", "fact"),
    ],
)
def test_any_form_stays_while_the_server_is_away(visitor, email, address, field):
    anyone = visitor(PHONE, has_touch=True)
    page = (anyone.sign_in(email) if email else anyone).page
    page.goto(address)
    button = page.locator("main form button[type=submit]").last
    page.locator(f"main [name={field}]").fill("Het licht brandt.")

    anyone.context.set_offline(True)
    button.tap()
    expect(page.locator("[data-unsent]")).to_be_visible()
    expect(page.locator(f"[name={field}]")).to_have_value("Het licht brandt.")

    anyone.context.set_offline(False)
    button.tap()
    expect(page.locator(".errsum")).to_be_visible()
    expect(page.locator(f"[name={field}]")).to_have_value("Het licht brandt.")
    expect(page.locator("[data-unsent]")).to_have_count(0)


def test_a_form_whose_response_was_lost_is_resent_and_saved_once(visitor, stack):
    kees = visitor(PHONE, has_touch=True).sign_in(KEES)
    page = kees.page
    page.goto("/signalen/nieuw/")
    before = number_of(stack)
    fill_in(page)
    # Words of its own: the same signal as one of a moment ago would be asked about.
    page.get_by_label("Notitie").fill("De post ligt op de mat.")
    lost = []

    def lose_the_answer(route) -> None:
        """Let the first POST reach the server, but abort its response."""
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/signalen/nieuw/$"), lose_the_answer)
    page.get_by_role("button", name="Vastleggen").tap()
    expect(page.get_by_text("Niet verstuurd")).to_be_visible()
    assert number_of(stack) == before + 1

    page.get_by_role("button", name="Vastleggen").tap()
    expect(page.get_by_role("status").first).to_contain_text("Vastgelegd")
    assert number_of(stack) == before + 1
    assert lost == [200]


def test_an_invalid_form_keeps_its_input_and_focuses_the_error_summary(visitor):
    kees = visitor(PHONE, has_touch=True).sign_in(KEES)
    page = kees.page
    page.goto("/signalen/nieuw/")

    page.locator("label", has_text="Weinig bezoek").tap()
    page.get_by_role("button", name="Vastleggen").tap()

    expect(page.locator(".errsum")).to_be_focused()
    expect(page.locator("label", has_text="Weinig bezoek").locator("input")).to_be_checked()
    kees.require_good_page()


def test_a_text_warning_appears_after_typing_and_does_not_block_saving(visitor, stack):
    kees = visitor(PHONE, has_touch=True).sign_in(KEES)
    page = kees.page
    page.goto("/signalen/nieuw/")
    before = number_of(stack)

    fill_in(page)
    page.get_by_label("Notitie").fill("Mevrouw is dement.")
    page.get_by_label("Notitie").blur()
    expect(page.get_by_text("‘dement’ gaat over ziekte")).to_be_visible()
    kees.require_good_page()
    page.get_by_role("button", name="Vastleggen").tap()

    expect(page.get_by_role("heading", name="Tekst nakijken")).to_be_visible()
    assert number_of(stack) == before + 1
