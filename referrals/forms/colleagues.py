"""Forms for the workers of one partner among themselves."""

import uuid

from django import forms
from django.db.models import QuerySet

from ground.plain_text import PlainField
from partners.models import Worker
from referrals.forms.sending import ExportForm

TOO_LONG = "Dit is te lang: %(show_value)s tekens. Houd het bij %(limit_value)s."
READ_BY = (
    "Alleen je collega’s lezen dit, {corporation} niet. De huurder mag het opvragen: geen ziektes, "
    "geen mening. Stopt de toestemming, dan gaat de notitie weg."
)


class NoteForm(forms.Form):
    """A note for the partner's own workers; the key makes sending idempotent."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = PlainField(
        label="Notitie voor jullie zelf",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Schrijf eerst je notitie.", "max_length": TOO_LONG},
    )

    def __init__(self, *args, corporation: str, **kwargs) -> None:
        super().__init__(*args, auto_id="notitie_%s", **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["text"].help_text = READ_BY.format(corporation=corporation)


class HandOverForm(forms.Form):
    """To which colleague, with a word."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ModelChoiceField(
        None,
        label="Wie gaat ermee verder?",
        empty_label="Kies een collega",
        error_messages={
            "required": "Kies een collega.",
            "invalid_choice": "Deze collega werkt hier niet meer. Kies een andere.",
        },
    )
    text = PlainField(
        label="Wat moet je collega weten?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Alleen je collega’s lezen dit. Geen ziektes, geen mening.",
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args, colleagues: QuerySet[Worker], **kwargs) -> None:
        super().__init__(*args, auto_id="overdragen_%s", **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.fields["to"].queryset = colleagues


class OwnExportForm(ExportForm):
    """Whose work, in which kind of file, and why."""

    field_order = ["whose", "kind", "reason"]
    whose = forms.ChoiceField(
        label="Welk werk?",
        choices=[("mine", "Wat ik heb opgepakt"), ("ours", "Alles van onze organisatie")],
        initial="mine",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies welk werk je meeneemt."},
    )
    kind = forms.ChoiceField(
        label="Wat voor bestand?",
        choices=[("xlsx", "Spreadsheet (XLSX)"), ("csv", "Tekst met puntkomma’s (CSV)")],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat voor bestand je wilt."},
    )
