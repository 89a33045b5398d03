"""The filter of the list of messages."""

import django_filters as filters

from outbox.models import Message


class MessageFilter(filters.FilterSet):
    """Filter by status and channel; without a status, messages that need a person."""

    status = filters.ChoiceFilter(
        choices=Message.Status.choices, label="Status", empty_label="Wat op iemand wacht"
    )
    channel = filters.ChoiceFilter(choices=Message.Channel.choices, label="Weg", empty_label="Alle")

    class Meta:
        model = Message
        fields = ["status", "channel"]

    def filter_queryset(self, queryset):
        messages = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("status"):
            return messages
        return messages.filter(status__in=Message.FOR_A_PERSON)
