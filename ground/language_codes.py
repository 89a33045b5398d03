"""Languages by three-letter code, as VERA and HSDS name them."""

from django.utils.translation import gettext_noop as _

# Languages that many tenants speak, by three-letter code (ISO 639-2).
LANGUAGES = {
    "NLD": _("Nederlands"),
    "TUR": _("Turks"),
    "ARA": _("Arabisch"),
    "ENG": _("Engels"),
    "POL": _("Pools"),
    "UKR": _("Oekraïens"),
    "TIR": _("Tigrinya"),
    "FAS": _("Farsi"),
    "ZHO": _("Chinees"),
    "SPA": _("Spaans"),
    "POR": _("Portugees"),
    "FRA": _("Frans"),
    "DEU": _("Duits"),
    "SRN": _("Sranantongo"),
    "PAP": _("Papiaments"),
}

# The languages in which tenants read this product, by three-letter code.
READ_IN = {"NLD": "nl", "ENG": "en", "POL": "pl", "TUR": "tr", "UKR": "uk", "ARA": "ar"}


def read_in(code: str) -> str:
    """Return the language for texts to somebody who prefers this one; Dutch when there is none."""
    return READ_IN.get(code, "nl")
