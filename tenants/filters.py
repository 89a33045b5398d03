"""How the list of tenants is narrowed."""

import django_filters as filters
from django import forms
from django.db.models import Q

from accounts.models import Area
from tenants.models import Tenancy, Tenant
from tenants.text import searchable


class TenantFilter(filters.FilterSet):
    """By name or address, and area. The words may come in any order, without accents."""

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
        words = searchable(value.replace("\x00", "")[:80].replace(",", " ")).split()
        by_name, by_home = tenants, Tenancy.objects.current()
        for word in words:
            by_name = by_name.filter(search__contains=word)
            by_home = by_home.filter(home__search__contains=word)
        return tenants.filter(Q(pk__in=by_name.values("pk")) | Q(pk__in=by_home.values("tenant")))
