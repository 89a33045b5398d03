"""Forms about campaigns."""

import uuid

from django import forms
from django.utils import timezone

from ground.plain_text import PublicTextField
from outreach.models import Campaign, Code


class CampaignForm(forms.ModelForm):
    """A campaign: audience, channel, first day, reach and cost."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Campaign
        fields = ["name", "audience", "channel", "starts_on", "reach", "cost"]
        field_classes = {"audience": PublicTextField}
        widgets = {"starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {"audience": "Bijvoorbeeld: de bewoners van de Merelstraat."}
        error_messages = {
            "name": {"required": "Geef de campagne een naam."},
            "audience": {"required": "Zet erbij voor wie het is."},
            "channel": {"required": "Kies de weg: posters, brieven, deur aan deur of een gesprek."},
            "starts_on": {"required": "Kies de dag waarop het begint."},
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.initial.setdefault("starts_on", timezone.localdate())

    @property
    def for_action(self) -> dict:
        """The cleaned fields as `actions.start_campaign` takes them."""
        return {name: self.cleaned_data[name] for name in ["key", *self._meta.fields]}


class CodeForm(forms.ModelForm):
    """The spot of a poster or a pile of letters."""

    class Meta:
        model = Code
        fields = ["label"]
        help_texts = {"label": "Bijvoorbeeld: Portiek B, Merelstraat."}
        error_messages = {"label": {"required": "Zet erbij waar het hangt of ligt."}}
