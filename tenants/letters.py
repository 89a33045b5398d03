"""The text of this room's letters, in plain Dutch; `outbox.pdf` typesets them in large print."""

from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from tenants.consent_wording import enumerate_words, form_of_address
from tenants.djg6 import ANSWERS, ITEMS, VERSION
from tenants.models import Consent, Letter, Tenant
from tenants.shared_fields import current_home
from tenants.subject_access import access_history

# The most reads listed in one letter; the subject access report lists all of them.
MOST_READS = 60
# The size of type of a letter, and of one for somebody who reads with difficulty.
POINTS, LARGEST = 15, 18


def letter(tenant: Tenant, title: str, paragraphs: list[str], points: int = POINTS) -> dict:
    """Return the data for `paper/letter.typ`; `points` is the size of its type."""
    return {
        "points": points,
        "title": title,
        "address": address_lines(tenant),
        "day": date_format(timezone.localdate(), "j F Y"),
        "paragraphs": [f"{form_of_address(tenant)},", *paragraphs],
        "phone": settings.ORGANISATION_PHONE,
        "signed": "",
    }


def address_lines(tenant: Tenant) -> list[str]:
    """Return the lines of the address block, for a window envelope."""
    home = current_home(tenant)
    where = [home.address, f"{home.postcode}  {home.town}".strip()] if home else []
    return [tenant.formal_name, *where]


def letter_to_tenant(written: Letter) -> dict:
    """Return a letter that a colleague wrote, signed with the name of that colleague."""
    paragraphs = [part.strip() for part in written.text.split("\n\n") if part.strip()]
    points = LARGEST if written.largest else POINTS
    made = letter(written.tenant, "", paragraphs, points)
    day = date_format(timezone.localtime(written.written_at), "j F Y")
    return made | {"day": day, "signed": written.written_by.name}


def looked_letter(tenant: Tenant) -> dict:
    """Return the letter that lists who read this tenant's data, newest first."""
    rows = list(islice(access_history(tenant, only_reads=True), MOST_READS))
    lines = [", ".join(cell["value"] for cell in row) for row in rows]
    return letter(
        tenant,
        "Wie keek er naar uw gegevens?",
        [
            "U vroeg wie uw gegevens heeft bekeken. Hieronder staat wanneer, en wat voor collega.",
            *(lines or ["Niemand heeft uw gegevens bekeken."]),
            "Wilt u alles zien wat wij bewaren? Bel ons. Dat mag altijd.",
        ],
    )


@dataclass(frozen=True)
class InForce:
    """What is in force after an answer: the consent itself, the second choice in the same sentence,
    and what the tenant agreed to besides."""

    first: Consent
    second: Consent | None
    others: list[Consent]


def in_force_by(consent: Consent) -> InForce | None:
    """Return what is in force by this answer and besides; None when the answer itself, and any
    answer to the same sentence, is not."""
    beside = consent.in_force_beside()
    together = [other for other in beside if other.was_asked_with(consent)]
    if consent.is_active:
        together = sorted([consent, *together], key=lambda one: one.pk)
    if not together:
        return None
    first, *rest = together
    return InForce(
        first, rest[0] if rest else None, [other for other in beside if other not in together]
    )


def consent_letter(consent: Consent) -> dict:
    """Return the letter that states what the tenant answered and how to withdraw."""
    who = consent.recipient_name
    until = date_format(consent.expires_on, "j F Y")
    if consent.withdrawn_at:
        stopped = date_format(timezone.localtime(consent.withdrawn_at), "j F Y")
        body = [f"U zei eerst ja. Op {stopped} bent u gestopt. Wij geven niets meer door aan "
                f"{who}. Dat is goed."]  # fmt: skip
    elif consent.answer == Consent.Answer.LATER:
        body = [f"U wilt er nog over nadenken. Wij geven niets door aan {who}.",
                "Wilt u er nog eens over praten? Bel ons gerust."]  # fmt: skip
    elif consent.answer == Consent.Answer.YES and not consent.is_active:
        body = [f"U zei ja. Dat gold tot en met {until}. Wij geven niets meer door aan {who}."]
    elif consent.answer == Consent.Answer.YES:
        agreed = in_force_by(consent)
        body = [
            f"U zei ja. Wij mogen dit doorgeven aan {agreed.first.recipient_name}: "
            f"{_what(agreed.first)}.",
            *_second(agreed.second),
            *(
                f"U zei ook ja voor {other.recipient_name}: {_what(other)}."
                for other in agreed.others
            ),
            f"Verder geven wij niets door. Dit geldt tot en met {until}.",
            "U mag altijd stoppen. Bel ons, dan stoppen wij dezelfde dag.",
        ]
    else:
        body = [f"U zei nee. Wij geven niets door aan {who}. Dat is goed.",
                "Denkt u er later anders over? Bel ons gerust."]  # fmt: skip
    said = date_format(timezone.localtime(consent.given_at), "j F Y")
    return letter(
        consent.tenant,
        "Wat wij hebben afgesproken",
        [f"Op {said} vroegen wij u iets. Wij lazen dit voor: “{consent.wording}”", *body],
    )


def answer_sheet_data() -> dict:
    """Return the data of `paper/questions.typ` for the scale of `tenants.djg6`: boxes per item,
    without the author's sentences, which lie beside it."""
    items = sorted(ITEMS, key=lambda item: int(item.removeprefix("i")))
    answers = [label for _, label in ANSWERS]
    return {
        "title": "Antwoordblad",
        "intro": f"{VERSION}. Meedoen mag, het hoeft niet. Schrijf uw code op, en geen naam. Kruis "
        "bij elke vraag één antwoord aan. U mag een vraag overslaan.",
        "lines": ["Code", "Datum"],
        "questions": [
            {"text": f"Vraag {item.removeprefix('i')}", "answers": answers} for item in items
        ],
        "end": "Dank u wel. Geef dit blad terug aan wie het u gaf.",
    }


def _what(consent: Consent) -> str:
    return enumerate_words([label.lower() for label in consent.field_labels])


def _second(consent: Consent | None) -> list[str]:
    if consent is None:
        return []
    return [f"Lukt het daar niet? Dan mogen wij hetzelfde doorgeven aan {consent.recipient_name}."]
