"""Normalise names and addresses for comparison: no accents, no capitals, and ij equals y."""

import unicodedata


def searchable(*parts: str) -> str:
    """Return the parts as one line of plain lower-case letters, for trigram search and sorting.

    >>> searchable("Van Dijk", "Merelstraat 14-2")
    'van dyk merelstraat 14-2'
    """
    line = " ".join(" ".join(part.split()) for part in parts if part)
    plain = unicodedata.normalize("NFKD", line.casefold().replace("ı", "i"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return letters.replace("ij", "y")
