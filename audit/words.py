"""What a verb is called in Dutch, for readers who may not know whom it was about."""

from django.apps import apps

# By the name of the verb, whichever room it is of; a test fails when one is missing.
WORDS = {
    "seen": "Bekeken",
    "moved": "Status veranderd",
    # changes
    "accept": "aangenomen",
    "add": "toegevoegd",
    "add_code": "QR-code gemaakt",
    "add_contact": "contact toegevoegd",
    "advance": "een stap verder",
    "apply_import": "bestand verwerkt",
    "ask": "vraag gesteld",
    "assure": "afspraken nagekeken",
    "cancel_meetup": "activiteit afgelast",
    "cancel_own": "zelf afgemeld",
    "cancel_sign_up": "afgemeld",
    "change_capacity": "ruimte gewijzigd",
    "change_contact": "contact gewijzigd",
    "change_meetup": "activiteit gewijzigd",
    "choose": "partner gekozen",
    "close": "afgesloten",
    "confirm_interest": "belangstelling bevestigd",
    "count_visit": "code geopend",
    "decline": "niet aangenomen",
    "discard_import": "bestand weggegooid",
    "edit": "gewijzigd",
    "end_interest": "belangstelling beëindigd",
    "finish": "afgerond",
    "link_tenant": "huurder gekoppeld",
    "log": "vastgelegd",
    "mark_attended": "aanwezig gemeld",
    "note": "notitie gemaakt",
    "note_interest": "belangstelling genoteerd",
    "pick_up": "opgepakt",
    "plan": "opvolging gepland",
    "plan_meetup": "activiteit gepland",
    "read_file": "bestand ingelezen",
    "recall": "teruggehaald",
    "record_answer": "antwoord van de huurder vastgelegd",
    "record_consent": "toestemming vastgelegd",
    "record_wish": "wens vastgelegd",
    "remind": "herinnering klaargezet",
    "remove_contact": "contact verwijderd",
    "reopen": "weer opgepakt",
    "reply": "antwoord gegeven",
    "report_back": "teruggemeld",
    "retry": "nog een keer verstuurd",
    "say": "bericht geschreven",
    "send": "verstuurd",
    "sign_up": "aangemeld",
    "start": "begonnen",
    "start_campaign": "campagne gemaakt",
    "switch_off": "uitgezet",
    "switch_on": "aangezet",
    "undo": "teruggedraaid",
    "unmark_attended": "toch niet aanwezig",
    "withdraw": "ingetrokken",
    "withdraw_consent": "toestemming ingetrokken",
    "write_wish": "wens opgeschreven",
    # looks at more than one at once
    "doors": "voordeuren bekeken",
    "download": "gedownload",
    "found": "gevonden huurders bekeken",
    "guests": "gasten bekeken",
    "inbox": "postvak bekeken",
    "list": "lijst bekeken",
    "of_tenant": "bij een huurder bekeken",
    "page": "bekeken",
    "report": "rapport bekeken",
    "today": "werklijst bekeken",
    "trail": "bekeken",
}


def in_dutch(verb: str) -> str:
    """'Bekeken', or the room with the word: 'Signalen: opgepakt'. An old verb stays as it is."""
    room, _, name = verb.rpartition(".")
    word = WORDS.get(name, name)
    if not room:
        return word
    label = apps.get_app_config(room).verbose_name if apps.is_installed(room) else room
    return f"{label}: {word}"
