"""Filters of the tenant list."""

import django_filters as filters
from django import forms

from accounts.models import Area
from tenants.models import Tenant
from tenants.search import by_text


class TenantFilter(filters.FilterSet):
    """Filter by name or address, and by area.

    Words match in any order, ignoring accents, and tolerate a spelling error.
    """

    q = filters.CharFilter(
        method="named", label="Naam of adres", widget=forms.TextInput(attrs={"type": "search"})
    )
    area = filters.ModelChoiceFilter(
        queryset=Area.objects.all(), label="Gebied", empty_label="Alle gebieden"
    )

    class Meta:
        model = Tenant
        fields = ["q", "area"]

    def named(self, tenants, name: str, value: str):
        return by_text(tenants, value)
