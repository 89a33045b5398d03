"""The sentence that is read aloud when somebody is asked what may be shared."""

from django.utils.translation import gettext as _

from tenants.models import Field, Tenant

# Goes up with every change of the words, so that a consent keeps saying what was asked.
VERSION = 2
# The longest that a consent is good for; after that it is asked again.
VALID_DAYS = 182
PURPOSE = "kennismaken en samen iets doen"
# What something can be shared for, as it is recorded, and how it is said out loud.
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


def addressed(tenant: Tenant) -> str:
    """'Mevrouw Van Dijk', 'Meneer Ooms', or the first name and surname when we do not know."""
    if title := ADDRESSED.get(tenant.gender):
        return f"{title} {tenant.surname[:1].upper()}{tenant.surname[1:]}"
    return tenant.plain_name


def listed(words: list[str]) -> str:
    """'naam, telefoonnummer en wens'."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s en %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def sentence(tenant: Tenant, recipient_name: str, fields: list[str], purpose: str = PURPOSE) -> str:
    """What to read aloud before these fields go to this recipient, and for what; in the order of
    `Field`."""
    what = listed([words for field, words in SPOKEN.items() if field in fields]) or "gegevens"
    return (
        f"{addressed(tenant)}, ik wil graag uw {what} doorgeven aan {recipient_name}, "
        f"{PURPOSES[purpose]}. Zij nemen dan contact met u op. Verder niemand. U mag altijd "
        "stoppen. Is dat goed?"
    )
