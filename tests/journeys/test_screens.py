"""Every screen at three widths, in light and dark, with and without JavaScript."""

import pytest

from ground.tokens import hash_token
from tests.journeys.conftest import DESK, NARROWEST, PHONE
from tests.journeys.stack import Stack
from tests.sizes import axe_widths

KEES, SAMIRA, MARGA = "kees@delinde.example", "samira@delinde.example", "marga@delinde.example"
JOOST, RIA = "joost@lindenwaard.example", "ria@delinde.example"
FENNA, BAS = "fenna@delinde.example", "bas@delinde.example"
REFERRAL = "SELECT number FROM referrals_referral WHERE status = '{}' ORDER BY id LIMIT 1"
MEETUP = "SELECT id FROM activities_meetup WHERE title = '{}' AND starts_at > now() LIMIT 1"
FULL, ROOM = MEETUP.format("Klaverjassen"), MEETUP.format("Zingen met koffie")
HENNIE = "SELECT id FROM tenants_tenant WHERE first_name = 'Hennie'"

SERIES = "SELECT id FROM activities_series ORDER BY id LIMIT 1"
PLACE = "SELECT id FROM activities_place ORDER BY id LIMIT 1"
COMPANY = "SELECT id FROM activities_buddyrequest WHERE status = '{}' ORDER BY id LIMIT 1"
TICKET = "SELECT token FROM activities_signup WHERE status = '{}' LIMIT 1"
FORM = "SELECT id FROM housing_housingform ORDER BY id LIMIT 1"
CAMPAIGN = "SELECT id FROM outreach_campaign ORDER BY id LIMIT 1"
PARTNER = "SELECT id FROM partners_partner ORDER BY id LIMIT 1"
SIGNAL = "SELECT id FROM signals_signal WHERE status = 'new' ORDER BY id LIMIT 1"
CLOSED = "SELECT id FROM signals_signal WHERE status = 'closed' ORDER BY id LIMIT 1"
TALKING = "SELECT id FROM signals_signal WHERE status = 'talking' ORDER BY id LIMIT 1"
UNVERIFIED = "SELECT id FROM signals_signal WHERE status = 'unverified' ORDER BY id LIMIT 1"
STEP = """SELECT f.id FROM signals_followup f JOIN signals_signal s ON s.id = f.signal_id
          WHERE f.done_at IS NULL AND s.status = 'talking' ORDER BY f.id LIMIT 1"""
ROUND = "SELECT id FROM signals_round ORDER BY id LIMIT 1"
MAP = "SELECT id FROM tenants_snapshot ORDER BY id LIMIT 1"
YES = "SELECT id FROM tenants_consent WHERE answer = 'yes' AND withdrawn_at IS NULL LIMIT 1"
ELSEWHERE = """SELECT t.id FROM tenants_tenant t JOIN accounts_area a ON a.id = t.area_id
               WHERE a.name = 'Molenwijk' ORDER BY t.id LIMIT 1"""
# Links with a known secret: 'kom-binnen' and 'laat-me-in'.
INVITED = f"""INSERT INTO partners_invitation (partner_id, email, is_lead, token_hash, made_by_id,
    made_at, expires_at)
    SELECT (SELECT min(id) FROM partners_partner), 'nieuw@lindenwaard.example', false,
        '{hash_token("kom-binnen")}',
        (SELECT min(id) FROM accounts_user WHERE role = 'coordinator'), now(),
        now() + interval '1 day'
    ON CONFLICT DO NOTHING RETURNING id"""
DOOR = f"""INSERT INTO referrals_accesslink (referral_id, "to", token_hash, made_at, expires_at,
    code_hash, codes, tries)
    SELECT r.id, p.inbox, '{hash_token("laat-me-in")}', now(), now() + interval '1 day', '', 0, 0
    FROM referrals_referral r JOIN partners_partner p ON p.id = r.partner_id
    WHERE r.status = 'offered' ORDER BY r.id LIMIT 1
    ON CONFLICT DO NOTHING RETURNING id"""

