"""The form for a signed agreement, optionally with the document."""

from django import forms

from ground.date_input import WRONG_DAY, DayInput
from partners.models import Agreement

MOST_BYTES = 5 * 1024 * 1024


class AgreementForm(forms.ModelForm):
    """The kind of agreement, its first and last day, and the contact person."""

    paper = forms.FileField(
        label="Het document (pdf, hooguit 5 MB)",
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"empty": "Dit bestand is leeg. Kies het getekende document."},
    )

    class Meta:
        model = Agreement
        fields = ["kind", "starts_on", "ends_on", "contact"]
        widgets = {"kind": forms.RadioSelect, "starts_on": DayInput(), "ends_on": DayInput()}
        error_messages = {
            "kind": {"required": "Kies wat voor afspraak het is."},
            "starts_on": {"required": "Vul in vanaf wanneer het geldt.", "invalid": WRONG_DAY},
            "ends_on": {"required": "Vul in tot wanneer het geldt.", "invalid": WRONG_DAY},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kinds = [choice for choice in self.fields["kind"].choices if choice[0]]
        self.fields["kind"].choices = kinds

    def clean_paper(self):
        paper = self.cleaned_data["paper"]
        if paper is None:
            return None
        if paper.size > MOST_BYTES:
            raise forms.ValidationError("Dit bestand is groter dan 5 MB. Maak de scan kleiner.")
        start = paper.read(5)
        paper.seek(0)
        if start != b"%PDF-":
            raise forms.ValidationError("Dit is geen pdf. Bewaar het document eerst als pdf.")
        return paper

    def clean(self) -> dict:
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "De laatste dag ligt voor de eerste. Kijk de dagen na.")
        return data

    def _post_clean(self) -> None:
        """Skip model validation: the action creates the row, and `clean` checks its constraints."""

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.agree` takes them."""
        data = dict(self.cleaned_data)
        paper = data.pop("paper")
        if paper:
            data |= {"document": paper.read(), "document_name": paper.name[-120:]}
        return data
