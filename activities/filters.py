"""How the agenda is narrowed."""

import django_filters as filters

from activities.models import Meetup


class AgendaFilter(filters.FilterSet):
    """By neighbourhood: what is in one, as its name is written."""

    buurt = filters.CharFilter(field_name="place__neighbourhood", label="Buurt")

    class Meta:
        model = Meetup
        fields = ["buurt"]
