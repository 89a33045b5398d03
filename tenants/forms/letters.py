"""The form for a letter to a tenant."""

import uuid

from django import forms

from ground.plain_text import PlainField
from tenants.models import Letter


class LetterForm(forms.ModelForm):
    """What the letter says; the greeting and the signature are added."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Letter
        fields = ["key", "text", "largest"]
        field_classes = {"key": forms.UUIDField, "text": PlainField}
        labels = {
            "text": "Wat schrijf je?",
            "largest": "Extra grote letters (18 punt)",
        }
        help_texts = {
            "text": "De aanhef, je naam en het telefoonnummer komen er vanzelf bij. Schrijf korte "
            "zinnen, met een lege regel tussen twee alinea’s.",
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}
        error_messages = {
            "text": {
                "required": "Schrijf eerst wat er in de brief staat.",
                "max_length": "Deze brief is te lang: %(show_value)s tekens. Houd het bij "
                "%(limit_value)s.",
            }
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def validate_unique(self) -> None:
        """Skip the check: a key in use means the form was sent twice, which the action handles."""
