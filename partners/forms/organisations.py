"""Forms for the coordinator about a partner, its capacity and a merger."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from ground.date_input import WRONG_DAY, DayInput
from ground.phones import require_callable
from ground.plain_text import PublicTextField
from ground.shown_values import ShownValues
from partners.models import Partner

MOST_CHARACTERS = 300
DOMAIN = r"[a-z0-9-]+(\.[a-z0-9-]+)+"
DOMAINS = rf"^{DOMAIN}(, {DOMAIN})*$"


def clean_full_until(form: forms.Form) -> None:
    """Add an error unless `full_until` is in the future and the capacity is FULL."""
    until = form.cleaned_data.get("full_until")
    if until and form.cleaned_data.get("capacity") != Partner.Capacity.FULL:
        form.add_error("full_until", "Kies ‘vol’ als je een dag invult, of laat de dag leeg.")
    elif until and until <= timezone.localdate():
        form.add_error("full_until", "Deze dag is al voorbij. Kies een dag die nog komt.")


class DomainsField(forms.RegexField):
    """Domains of mail addresses, separated by commas; kept without @ and in lower case."""

    def __init__(self, *, max_length: int | None = None, **kwargs) -> None:
        super().__init__(regex=DOMAINS, **kwargs)
        self.validators.append(MaxLengthValidator(max_length or MOST_CHARACTERS))
        self.error_messages["invalid"] = (
            "Schrijf alleen het deel na de @, met komma's ertussen: lindenwaard.nl, debrug.nl."
        )

    def to_python(self, value) -> str:
        typed = (part.strip().lstrip("@").lower() for part in super().to_python(value).split(","))
        return ", ".join(part for part in typed if part)


class PartnerForm(ShownValues, forms.ModelForm):
    """The details of a partner: name, services, areas and how to contact it."""

    website = forms.URLField(
        label="Website",
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={
            "invalid": "Schrijf het hele adres, bijvoorbeeld https://www.voorbeeld.nl."
        },
    )

    class Meta:
        model = Partner
        fields = [
            "name",
            "kind",
            "offers",
            "areas",
            "capacity",
            "full_until",
            "inbox",
            "mail_domains",
            "phone",
            "website",
        ]
        field_classes = {"offers": PublicTextField, "mail_domains": DomainsField}
        widgets = {
            "kind": forms.RadioSelect,
            "capacity": forms.RadioSelect,
            "areas": forms.CheckboxSelectMultiple,
            "full_until": DayInput(),
        }
        help_texts = {
            "offers": "Bijvoorbeeld: koffietafels, maatjes en bezoek aan huis.",
            "inbox": "Hierheen gaat een bericht zonder namen. Lezen kan na inloggen, of met een "
            "code die naar ditzelfde postvak gaat.",
            "mail_domains": "Het deel na de @ van wie daar werkt, zoals lindenwaard.nl. Alleen met "
            "zo’n adres nodigt een aanspreekpunt iemand uit. Leeg: het domein van het postvak.",
            "full_until": "Alleen als ze vol zijn en weten tot wanneer.",
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
            "full_until": {"invalid": WRONG_DAY},
            "website": {
                "invalid": "Schrijf het hele adres, bijvoorbeeld https://www.voorbeeld.nl."
            },
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # A new partner has no kind yet: leave out the empty choice.
        kinds = [choice for choice in self.fields["kind"].choices if choice[0]]
        self.fields["kind"].choices = kinds

    def clean(self) -> dict:
        super().clean()
        clean_full_until(self)
        require_callable(self, "phone")
        return self.cleaned_data

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.add` and `actions.edit` take them."""
        return self.cleaned_data | {"areas": list(self.cleaned_data["areas"])}


class NewPartnerForm(PartnerForm):
    """A new partner needs an agreement too, so that it can be chosen at once."""

    agreement_until = forms.DateField(
        label="Afspraken gelden tot en met",
        widget=DayInput(),
        error_messages={
            "required": "Vul in tot wanneer de afspraken gelden.",
            "invalid": WRONG_DAY,
        },
    )

    def clean_agreement_until(self):
        until = self.cleaned_data["agreement_until"]
        if until < timezone.localdate():
            raise forms.ValidationError("De afspraken zijn al voorbij. Kies een dag die nog komt.")
        return until


class CapacityForm(ShownValues, forms.Form):
    """Whether there is room, and until when there is none."""

    capacity = forms.ChoiceField(
        label="Ruimte",
        choices=Partner.Capacity.choices,
        error_messages={"required": "Kies of er ruimte is."},
    )
    full_until = forms.DateField(
        label="Vol tot (als je het weet)",
        required=False,
        widget=DayInput(),
        error_messages={"invalid": WRONG_DAY},
    )

    def clean(self) -> dict:
        super().clean()
        clean_full_until(self)
        return self.cleaned_data


class MergeForm(forms.Form):
    """The organisation into which a partner merges."""

    into = forms.ModelChoiceField(
        None,
        label="Samengegaan met",
        empty_label="Kies de organisatie die blijft",
        error_messages={
            "required": "Kies de organisatie die blijft.",
            "invalid_choice": "Kies een organisatie die aan staat.",
        },
    )

    def __init__(self, *args, partner: Partner, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Partner.objects.in_use().exclude(pk=partner.pk)
