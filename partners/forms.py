"""What the coordinator types about a partner."""

from django import forms

from partners.models import Partner


class PartnerForm(forms.ModelForm):
    """Who they are, what they do, where, and until when we agreed to work together."""

    class Meta:
        model = Partner
        fields = [
            "name",
            "kind",
            "offers",
            "areas",
            "capacity",
            "inbox",
            "phone",
            "agreement_until",
        ]
        widgets = {
            "kind": forms.RadioSelect,
            "capacity": forms.RadioSelect,
            "areas": forms.CheckboxSelectMultiple,
            "agreement_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "offers": "Bijvoorbeeld: koffietafels, maatjes en bezoek aan huis.",
            "inbox": "Hierheen gaat een bericht zonder namen. Lezen kan alleen na inloggen.",
            "areas": "Geen gebied aangevinkt: ze werken overal.",
        }
        error_messages = {
            "name": {
                "required": "Vul de naam van de organisatie in.",
                "unique": "Er is al een partner met deze naam. Zoek hem op in de lijst.",
            },
            "kind": {"required": "Kies wat voor organisatie het is."},
            "offers": {"required": "Schrijf in een paar woorden wat ze doen."},
            "inbox": {"required": "Vul het e-mailadres in waar verwijzingen heen gaan."},
            "agreement_until": {
                "required": "Vul in tot wanneer de afspraken gelden.",
                "invalid": "Schrijf de dag als dag-maand-jaar, bijvoorbeeld 31-12-2027.",
            },
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # A new partner has no kind yet: an empty choice would only be in the way.
        kinds = [choice for choice in self.fields["kind"].choices if choice[0]]
        self.fields["kind"].choices = kinds

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.add` and `actions.edit` take them."""
        return self.cleaned_data | {"areas": list(self.cleaned_data["areas"])}


class CapacityForm(forms.Form):
    """Whether there is room."""

    capacity = forms.ChoiceField(
        label="Ruimte",
        choices=Partner.Capacity.choices,
        error_messages={"required": "Kies of er ruimte is."},
    )
