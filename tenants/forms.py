"""What people type about tenants."""

import uuid
from datetime import date

from django import forms
from django.utils import timezone

from accounts.plain import PlainField
from tenants.djg6 import ANSWERS, ITEMS
from tenants.imports.columns import LINE, bare, is_forbidden, known_names
from tenants.models import (
    Contact,
    Field,
    ImportRun,
    Interest,
    Look,
    Measurement,
    Note,
    RightsRequest,
    Tenant,
    Wish,
)


class NoteForm(forms.ModelForm):
    """A short line on the file."""

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
        """A key that was used before is the same note, sent twice; the action knows."""


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


class ContactForm(forms.ModelForm):
    """Somebody around the tenant, by role or first name."""

    class Meta:
        model = Contact
        fields = [
            "label", "circle", "often", "strength", "is_mutual", "is_professional", "is_new"
        ]  # fmt: skip
        field_classes = {"label": PlainField}
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
        # A choice must be made: no empty option to leave it open.
        for name in ("circle", "often"):
            self.fields[name].choices = [c for c in self.fields[name].choices if c[0] != ""]


# Languages that are spoken at many doors, by their code of three letters (ISO 639-2).
LANGUAGES = {
    "NLD": "Nederlands",
    "TUR": "Turks",
    "ARA": "Arabisch",
    "ENG": "Engels",
    "POL": "Pools",
    "UKR": "Oekraïens",
    "TIR": "Tigrinya",
    "FAS": "Farsi",
    "ZHO": "Chinees",
    "SPA": "Spaans",
    "POR": "Portugees",
    "FRA": "Frans",
    "DEU": "Duits",
    "SRN": "Sranantongo",
    "PAP": "Papiaments",
}


