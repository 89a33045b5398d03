"""Forms of the file: notes, wishes and contacts."""

import uuid

from django import forms

from ground.plain_text import PlainField, UnguardedField
from ground.shown_values import ShownValues
from tenants.models import Contact, Interest, Note, Wish


class NoteForm(forms.ModelForm):
    """A short note on the file."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Note
        fields = ["key", "text"]
        field_classes = {"key": forms.UUIDField, "text": PlainField}
        labels = {"text": "Korte notitie"}
        widgets = {"text": forms.TextInput(attrs={"placeholder": "Korte notitie…"})}
        error_messages = {
            "text": {
                "required": "Typ eerst een notitie.",
                "max_length": "De notitie is te lang: %(show_value)s tekens. Houd het bij "
                "%(limit_value)s: wat er is afgesproken.",
            }
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["key"] = uuid.uuid4()

    def validate_unique(self) -> None:
        """Skip the check: a key in use means the form was sent twice, which the action handles."""


class WishForm(forms.ModelForm):
    """What the tenant would like, in the tenant's own words."""

    interests = forms.MultipleChoiceField(
        label="Wat past daarbij?",
        choices=Interest.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Wish
        fields = ["words", "interests"]
        field_classes = {"words": PlainField}
        labels = {"words": "Wat zou de huurder graag willen?"}
        help_texts = {"words": "In eigen woorden, zo gezegd."}
        widgets = {"words": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"words": {"required": "Schrijf op wat de huurder zei."}}


class ContactForm(ShownValues, forms.ModelForm):
    """A contact of the tenant, by role or first name."""

    class Meta:
        model = Contact
        fields = [
            "label", "circle", "often", "strength", "is_mutual", "is_professional", "is_new"
        ]  # fmt: skip
        field_classes = {"label": UnguardedField}
        help_texts = {
            "label": "Bijvoorbeeld: dochter, buurvrouw 16, Ria. Geen achternaam.",
            "is_mutual": "Ze zoeken elkaar op: niet alleen de een de ander.",
            "is_professional": "Zoals de thuiszorg, de huisarts of jijzelf.",
        }
        widgets = {
            "circle": forms.RadioSelect,
            "often": forms.RadioSelect,
            "strength": forms.RadioSelect,
        }
        error_messages = {
            "label": {"required": "Zet erbij wie het is: een rol of een voornaam."},
            "circle": {"required": "Kies in welke kring."},
            "often": {"required": "Kies hoe vaak ze elkaar spreken."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Drop the empty option: a choice is required.
        for name in ("circle", "often"):
            self.fields[name].choices = [c for c in self.fields[name].choices if c[0] != ""]
