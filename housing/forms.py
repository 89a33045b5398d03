"""Forms about housing forms."""

import uuid

from django import forms

from accounts.models import User
from accounts.roles import Role
from ground.plain_text import PublicTextField
from ground.shown_values import ShownValues
from housing.models import HousingForm

# More than any housing form will have: catches typing errors.
MOST_HOMES = 2000


class HousingFormForm(ShownValues, forms.ModelForm):
    """The description of a housing form: name, kind, place, number of homes, contact."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    homes = forms.IntegerField(
        label="Aantal woningen",
        min_value=1,
        max_value=MOST_HOMES,
        error_messages={
            "required": "Vul in hoeveel woningen het zijn.",
            "invalid": "Vul een heel getal in, bijvoorbeeld 6.",
            "min_value": "Vul een getal van 1 of meer in.",
            "max_value": f"Meer dan {MOST_HOMES} woningen kan niet. Klopt het getal?",
        },
    )

    class Meta:
        model = HousingForm
        fields = ["key", "name", "vera", "place", "homes", "contact", "about"]
        help_texts = {"about": "Hoe men er samen woont, in gewone woorden."}
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        field_classes = {"about": PublicTextField}
        error_messages = {
            "name": {"required": "Geef de woonvorm een naam."},
            "vera": {"required": "Kies wat voor woonvorm het is."},
            "place": {"required": "Zet erbij waar het is of komt."},
            "contact": {"required": "Kies wie het aanspreekpunt is."},
            "about": {"required": "Vertel in een paar zinnen hoe men er woont."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        colleagues = User.objects.filter(role__in=[Role.CONSULTANT, Role.COORDINATOR])
        self.fields["contact"].queryset = colleagues.filter(is_active=True)

    def validate_unique(self) -> None:
        """Skip: a reused key is the same form sent twice, which the action handles."""

    @property
    def for_edit(self) -> dict:
        """The cleaned fields without the key, which is for creation only."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}
