"""Friendly warnings about typed text. They never block.

Plain word lists, evaluated on our own server: the text is sent to nobody.
"""

import re
from dataclasses import dataclass

from ground.citizen_numbers import contains_bsn

LONG = 180
# Words of illness or judgement, and what to write instead.
MEDICAL = {
    "dement": "schrijf wat je zag, bijvoorbeeld ‘vergat de afspraak’",
    "alzheimer": "schrijf wat je zag, bijvoorbeeld ‘vergat de afspraak’",
    "depressi": "schrijf wat je hoorde, bijvoorbeeld ‘zegt nergens zin in te hebben’",
    "alcohol": "schrijf wat je zag, bijvoorbeeld ‘veel lege flessen in de gang’",
    "verslaa": "schrijf wat je zag, niet wat je denkt",
    "drugs": "schrijf wat je zag, niet wat je denkt",
    "psychisch": "schrijf wat iemand deed of zei",
    "psychiatr": "schrijf wat iemand deed of zei",
    "psychose": "schrijf wat iemand deed of zei",
    "schizo": "schrijf wat iemand deed of zei",
    "autis": "schrijf wat iemand deed of zei",
    "borderline": "schrijf wat iemand deed of zei",
    "verward": "schrijf wat iemand deed of zei",
    "kanker": "laat weg, of ‘vertelde over haar gezondheid’",
    "diabetes": "laat weg, of ‘vertelde over de gezondheid’",
    "suikerziek": "laat weg, of ‘vertelde over de gezondheid’",
    "medicijn": "laat weg",
    "medicatie": "laat weg",
    "diagnose": "laat weg",
    "ziekte": "laat weg, of ‘vertelde over de gezondheid’",
    "ziek ": "laat weg, of ‘kon niet komen’",
    "hiv": "laat weg",
    "parkinson": "laat weg, of schrijf wat je zag, bijvoorbeeld ‘loopt moeilijk’",
    "beroerte": "laat weg, of schrijf wat je zag, bijvoorbeeld ‘loopt moeilijk’",
    "handicap": "schrijf wat nodig is, bijvoorbeeld ‘kan de trap niet op’",
    "vervuild": "schrijf wat je zag, bijvoorbeeld ‘vuilniszakken in de gang’",
    "eenzaam": "schrijf wat je zag of hoorde, bijvoorbeeld ‘krijgt weinig bezoek’",
    "lastig mens": "laat je mening weg",
    "agressie": "schrijf wat iemand deed of zei",
    "illegaal": "laat weg",
    "gelovig": "laat weg",
    "moslim": "laat weg",
    "schulden": "laat weg; gaat het om geld, kies dan het andere spoor",
}
# Relationship words that a name may follow.
TIES = (
    "zoon|dochter|kind|broer|zus|zuster|nicht|neef|buurman|buurvrouw|buurjongen|vriend|vriendin|"
    "man|vrouw|partner|vader|moeder|kleinzoon|kleindochter|schoonzoon|schoondochter|ex|huisarts|"
    "dokter|verpleegkundige"
)
OTHERS = re.compile(rf"\b({TIES})\s+((?-i:[A-ZÀ-Þ])\w+)", re.IGNORECASE)


# Words that call for immediate help, and the national public numbers (113.nl, veiligthuis.nl).
DANGER = [
    (
        re.compile(
            r"\b(zelfmoord|zelfdoding|su[iï]cid|dood wil|wil dood|wil niet meer leven)", re.I
        ),
        "Denkt iemand aan zelfmoord? Je hoeft dit niet alleen te dragen.",
        "Bel 112 bij direct gevaar. 113 of 0800-0113 helpt dag en nacht, ook jou als je niet weet "
        "wat je kunt doen.",
    ),
    (
        re.compile(r"\b(slaat|sloeg|geslagen|mishandel|bedreig|opgesloten|blauwe plek)", re.I),
        "Is iemand thuis niet veilig?",
        "Bel 112 bij direct gevaar. Veilig Thuis denkt mee, ook zonder naam: 0800-2000, dag en "
        "nacht.",
    ),
]


@dataclass(frozen=True)
class Nudge:
    """One warning: what was found, and what to write instead."""

    sentence: str
    instead: str


def nudges(*texts: str) -> list[Nudge]:
    """Return the warnings about texts, in order: numbers, illness and opinion, other people,
    length."""
    text = " ".join(filter(None, texts))
    lower = f"{text.lower()} "
    found = []
    if any(map(contains_bsn, texts)):
        found.append(
            Nudge(
                "Er staat een nummer in dat een burgerservicenummer kan zijn.",
                "We bewaren het niet. Is het een telefoonnummer? Schrijf het als 06-12345678.",
            )
        )
    found += [Nudge(*advice) for words, *advice in DANGER if words.search(text)]
    seen = {}
    for word, instead in MEDICAL.items():
        if re.search(rf"\b{re.escape(word)}", lower):
            seen.setdefault(instead, word.strip())
    found += [
        Nudge(f"‘{_whole(word, text)}’ gaat over ziekte of is een oordeel.", _sentence(instead))
        for instead, word in seen.items()
    ]
    if other := OTHERS.search(text):
        found.append(
            Nudge(
                f"‘{other.group(2)}’ lijkt de naam van iemand anders.",
                f"Schrijf alleen ‘{other.group(1).lower()}’.",
            )
        )
    if any(len(part) > LONG for part in texts):
        found.append(
            Nudge("Dit is een lange tekst.", "Eén of twee zinnen zijn genoeg. De rest kan weg.")
        )
    return found


def _whole(stem: str, text: str) -> str:
    """Return the whole word as it was typed."""
    found = re.search(rf"\w*{re.escape(stem)}\w*", text, re.IGNORECASE)
    return found.group(0) if found else stem


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
