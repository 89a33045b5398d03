"""One way to compare written names, streets and words, for search, matching and sorting."""

import unicodedata

# Letters that Unicode does not decompose into a plain letter and a mark.
PLAIN = str.maketrans(
    {
        "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ə": "e",
    }
)  # fmt: skip
# Everything that is typed or stored as an apostrophe, or as the hamza and ayn of transliterations.
APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛`´ʼʻʹʾʿ′＇"))

# Every ASCII sign as a space: most lines have no other characters, and an import reads many.
SIGNS = {code: " " for code in range(128) if not chr(code).isalnum()}


def searchable(*parts: str) -> str:
    """Return the parts as one line of plain lower-case letters and digits, for search and sorting.

    Accents, capitals and apostrophes disappear, ij equals y, and any other sign is a space. Scripts
    other than Latin keep their letters.

    >>> searchable("’t Hart-van Dijk", "P.J.")
    't hart van dyk p j'
    >>> searchable("Wałęsa"), searchable("D’Alésstraat")
    ('walesa', 'dalesstraat')
    """
    line = " ".join(part for part in parts if part).translate(APOSTROPHES)
    if line.isascii():
        return " ".join(line.lower().translate(SIGNS).split()).replace("ij", "y")
    spread = unicodedata.normalize("NFKD", line.casefold()).translate(PLAIN)
    letters = (c for c in spread if not unicodedata.combining(c))
    plain = "".join(c if _is_part_of_a_word(c) else " " for c in letters)
    return " ".join(plain.split()).replace("ij", "y")


def _is_part_of_a_word(character: str) -> bool:
    # A vowel sign of an Indic script is a mark (M) that stands on its own.
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def size_of_search(text: str) -> int:
    """Return how many letters and digits a text has to search with: signs and spaces find
    nothing."""
    return len(searchable(text).replace(" ", ""))
