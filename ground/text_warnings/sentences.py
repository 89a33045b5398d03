"""The sentences of the warnings: what was found, and what to do or to write instead."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ground.citizen_numbers import LEFT_OUT
from ground.text_warnings.finding import Found, fold
from ground.text_warnings.kinds import Kind

# Of what was found of one kind, how much is named.
MOST_NAMED = 3
# The national public numbers (113.nl, veiligthuis.nl), each with the number that is dialled.
HELP_LINES = {
    "n112": ("112", "112"),
    "n113": ("113", "113"),
    "free113": ("0800\u00a00113", "08000113"),
    "safe": ("0800\u00a02000", "08002000"),
}
CALL = {
    key: format_html('<a href="tel:{}" dir="ltr">{}</a>', dialled, shown)
    for key, (shown, dialled) in HELP_LINES.items()
}

# Beginnings of what was found, and what to write instead.
INSTEAD_OF_ILLNESS = {
    ("dement", "alz", "als", "geheugen", "vergeet", "in de war", "verwar", "delier"): (
        "Schrijf wat je zag, bijvoorbeeld ‘vergat de afspraak’."
    ),
    ("depr", "manisch", "angst", "psych", "bipol", "burn", "somber"): (
        "Schrijf wat je hoorde, bijvoorbeeld ‘zegt nergens zin in te hebben’."
    ),
    ("alcohol", "drink", "drank", "dronken", "aan de drank", "ruikt", "zuip", "te veel", "veel"): (
        "Schrijf wat je zag, bijvoorbeeld ‘veel lege flessen in de gang’."
    ),
}
INSTEAD = {
    Kind.ILLNESS: "Laat het weg, of schrijf wat nodig is, bijvoorbeeld ‘kan de trap niet op’ of "
    "‘kon niet komen’.",
    Kind.ORIGIN: "Laat het weg, of schrijf wat nodig is, bijvoorbeeld ‘spreekt Turks’ of ‘komt "
    "liever in een groep met vrouwen’.",
    Kind.DEBTS: "Laat het weg. Hulp bij geldzorgen is een ander spoor.",
    Kind.CRIME: "Laat het weg: dit mogen wij niet vastleggen.",
    Kind.OPINION: "Schrijf wat je zag of hoorde, bijvoorbeeld ‘krijgt weinig bezoek’ of "
    "‘vuilniszakken in de gang’.",
    Kind.NUMBER: "Laat het weg: wie dit leest, leest het mee. Een nummer van de huurder hoort bij "
    "de gegevens.",
}
ABOUT = {
    Kind.ILLNESS: "gaat over ziekte of verslaving",
    Kind.ORIGIN: "gaat over geloof, afkomst of geaardheid",
    Kind.DEBTS: "gaat over schulden of geldzorgen",
    Kind.CRIME: "gaat over politie of straf",
    Kind.OPINION: "is een oordeel",
    Kind.NUMBER: "is een nummer of adres van iemand",
}


@dataclass(frozen=True)
class Advice:
    """One warning: what was found, and what to do or to write instead."""

    sentence: str
    instead: str

    @property
    def in_one(self) -> SafeString:
        """Both, as one text."""
        if not self.sentence:
            return format_html("{}", self.instead)
        return format_html("<b>{}</b> {}", self.sentence, self.instead)


def advice_for_colleague(kind: Kind, found: list[Found]) -> list[Advice]:
    """Return what a colleague or a partner reads about what was found of one kind."""
    match kind:
        case Kind.DANGER:
            return [
                Advice(
                    "Denkt iemand aan zelfmoord? Je hoeft dit niet alleen te dragen.",
                    format_html(
                        "Bel {n112} bij direct gevaar, en blijf erbij. Bel anders nu {n113} of "
                        "{free113}, dag en nacht: zij helpen ook jou als je niet weet wat je kunt "
                        "doen. Vertel het vandaag nog aan een collega.",
                        **CALL,
                    ),
                )
            ]
        case Kind.VIOLENCE:
            return [
                Advice(
                    "Is iemand thuis niet veilig?",
                    format_html(
                        "Bel {n112} bij direct gevaar. Veilig Thuis denkt mee, ook zonder naam: "
                        "{safe}, dag en nacht.",
                        **CALL,
                    ),
                )
            ]
        case Kind.PERSON:
            return [
                Advice(
                    f"‘{one.words}’ lijkt de naam van iemand anders.",
                    f"Schrijf alleen ‘{one.relation}’.",
                )
                for one in found[:MOST_NAMED]
            ]
        case Kind.NUMBER if any(one.words == LEFT_OUT for one in found):
            rest = [one for one in found if one.words != LEFT_OUT]
            return [
                Advice(
                    "Er staat een nummer in dat een burgerservicenummer kan zijn.",
                    "We bewaren het niet. Is het een telefoonnummer? Schrijf het als 06-12345678.",
                ),
                *(advice_for_colleague(kind, rest) if rest else []),
            ]
        case Kind.ILLNESS:
            by_instead: dict[str, list[Found]] = {}
            for one in found:
                by_instead.setdefault(_instead_of_illness(one.words), []).append(one)
            return [
                Advice(f"{_named(those)} {ABOUT[kind]}.", instead)
                for instead, those in by_instead.items()
            ]
    return [Advice(f"{_named(found)} {ABOUT[kind]}.", INSTEAD[kind])]


def advice_on_public_text(kind: Kind, found: list[Found]) -> list[Advice]:
    """Return what is said about a name or a number in a text that anybody may read."""
    if kind == Kind.NUMBER and all(one.words != LEFT_OUT for one in found):
        return [Advice(f"{_named(found)} {ABOUT[kind]}.", "Iedereen leest dit. Laat het weg.")]
    return advice_for_colleague(kind, found)


TO_A_TENANT = {
    Kind.DANGER: _(
        "Denkt iemand aan zelfmoord? Bel {n112} bij direct gevaar. Bel anders nu {n113} of "
        "gratis {free113}, dag en nacht. U hoeft uw naam niet te zeggen."
    ),
    Kind.VIOLENCE: _(
        "Is iemand thuis niet veilig? Bel {n112} bij direct gevaar. Veilig Thuis denkt met u mee, "
        "ook zonder naam: {safe}, dag en nacht."
    ),
    Kind.NUMBER: _(
        "Er staat een nummer of een adres van iemand in. Laat het weg. Uw eigen nummer kunt u "
        "hieronder invullen."
    ),
    Kind.ILLNESS: _("Het gaat over ziekte of verslaving. Schrijf liever wat u zag of hoorde."),
    Kind.ORIGIN: _("Het gaat over geloof, afkomst of geaardheid. Dat hoeven wij niet te weten."),
    Kind.DEBTS: _("Het gaat over schulden of geldzorgen. Dat hoeven wij niet te weten."),
    Kind.CRIME: _("Het gaat over politie of straf. Dat mogen wij niet bewaren."),
    Kind.PERSON: _(
        "Er staat een naam van iemand anders in. Schrijf liever ‘dochter’ of ‘buurman’."
    ),
}


def advice_for_tenant(kind: Kind, found: list[Found]) -> list[Advice]:
    """Return what somebody from outside reads about what was found of one kind."""
    return [Advice("", format_html(str(TO_A_TENANT[kind]), **CALL))]


def _instead_of_illness(words: str) -> str:
    for beginnings, instead in INSTEAD_OF_ILLNESS.items():
        if fold(words).startswith(beginnings):
            return instead
    return INSTEAD[Kind.ILLNESS]


def _named(found: list[Found]) -> str:
    """‘schulden’, or ‘schulden’ en ‘loonbeslag’."""
    words = list(dict.fromkeys(f"‘{one.words}’" for one in found))[:MOST_NAMED]
    *first, last = words
    return f"{', '.join(first)} en {last}" if first else last
