"""The text of this room's letters, in plain Dutch; `outbox.pdf` typesets them in large print."""

from itertools import islice

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from tenants.consent_wording import enumerate_words, form_of_address
from tenants.models import Consent, Tenant
from tenants.shared_fields import current_home
from tenants.subject_access import access_history

# The most reads listed in one letter; the subject access report lists all of them.
MOST_READS = 60


def letter(tenant: Tenant, title: str, paragraphs: list[str]) -> dict:
    """Return the data for `paper/letter.typ`."""
    return {
        "title": title,
        "address": address_lines(tenant),
        "day": date_format(timezone.localdate(), "j F Y"),
        "paragraphs": [f"{form_of_address(tenant)},", *paragraphs],
        "phone": settings.ORGANISATION_PHONE,
    }


def address_lines(tenant: Tenant) -> list[str]:
    """Return the lines of the address block, for a window envelope."""
    home = current_home(tenant)
    where = [home.address, f"{home.postcode}  {home.town}".strip()] if home else []
    return [tenant.formal_name, *where]


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
        what = enumerate_words([label.lower() for label in consent.field_labels])
        body = [
            f"U zei ja. Wij mogen dit doorgeven aan {who}: {what}.",
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