# Name, user, path, and a query for the value of the path's placeholder.
SCREENS = [
    ("01 vandaag", SAMIRA, "/vandaag/", None),
    ("02 signaal", KEES, "/signalen/nieuw/", None),
    ("03 dossier", SAMIRA, "/huurders/{}/", HENNIE),
    ("04 verwijzing", SAMIRA, "/verwijzingen/nieuw/{}/", SIGNAL),
    ("05 postvak", JOOST, "/verwijzingen/postvak/", None),
    ("06 verwijzing", JOOST, "/verwijzingen/postvak/{}/", REFERRAL.format("offered")),
    ("07 agenda", None, "/agenda/", None),
    ("08 activiteit", None, "/agenda/{}/", ROOM),
    ("09 aanmelden", None, "/agenda/{}/aanmelden/", ROOM),
    ("10 bevestiging", None, "/agenda/kaartje/{}/", TICKET.format("confirmed")),
    ("13 overzicht", MARGA, "/overzicht/", None),
    ("14 inloggen", None, "/account/login/", None),
    ("15 vol", None, "/agenda/{}/aanmelden/", FULL),
    ("16 signaal met fouten", KEES, "/signalen/nieuw/?address=Merels", None),
    ("20 huisbezoek", SAMIRA, "/signalen/{}/huisbezoek/", TALKING),
    ("21 terugmelden", JOOST, "/verwijzingen/postvak/{}/terugmelden/", REFERRAL.format("accepted")),
    ("signalen", SAMIRA, "/signalen/", None),
    ("een signaal", SAMIRA, "/signalen/{}/", SIGNAL),
    ("melding beoordelen", MARGA, "/signalen/{}/beoordelen/", UNVERIFIED),
    ("gesprek", SAMIRA, "/vandaag/{}/gesprek/", STEP),
    ("afronden", SAMIRA, "/vandaag/{}/afronden/", STEP),
    ("afsluiten", SAMIRA, "/signalen/{}/sluiten/", TALKING),
    ("overdragen", SAMIRA, "/signalen/{}/overdragen/", TALKING),
    ("heropenen", SAMIRA, "/signalen/{}/heropenen/", CLOSED),
    ("samenvoegen", SAMIRA, "/signalen/{}/samenvoegen/", TALKING),
    ("tekst nakijken", SAMIRA, "/signalen/{}/woorden/", TALKING),
    ("spreadsheet", SAMIRA, "/signalen/uitvoer/", None),
    ("route", SAMIRA, "/vandaag/route/", None),
    ("agenda koppelen", SAMIRA, "/signalen/agenda/", None),
    ("afwezig", MARGA, "/signalen/afwezig/", None),
    ("rondes", SAMIRA, "/signalen/rondes/", None),
    ("een ronde", SAMIRA, "/signalen/rondes/{}/", ROUND),
    ("ronde beginnen", SAMIRA, "/signalen/rondes/nieuw/", None),
    ("inrichting", MARGA, "/signalen/inrichting/", None),
    ("waarneming", MARGA, "/signalen/inrichting/waarneming/", None),
    ("ander spoor", MARGA, "/signalen/inrichting/spoor/", None),
    ("termijn", MARGA, "/signalen/inrichting/termijn/visit/", None),
    ("melden", None, "/melden/", None),
    ("dank", None, "/melden/dank/", None),
    ("mijn signalen", KEES, "/signalen/mijn/", None),
    ("huurders", SAMIRA, "/huurders/", None),
    ("netwerk", SAMIRA, "/huurders/{}/netwerk/", HENNIE),
    ("verwijzingen", SAMIRA, "/verwijzingen/", None),
    ("inlezen", MARGA, "/huurders/inlezen/", None),
    ("eerdere kaart", SAMIRA, "/huurders/netwerk/{}/", MAP),
    ("bereiken", SAMIRA, "/huurders/{}/bereiken/", HENNIE),
    ("afschermen", SAMIRA, "/huurders/{}/afschermen/", HENNIE),
    ("noodzaak vragen", SAMIRA, "/huurders/{}/noodzaak/", HENNIE),
    ("intrekken", SAMIRA, "/huurders/toestemming/{}/intrekken/", YES),
    ("reden", SAMIRA, "/huurders/{}/reden/", ELSEWHERE),
    ("elders zoeken", SAMIRA, "/huurders/elders/", None),
    ("ingezien", MARGA, "/huurders/ingezien/", None),
    ("rechten", MARGA, "/huurders/rechten/", None),
    ("verzoek", MARGA, "/huurders/{}/recht/", HENNIE),
    ("wie keek", MARGA, "/huurders/{}/wie-keek/", HENNIE),
    ("noodzaak", FENNA, "/huurders/noodzaak/", None),
    ("meten", MARGA, "/huurders/meten/", None),
    ("buurten", MARGA, "/huurders/buurten/", None),
    ("bewaartermijnen", FENNA, "/logboek/bewaren/", None),
    ("partners", MARGA, "/partners/", None),
    ("een partner", MARGA, "/partners/{}/", PARTNER),
    ("partner wijzigen", MARGA, "/partners/{}/wijzigen/", PARTNER),
    ("onze organisatie", JOOST, "/partners/ons/", None),
    ("sociale kaart", SAMIRA, "/partners/sociale-kaart/", None),
    ("aanbod", MARGA, "/partners/{}/aanbod/", PARTNER),
    ("uitnodiging voorbij", None, "/partners/uitnodiging/onbekend/", None),
    ("uitnodiging", None, "/partners/uitnodiging/kom-binnen/", INVITED),
    ("per partner", MARGA, "/verwijzingen/per-partner/", None),
    ("verwijzingen meenemen", SAMIRA, "/verwijzingen/uitvoer/", None),
    ("een verwijzing", SAMIRA, "/verwijzingen/{}/", REFERRAL.format("accepted")),
    ("aan de telefoon", MARGA, "/verwijzingen/{}/namens/", REFERRAL.format("offered")),
    ("kennismaken", SAMIRA, "/verwijzingen/{}/kennismaken/", REFERRAL.format("accepted")),
    ("contact gezocht", JOOST, "/verwijzingen/postvak/{}/contact/", REFERRAL.format("accepted")),
    ("even stil", JOOST, "/verwijzingen/postvak/{}/even-stil/", REFERRAL.format("accepted")),
    ("een code vragen", None, "/verwijzingen/antwoord/laat-me-in/", DOOR),
    ("link voorbij", None, "/verwijzingen/antwoord/onbekend/", None),
    ("activiteit van een partner", JOOST, "/activiteiten/nieuw/", None),
    ("activiteiten", RIA, "/activiteiten/", None),
    ("gasten", RIA, "/activiteiten/{}/", MEETUP.format("Koffietafel De Merel")),
    ("19 gezelschap", None, "/agenda/samen/", None),
    ("gezelschap gevraagd", None, "/agenda/samen/bedankt/", None),
    ("code typen", None, "/k/", None),
    ("gevraagd worden", None, "/k/{}/", "SELECT code FROM activities_invite LIMIT 1"),
    ("agenda in het arabisch", None, "/agenda/?taal=ar", None),
    ("activiteit in het arabisch", None, "/agenda/{}/?taal=ar", ROOM),
    ("aanmelden in het oekraiens", None, "/agenda/{}/aanmelden/?taal=uk", ROOM),
    ("activiteit plannen", SAMIRA, "/activiteiten/nieuw/", None),
    ("activiteiten van allen", SAMIRA, "/activiteiten/", None),
    ("gasten van allen", SAMIRA, "/activiteiten/{}/", FULL),
    ("iemand aanmelden", SAMIRA, "/activiteiten/{}/aanmelden/", FULL),
    ("wie vraag je", SAMIRA, "/activiteiten/{}/vragen/", ROOM),
    ("wie was er eerder", RIA, "/activiteiten/{}/vragen/", MEETUP.format("Koffietafel De Merel")),
    ("wie is gevraagd", SAMIRA, "/activiteiten/{}/brieven/", ROOM),
    ("bellijst", SAMIRA, "/activiteiten/bellen/", None),
    ("reeksen", SAMIRA, "/activiteiten/reeksen/", None),
    ("een reeks", SAMIRA, "/activiteiten/reeksen/{}/", SERIES),
    ("reeks wijzigen", SAMIRA, "/activiteiten/reeksen/{}/wijzigen/", SERIES),
    ("reeks stoppen", SAMIRA, "/activiteiten/reeksen/{}/stoppen/", SERIES),
    ("plekken", SAMIRA, "/activiteiten/plekken/", None),
    ("een plek", SAMIRA, "/activiteiten/plekken/{}/", PLACE),
    ("plek wijzigen", SAMIRA, "/activiteiten/plekken/{}/wijzigen/", PLACE),
    ("gezichten", SAMIRA, "/activiteiten/gezichten/", None),
    ("plek sluiten", SAMIRA, "/activiteiten/plekken/{}/sluiten/", PLACE),
    ("gezelschap van allen", SAMIRA, "/activiteiten/gezelschap/", None),
    ("een vraag om gezelschap", SAMIRA, "/activiteiten/gezelschap/{}/", COMPANY.format("asked")),
    ("wie past erbij", SAMIRA, "/activiteiten/gezelschap/{}/", COMPANY.format("looking")),
    ("maatje", SAMIRA, "/activiteiten/maatjes/nieuw/", None),
    ("woonvormen", MARGA, "/woonvormen/", None),
    ("een woonvorm", MARGA, "/woonvormen/{}/", FORM),
    ("voorlichting", MARGA, "/voorlichting/", None),
    ("een campagne", MARGA, "/voorlichting/{}/", CAMPAIGN),
    ("uitgaande post", MARGA, "/uitgaande-post/", None),
    ("logboek", FENNA, "/logboek/", None),
    ("weekcontrole", FENNA, "/logboek/controle/", None),
    ("account", BAS, "/account/", None),
    ("post van de demo", None, "/demo/post/", None),
    ("bestaat niet", None, "/bestaat-niet/", None),
]


