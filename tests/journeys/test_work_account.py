"""Signing in with a work account, at a real provider of OpenID Connect."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import database
from tests.journeys.conftest import DESK, PHONE, Visitor
from tests.journeys.stack import Stack, free_port, wait_for

ELSEWHERE = re.compile(r"^https?://(?!localhost:|127\.0\.0\.1:)")
PROVIDER = Path(__file__).parents[1] / "identity_provider"
pytestmark = pytest.mark.skipif(
    not shutil.which("npm"), reason="geen npm; apt-get install nodejs npm"
)


def install() -> None:
    """Install the provider as package-lock.json has it, unless it is there already."""
    done, lock = PROVIDER / "node_modules" / ".package-lock.json", PROVIDER / "package-lock.json"
    if not done.exists() or done.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run(["npm", "ci", "--silent"], cwd=PROVIDER, check=True)


@pytest.fixture(scope="module")
def work(tmp_path_factory, django_db_setup, request):
    """The running product with a provider that asks for a second factor."""
    install()
    folder = tmp_path_factory.mktemp("werk")
    template = database.template_of(request.config)
    stack = Stack(f"werk_{os.getpid()}", folder, template=template, workers=1)
    stack.prepare()
    port = free_port()
    stack.env |= {
        "SECOND_FACTOR_REQUIRED": "1",
        "OIDC_SECOND_FACTOR": "1",
        "OIDC_SERVER_URL": f"http://localhost:{port}",
        "OIDC_CLIENT_ID": "aanloop",
        "OIDC_CLIENT_SECRET": "a-secret-of-the-tests",
    }
    back = f"{stack.url}/account/oidc/werk/login/callback/"
    with (folder / "provider.log").open("wb") as log:
        provider = subprocess.Popen(
            ["node", "provider.mjs", str(port), back], cwd=PROVIDER, stdout=log, stderr=log
        )
    try:
        wait_for("the provider", lambda: "ready" in (folder / "provider.log").read_text())
        stack.start("web")
        yield stack
    finally:
        provider.kill()
        provider.wait()
        stack.stop()


@pytest.fixture
def colleague(browser, work):
    """Open a browser and sign in at the provider: `colleague("samira")`."""
    opened = []

    def sign_in(login: str, size=DESK) -> Visitor:
        visitor = Visitor(browser, work, size)
        opened.append(visitor)
        # The pages of the provider ask for a typeface elsewhere.
        visitor.context.route(ELSEWHERE, lambda route: route.abort())
        visitor.page.goto("/account/login/")
        visitor.page.get_by_role("link", name="Log in met je werkaccount").click()
        at_provider(visitor, login)
        return visitor

    yield sign_in
    for visitor in opened:
        visitor.close()


def at_provider(visitor: Visitor, login: str) -> None:
    """Go on to the provider, type name and password there, and agree."""
    page = visitor.page
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url(re.compile("^http://localhost:"), wait_until="commit")
    page.get_by_placeholder("Enter any login").fill(login)
    page.get_by_placeholder("and password").fill("x")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile("^http://127.0.0.1:"), wait_until="commit")
    # Of the provider's pages, which miss their typeface.
    visitor.complaints.clear()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_consultant_signs_in_and_needs_no_second_factor_here(colleague, size):
    samira = colleague("samira", size)

    expect(samira.page).to_have_url(re.compile("/vandaag/$"))


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("text-false", "dat je e-mailadres is gecontroleerd (email_verified)"),
        ("unverified", "dat je e-mailadres is gecontroleerd (email_verified)"),
        ("no-address", "je e-mailadres (email)"),
    ],
)
def test_page_says_what_the_provider_left_out(colleague, login, words):
    somebody = colleague(login)

    expect(somebody.page.get_by_role("main")).to_contain_text(words)
    somebody.require_good_page()
    somebody.page.goto("/vandaag/")
    expect(somebody.page).to_have_url(re.compile("/account/login/"))


def test_work_account_without_an_account_here_makes_none(colleague, work):
    somebody = colleague("newcomer")

    expect(somebody.page.get_by_role("heading", level=1)).to_contain_text("krijg je van een")
    assert work.sql("SELECT 1 FROM accounts_user WHERE email = 'nieuw@delinde.example'") == []


def test_token_that_somebody_changed_is_refused(colleague):
    somebody = colleague("forged")

    expect(somebody.page.get_by_role("heading", level=1)).to_have_text("Inloggen lukte niet")
    somebody.page.goto("/vandaag/")
    expect(somebody.page).to_have_url(re.compile("/account/login/"))


def test_partner_with_a_password_still_needs_a_factor(browser, work):
    joost = Visitor(browser, work, DESK).sign_in("joost@lindenwaard.example")

    joost.page.goto("/verwijzingen/postvak/")

    expect(joost.page.get_by_role("main")).to_contain_text("Zet eerst een passkey of app aan.")
    joost.close()


def test_form_leads_to_this_provider_only(work, browser):
    visitor = Visitor(browser, work, DESK)

    login = visitor.page.goto("/account/login/").headers["content-security-policy"]
    going = visitor.page.goto("/account/oidc/werk/login/").headers["content-security-policy"]

    assert "form-action 'self';" in f"{login};"
    assert f"form-action 'self' {work.env['OIDC_SERVER_URL']};" in f"{going};"
    visitor.close()
