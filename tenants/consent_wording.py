"""The sentence that is read aloud to a tenant to ask for consent."""

from django.utils.translation import gettext as _

from tenants.models import Field, Tenant

# Increase with every change of the wording: each consent stores the version that was read aloud.
VERSION = 2
# The longest a consent can be valid; after that the tenant is asked again.
VALID_DAYS = 182
PURPOSE = "kennismaken en samen iets doen"
# Purposes of sharing: the recorded text, and the phrase that is read aloud.
PURPOSES = {
    PURPOSE: "om kennis te maken en samen iets te doen",
    "een maatje of bezoek aan huis": "voor een maatje of bezoek aan huis",
    "hulp in het dagelijks leven": "voor hulp in het dagelijks leven",
    "vervoer": "om te regelen dat u ergens kunt komen",
}
SPOKEN = {
    Field.NAME: "naam",
    Field.PHONE: "telefoonnummer",
    Field.ADDRESS: "adres",
    Field.AGE: "leeftijd",
    Field.CONTACT: "hoe u het liefst contact heeft",
    Field.WISH: "wens",
}
ADDRESSED = {"V": "Mevrouw", "M": "Meneer"}


def form_of_address(tenant: Tenant) -> str:
    """Return the form of address: 'Mevrouw Van Dijk', 'Meneer Ooms', or the first name and surname
    when the gender is not known."""
    if title := ADDRESSED.get(tenant.gender):
        return f"{title} {tenant.surname[:1].upper()}{tenant.surname[1:]}"
    return tenant.plain_name


def enumerate_words(words: list[str]) -> str:
    """Join words into an enumeration: 'naam, telefoonnummer en wens'."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s en %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def sentence(tenant: Tenant, recipient_name: str, fields: list[str], purpose: str = PURPOSE) -> str:
    """Return the sentence to read aloud before sharing these fields with this recipient.

    `purpose` is a key of PURPOSES; the fields are named in the order of `Field`.
    """
    what = (
        enumerate_words([words for field, words in SPOKEN.items() if field in fields]) or "gegevens"
    )
    return (
        f"{form_of_address(tenant)}, ik wil graag uw {what} doorgeven aan {recipient_name}, "
        f"{PURPOSES[purpose]}. Zij nemen dan contact met u op. Verder niemand. U mag altijd "
        "stoppen. Is dat goed?"
    )
