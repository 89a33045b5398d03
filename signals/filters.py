"""How the list of signals is narrowed."""

import django_filters as filters
from django import forms

from accounts.models import Area
from signals.models import Signal


class SignalFilter(filters.FilterSet):
    """By status, urgency, area, and whose they are."""

    status = filters.ChoiceFilter(
        choices=Signal.Status.choices, label="Status", empty_label="Alles wat open is"
    )
    urgency = filters.ChoiceFilter(
        choices=Signal.Urgency.choices, label="Hoe snel", empty_label="Alle"
    )
    area = filters.ModelChoiceFilter(
        field_name="home__area", queryset=Area.objects.all(), label="Gebied", empty_label="Alle"
    )
    mine = filters.BooleanFilter(
        method="only_mine", label="Alleen van mij", widget=forms.CheckboxInput
    )

    class Meta:
        model = Signal
        fields = ["status", "urgency", "area", "mine"]

    def only_mine(self, signals, name: str, value: bool):
        return signals.filter(owner=self.request.user) if value else signals

    def filter_queryset(self, queryset):
        signals = super().filter_queryset(queryset)
        return signals if self.form.cleaned_data.get("status") else signals.open()
