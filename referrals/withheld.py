"""Recognise what a tenant did not agree to share, in a text that a partner is going to read."""

import re

from ground import phones
from ground.refusals import Refused
from ground.search_text import searchable
from referrals.models import Referral
from tenants.models import Field, Tenant
from tenants.shared_fields import current_home

MONTHS = [
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
]  # fmt: skip
# A name of fewer letters is too often an ordinary word.
SHORTEST_NAME = 3
IN_WORDS = {
    Field.PHONE: "het telefoonnummer van de huurder",
    Field.ADDRESS: "het adres van de huurder",
    Field.NAME: "de naam van de huurder",
    "email": "het e-mailadres van de huurder",
    "birth_date": "de geboortedatum van de huurder",
}


def refuse_withheld(
    tenant: Tenant, agreed: list[str] | set[str], *, can_ask: bool = False, **texts: str
) -> None:
    """Raise Refused at the first of these texts (by the name of the argument) that holds a value
    of the tenant's file that is not among the agreed fields.

    Unlike the warnings about words, this blocks: what a tenant did not agree to leaves only after
    the tenant was asked. `can_ask` is for a draft, before which one can still ask.
    """
    for name, text in texts.items():
        if held := withheld_values(tenant, agreed, text):
            words = " en ".join(IN_WORDS[field] for field in held)
            instead = (
                "Haal het weg, of vraag in stap 3 of het gedeeld mag worden."
                if can_ask and not set(held) & {"email", "birth_date"}
                else "Haal het weg."
            )
            raise Refused(
                f"In deze tekst staat {words}. Daarvoor gaf de huurder geen toestemming. {instead}",
                field=name,
            )


def withheld_values(tenant: Tenant, agreed: list[str] | set[str], text: str) -> list[str]:
    """Return the fields, not among the agreed ones, whose value stands in the text."""
    checks = {
        Field.PHONE: _holds_number,
        Field.ADDRESS: _holds_address,
        Field.NAME: _holds_name,
        "email": _holds_email,
        "birth_date": _holds_birth_date,
    }
    return [field for field, holds in checks.items() if field not in agreed and holds(tenant, text)]


def _holds_number(tenant: Tenant, text: str) -> bool:
    if not phones.can_be_called(tenant.phone):
        return False
    number = re.sub(r"\D", "", phones.dialled(tenant.phone)).lstrip("0")
    typed = re.sub(r"(?<=\d)[\s.()/–-]+(?=\d)", "", text)
    return bool(re.search(rf"(?:(?<!\d)|0|31){number}(?!\d)", typed))


def _holds_address(tenant: Tenant, text: str) -> bool:
    """Whether the street with the house number, or the postcode with it, stands in the text."""
    home = current_home(tenant)
    if home is None:
        return False
    words = f" {searchable(text)} "
    number = rf"0*{home.number}(?!\d)"
    for place in filter(None, (home.street, home.postcode)):
        apart = r"\s*".join(map(re.escape, searchable(place).split()))
        if re.search(rf"\b{apart}\W*(?:nr|nummer|huisnummer)?\W*{number}", words):
            return True
    return False


def _holds_name(tenant: Tenant, text: str) -> bool:
    """Whether the first or last name stands in the text as a name: with its capital, and not as
    the first word of a sentence, where any word has one."""
    for name in filter(None, (tenant.first_name, tenant.last_name)):
        if len(name) < SHORTEST_NAME:
            continue
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            before = text[: match.start()].rstrip()
            if (before and before[-1] not in ".!?:") or _is_called(text, match.start()):
                return True
    return False


def _is_called(text: str, at: int) -> bool:
    """Whether a title precedes: 'Mevr. Bos'."""
    return bool(re.search(r"\b(?:mevr|mw|mevrouw|dhr|meneer|heer)\.?\s+$", text[:at], re.I))


def _holds_email(tenant: Tenant, text: str) -> bool:
    return bool(tenant.email) and tenant.email.lower() in text.lower()


def _holds_birth_date(tenant: Tenant, text: str) -> bool:
    born = tenant.birth_date
    if born is None:
        return False
    month = rf"(?:0?{born.month}|{MONTHS[born.month - 1]}|{MONTHS[born.month - 1][:3]}\.?)"
    year = rf"(?:{born.year}|[’']?{born.year % 100:02})"
    pattern = rf"(?<!\d)0?{born.day}[\s./-]+{month}[\s./-]+{year}(?!\d)|{born.isoformat()}"
    return bool(re.search(pattern, text, re.I))


def refuse_withheld_from_partner(referral: Referral, **texts: str) -> None:
    """Refuse these texts to the partner of a referral that was sent."""
    refuse_withheld(referral.tenant, set(referral.shared), **texts)
