"""Filters of the list of referrals."""

import django_filters as filters

from partners.models import Partner
from referrals.models import Referral


class ReferralFilter(filters.FilterSet):
    """Filter by status and partner; without a status, drafts and open referrals."""

    status = filters.ChoiceFilter(
        choices=Referral.Status.choices, label="Status", empty_label="Alles wat loopt"
    )
    partner = filters.ModelChoiceFilter(
        queryset=Partner.objects.all(), label="Partner", empty_label="Alle"
    )

    class Meta:
        model = Referral
        fields = ["status", "partner"]

    def filter_queryset(self, queryset):
        referrals = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("status"):
            return referrals
        return referrals.filter(status__in=[Referral.Status.DRAFT, *Referral.OPEN])