class LookForm(forms.Form):
    """Why somebody needs a file that is not on their lists."""

    reason = forms.ChoiceField(
        label="Waarom heb je dit dossier nodig?",
        choices=Look.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies waarom je dit dossier nodig hebt."},
    )
    words = PlainField(
        label="Toelichting",
        required=False,
        max_length=200,
        help_text="Je coördinator leest dit. Schrijf niets over gezondheid.",
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("reason") == Look.Reason.OTHER and not data.get("words"):
            self.add_error("words", "Schrijf waarom je dit dossier nodig hebt.")
        return data


class ElsewhereForm(forms.Form):
    """Exactly whom somebody looks for; no list comes back."""

    last_name = PlainField(
        label="Achternaam",
        max_length=120,
        error_messages={"required": "Vul de achternaam in, zonder tussenvoegsel."},
        help_text="Zonder tussenvoegsel.",
    )
    birth_date = forms.DateField(
        label="Geboortedatum",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Schrijf de dag als dag-maand-jaar, bijvoorbeeld 7-3-1946."},
    )
    postcode = PlainField(label="Postcode", required=False, max_length=7)
    number = forms.IntegerField(
        label="Huisnummer",
        required=False,
        min_value=1,
        max_value=99999,
        error_messages={"invalid": "Vul alleen het nummer in, zonder letter."},
    )

    def clean_postcode(self) -> str:
        typed = self.cleaned_data["postcode"].replace(" ", "").upper()
        return f"{typed[:4]} {typed[4:]}" if typed else ""

    def clean(self) -> dict:
        data = super().clean()
        whole_address = data.get("postcode") and data.get("number")
        if not self.errors and not data.get("birth_date") and not whole_address:
            self.add_error("birth_date", "Vul de geboortedatum in, of postcode en huisnummer.")
        return data


class ReachForm(forms.ModelForm):
    """How to reach somebody, as that person likes it."""

    language = forms.ChoiceField(label="Taal", choices=())

    class Meta:
        model = Tenant
        fields = [
            "channel", "best_time", "language", "hears_badly", "interpreter", "in_pairs",
            "reach_note",
        ]  # fmt: skip
        field_classes = {"reach_note": PlainField}
        labels = {
            "channel": "Hoe heeft de huurder het liefst contact?",
            "best_time": "Wanneer?",
            "reach_note": "Waar let je op?",
        }
        help_texts = {
            "reach_note": "Bijvoorbeeld: laat de telefoon lang overgaan. Geen ziektes. De huurder "
            "kan dit lezen.",
            "in_pairs": "Ga met een collega. Waarom, bespreek je met je coördinator.",
        }
        widgets = {"channel": forms.RadioSelect, "best_time": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.language
        choices = LANGUAGES if own in LANGUAGES else LANGUAGES | {own: own}
        self.fields["language"].choices = list(choices.items())
        self.fields["channel"].choices = Tenant.Channel.choices
        self.fields["best_time"].choices = Tenant.BestTime.choices
        self.fields["best_time"].required = False


class PermissionForm(forms.Form):
    """That the author lets the corporation use the questionnaire."""

    reference = PlainField(
        label="Waar staat de toestemming?",
        max_length=200,
        help_text="Bijvoorbeeld: e-mail van de auteur van 3 december, map Afspraken.",
        error_messages={"required": "Schrijf waar de toestemming te vinden is."},
    )
    given_on = forms.DateField(
        label="Van wanneer is zij?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Vul de dag in.",
            "invalid": "Schrijf de dag als dag-maand-jaar, zoals 8-12-2026.",
        },
    )


class MeasureForm(forms.Form):
    """One form on paper: its code, when, and what was ticked by item number."""

    code = forms.RegexField(
        r"[A-Za-z0-9]{4,12}",
        label="Code op het formulier",
        error_messages={
            "required": "Vul de code in die op het formulier staat.",
            "invalid": "De code heeft 4 tot 12 letters en cijfers.",
        },
    )
    moment = forms.ChoiceField(
        label="Wanneer?",
        choices=Measurement.Moment.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wanneer het formulier is ingevuld."},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for item in ITEMS:
            self.fields[item] = forms.TypedChoiceField(
                label=f"Vraag {item.removeprefix('i')}",
                choices=[*ANSWERS, ("", "Niet ingevuld")],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                initial="",
            )

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.enter_form` takes them; what was not ticked is absent."""
        data = self.cleaned_data
        answers = {item: data[item] for item in ITEMS if data[item] is not None}
        return {"code": data["code"], "moment": data["moment"], "answers": answers}


class VitalForm(forms.Form):
    """What must be shared without consent, with whom, and why it cannot wait."""

    recipient_name = PlainField(
        label="Aan wie?",
        max_length=120,
        help_text="Bijvoorbeeld: 112, Veilig Thuis, de huisarts van dienst.",
        error_messages={"required": "Schrijf aan wie je het wilt doorgeven."},
    )
    fields = forms.MultipleChoiceField(
        label="Wat hebben zij nodig?",
        choices=Field.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies wat zij nodig hebben, en niet meer dan dat."},
    )
    danger = PlainField(
        label="Wat dreigt er?",
        max_length=300,
        help_text="Wat je zag of hoorde. Bel bij direct gevaar eerst 112; dat mag altijd.",
        error_messages={"required": "Schrijf wat er dreigt."},
    )
    why_not_asked = PlainField(
        label="Waarom kun je het de huurder niet vragen?",
        max_length=200,
        error_messages={"required": "Schrijf waarom vragen niet kan."},
    )


class ReviewForm(forms.Form):
    """What the privacy officer thinks of it."""

    review = PlainField(label="Was dit terecht?", max_length=300)


class RequestForm(forms.ModelForm):
    """What somebody asks about their own data."""

    class Meta:
        model = RightsRequest
        fields = ["kind", "via", "received_on", "identity"]
        field_classes = {"identity": PlainField}
        labels = {"kind": "Wat vraagt de huurder?", "via": "Hoe?", "received_on": "Wanneer?"}
        help_texts = {
            "identity": "Bijvoorbeeld: ken ik van gezicht, teruggebeld op het bekende nummer. Maak "
            "geen kopie van een identiteitsbewijs."
        }
        widgets = {
            "kind": forms.RadioSelect,
            "via": forms.RadioSelect,
            "received_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "kind": {"required": "Kies wat de huurder vraagt."},
            "via": {"required": "Kies hoe de huurder het vroeg."},
            "received_on": {"invalid": "Schrijf de dag als dag-maand-jaar, zoals 8-12-2026."},
            "identity": {"required": "Schrijf hoe je weet dat het deze huurder is."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "via"):
            self.fields[name].choices = [c for c in self.fields[name].choices if c[0] != ""]

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        today = timezone.localdate()
        if day > today:
            raise forms.ValidationError("Deze dag moet nog komen. Kies vandaag of eerder.")
        if (today - day).days > 366:
            raise forms.ValidationError("Dit is meer dan een jaar geleden. Kijk de dag na.")
        return day


class AnswerForm(forms.Form):
    """How a request was answered, or why it was refused."""

    answer = PlainField(
        label="Hoe is het beantwoord?",
        max_length=300,
        help_text="Bijvoorbeeld: op 4 december persoonlijk gegeven. Bij weigeren: de reden, en dat "
        "de huurder kan klagen bij de Autoriteit Persoonsgegevens.",
        error_messages={"required": "Schrijf hoe het is beantwoord. Dit is het bewijs."},
    )


class ExtendForm(forms.Form):
    """Why it takes longer."""

    why = PlainField(label="Waarom duurt het langer?", max_length=200)


class RectifyForm(forms.ModelForm):
    """What should stand there instead."""

    class Meta:
        model = Tenant
        fields = [
            "initials", "first_name", "infix", "last_name", "gender", "birth_date", "phone",
            "email",
        ]  # fmt: skip
        field_classes = dict.fromkeys(
            ["initials", "first_name", "infix", "last_name", "phone"], PlainField
        )
        widgets = {"birth_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {
            "last_name": {"required": "Een huurder heeft een achternaam."},
            "birth_date": {"invalid": "Schrijf de dag als dag-maand-jaar, zoals 7-3-1946."},
        }

    def clean_birth_date(self) -> date | None:
        day = self.cleaned_data["birth_date"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("De geboortedatum ligt in de toekomst. Kijk hem na.")
        return day


class ImportForm(forms.Form):
    """Which file, and what is in it."""

    kind = forms.ChoiceField(
        label="Wat staat erin?",
        choices=ImportRun.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of het woningen of huurders zijn."},
    )
    file = forms.FileField(
        label="Bestand",
        help_text="CSV, Excel (.xlsx) of VERA-JSON uit het ERP, hoogstens 100 MB.",
        max_length=200,
        allow_empty_file=True,
        error_messages={
            "required": "Kies een bestand.",
            "max_length": "De naam van het bestand is te lang. Geef het een kortere naam.",
        },
    )


class ColumnsForm(forms.Form):
    """Which column of a file is which of ours; learnt once for each source."""

    source = PlainField(
        label="Uit welk systeem komt het bestand?",
        max_length=60,
        help_text="Bijvoorbeeld: Empire. Een volgend bestand van dit systeem herkennen we dan.",
        error_messages={"required": "Geef het systeem een naam."},
    )
    header = forms.JSONField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=ImportRun.Kind.choices, widget=forms.HiddenInput)

    def __init__(self, *args, header: list[str], kind: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"header": header, "kind": kind}
        line, known = LINE[kind], known_names(kind)
        theirs = {bare(name): name for name in header if name and not is_forbidden(name)}
        found = {known[name]: name for name in theirs if name in known}
        for name in sorted(line.KNOWN, key=lambda name: (name not in line.REQUIRED, name)):
            self.fields[f"col_{name}"] = forms.ChoiceField(
                label=name,
                choices=[("", "staat er niet in"), *theirs.items()],
                required=name in line.REQUIRED,
                initial=found.get(name, ""),
                error_messages={
                    "required": f"Kies welke kolom {name} is. Zonder die kan het niet."
                },
            )

    def clean(self) -> dict:
        data = super().clean()
        chosen = [theirs for name, theirs in data.items() if name.startswith("col_") and theirs]
        for name in [name for name in data if name.startswith("col_")]:
            if data[name] and chosen.count(data[name]) > 1:
                self.add_error(name, "Deze kolom is twee keer gekozen. Laat er één staan.")
        return data

    @property
    def columns(self) -> dict[str, str]:
        """Their names, bare, and ours."""
        data = self.cleaned_data
        return {
            theirs: name.removeprefix("col_")
            for name, theirs in data.items()
            if name.startswith("col_") and theirs
        }
