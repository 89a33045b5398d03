"""The two plain questions on paper, for people who would rather write than talk."""

from django.conf import settings

from signals.models import Conversation

QUESTIONS = [
    ("Hoe vaak heeft u contact met iemand die u goed kent?", Conversation.Often),
    ("Bent u daar tevreden mee?", Conversation.Content),
]


def question_sheet_data() -> dict:
    """Return the data for `paper/questions.typ`."""
    return {
        "title": "Twee vragen",
        "intro": "U hoeft niet te antwoorden. Kruis aan wat bij u past. Uw antwoord komt in uw "
        "eigen dossier, en u mag het altijd terugzien.",
        "lines": ["Naam", "Datum"],
        "questions": [
            {"text": text, "answers": [label for value, label in answers.choices if value]}
            for text, answers in QUESTIONS
        ],
        "end": f"Vragen? Bel {settings.ORGANISATION_PHONE}. {settings.ORGANISATION}",
    }
