"""Filters of the agenda."""

import django_filters as filters

from activities.models import Meetup


class AgendaFilter(filters.FilterSet):
    """Filter by neighbourhood, on its exact name."""

    buurt = filters.CharFilter(field_name="place__neighbourhood", label="Buurt")

    class Meta:
        model = Meetup
        fields = ["buurt"]
