"""The form of a note on a signal."""

import uuid

from django import forms

from ground.plain_text import OneLineField, PlainField
from signals.models import SignalNote


class SignalNoteForm(forms.Form):
    """A note, and whose words it is."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = PlainField(
        label="Notitie",
        max_length=500,
        help_text="Bijvoorbeeld: zoon belt donderdag terug. Geen ziektes. De huurder kan dit "
        "lezen.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Schrijf wat je wilt onthouden."},
    )
    whose = forms.ChoiceField(
        label="Wiens woorden zijn dit?",
        choices=SignalNote.Whose.choices,
        initial=SignalNote.Whose.COLLEAGUE,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wiens woorden dit zijn."},
    )
    said_by = OneLineField(
        label="Wie zei het?",
        help_text="Rol of voornaam, zoals ‘zoon’. Alleen bij ‘van iemand anders’.",
        required=False,
        max_length=60,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
