"""Forms to upload a file and to map its columns."""

from django import forms

from ground.plain_text import UnguardedField
from imports.columns import LINE, bare, is_forbidden, known_names
from imports.models import ImportRun


class ImportForm(forms.Form):
    """The file to import, and the kind of data in it."""

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
    """Mapping of a file's columns to ours; saved per source."""

    source = UnguardedField(
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
        """Our column names by the file's bare column names."""
        data = self.cleaned_data
        return {
            theirs: name.removeprefix("col_")
            for name, theirs in data.items()
            if name.startswith("col_") and theirs
        }