def address(stack: Stack, path: str, fill: str | None) -> str:
    """Return the path with the number that the query gives; a link that was made before gives
    none."""
    found = stack.sql(fill) if fill else []
    return path.format(*found[0]) if found else path


@pytest.mark.parametrize(("name", "who", "path", "fill"), SCREENS, ids=[s[0] for s in SCREENS])
def test_a_screen_fits_and_is_accessible_at_every_width(name, who, path, fill, regular, stack):
    somebody = regular(who)
    somebody.page.goto(address(stack, path, fill))

    for width, height in (DESK, PHONE, NARROWEST):
        somebody.page.set_viewport_size({"width": width, "height": height})
        somebody.require_good_page(axe_widths(SCREENS.index((name, who, path, fill))))


# Every screen of visitors and tenants follows the device, so each of them is seen in the dark.
DARK = [*SCREENS[:16], *(screen for screen in SCREENS[16:] if screen[1] is None)]


@pytest.mark.parametrize(("name", "who", "path", "fill"), DARK, ids=[s[0] for s in DARK])
def test_a_screen_is_accessible_in_the_dark_theme(name, who, path, fill, regular, stack):
    somebody = regular(who, PHONE, color_scheme="dark")
    stack.sql("UPDATE accounts_user SET theme = 'donker'")
    try:
        somebody.page.goto(address(stack, path, fill))

        somebody.require_good_page()
    finally:
        stack.sql("UPDATE accounts_user SET theme = 'licht'")


@pytest.mark.parametrize(
    ("name", "who", "path", "fill"), SCREENS[:16], ids=[s[0] for s in SCREENS[:16]]
)
def test_a_screen_works_without_javascript(name, who, path, fill, regular, stack):
    somebody = regular(who, PHONE, java_script_enabled=False)

    answer = somebody.page.goto(address(stack, path, fill))

    assert answer.status == 200
    hidden = somebody.page.locator("main [hidden] button[type=submit]")
    assert hidden.count() == 0
    assert somebody.page.locator("main h1").is_visible()


@pytest.mark.parametrize(
    ("name", "words"),
    [("uitnodiging", "Welkom bij Aanloop"), ("een code vragen", "Even kijken of jij het bent")],
)
def test_a_link_with_a_known_secret_is_open(name, words, regular, stack):
    _, who, path, fill = next(screen for screen in SCREENS if screen[0] == name)
    page = regular(who).page

    page.goto(address(stack, path, fill))

    assert page.get_by_role("heading", level=1).inner_text() == words
