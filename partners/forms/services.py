"""Forms for a service, and for filters of the social map."""

from django import forms

from accounts.models import Area
from ground.language_codes import LANGUAGES
from ground.plain_text import OneLineField, PublicTextField, UnguardedField
from ground.shown_values import ShownValues
from partners.models import Need, Partner, Service


class ServiceForm(ShownValues, forms.ModelForm):
    """One service on the social map."""

    needs = forms.MultipleChoiceField(
        label="Waarbij helpt het?",
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één ding waarbij het helpt."},
    )
    languages = forms.MultipleChoiceField(
        label="In welke talen?",
        choices=list(LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Niets aangevinkt: alleen Nederlands.",
    )

    class Meta:
        model = Service
        fields = [
            "name",
            "description",
            "needs",
            "for_whom",
            "minimum_age",
            "maximum_age",
            "languages",
            "costs",
            "how_to_join",
            "wait",
            "accessibility",
            "status",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 3}), "status": forms.RadioSelect}
        one_line = ["name", "for_whom", "costs", "how_to_join", "wait", "accessibility"]
        field_classes = {"description": PublicTextField} | dict.fromkeys(one_line, OneLineField)
        help_texts = {
            "for_whom": "Bijvoorbeeld: wie alleen woont. Leeg: voor iedereen.",
            "costs": "Bijvoorbeeld: gratis, of 3 euro per keer.",
            "how_to_join": "Bijvoorbeeld: bellen, of gewoon binnenlopen op dinsdag.",
            "wait": "Bijvoorbeeld: twee weken.",
            "accessibility": "Bijvoorbeeld: geen drempels, ringleiding.",
        }
        error_messages = {
            "name": {"required": "Geef het een naam."},
            "description": {"required": "Schrijf in een paar zinnen wat het is."},
        }

    def __init__(self, *args, partner: Partner, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.partner = partner
        for name in ("minimum_age", "maximum_age"):
            self.fields[name].max_value = 120
            self.fields[name].error_messages["invalid"] = "Schrijf een leeftijd als getal."

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = self.partner.services.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("Er is al aanbod met deze naam. Pas dat aan.")
        return name

    def clean(self) -> dict:
        data = super().clean()
        low, high = data.get("minimum_age"), data.get("maximum_age")
        for name, age in (("minimum_age", low), ("maximum_age", high)):
            if age is not None and age > 120:
                self.add_error(name, "Dit is geen leeftijd. Kies een getal tot en met 120.")
        if low is not None and high is not None and high < low:
            self.add_error("maximum_age", "Dit is lager dan de leeftijd vanaf. Kijk ze na.")
        return data


class MapForm(forms.Form):
    """Filters of the social map."""

    q = UnguardedField(label="Zoek", required=False, max_length=80)
    need = forms.ChoiceField(
        label="Waarbij", choices=[("", "Alles"), *Need.choices], required=False
    )
    area = forms.ModelChoiceField(
        Area.objects.all(), label="Gebied", required=False, empty_label="Alle"
    )
    language = forms.ChoiceField(
        label="Taal", choices=[("", "Alle"), *LANGUAGES.items()], required=False
    )
