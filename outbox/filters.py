"""The filter of the list of messages."""

import django_filters as filters

from outbox.kinds import KINDS
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
        return messages.filter(status__in=Message.FOR_A_PERSON).exclude(pk__in=on_a_call_list())


def on_a_call_list():
    """Return ids of messages that wait on a call list, where one also records the answer."""
    told = [name for name, kind in KINDS.items() if kind.told_by]
    calls = Message.objects.filter(status=Message.Status.BY_HAND, channel=Message.Channel.CALL)
    return calls.filter(kind__in=told).values("pk")
