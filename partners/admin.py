"""Admin of partners and workers: reference lists, maintained by the administrator."""

from django.contrib import admin
from django.db.models import Max

from accounts.admin_site import lists
from accounts.models import User
from accounts.roles import Role
from partners.forms.organisations import PartnerForm
from partners.models import Partner, Worker


@admin.register(Partner, site=lists)
class PartnerAdmin(admin.ModelAdmin):
    form = PartnerForm
    list_display = ["name", "kind", "capacity", "agreed_until", "switched_off_at"]
    search_fields = ["name"]
    filter_horizontal = ["areas"]

    def get_queryset(self, request):
        """Annotate the last day of the latest agreement, in the same query."""
        return super().get_queryset(request).annotate(agreed_until=Max("agreements__ends_on"))

    @admin.display(description="afspraken tot en met")
    def agreed_until(self, partner: Partner):
        return partner.agreed_until


@admin.register(Worker, site=lists)
class WorkerAdmin(admin.ModelAdmin):
    list_display = ["user", "partner"]
    list_select_related = ["user", "partner"]
    list_filter = ["partner"]

    def get_queryset(self, request):
        """Leave out the shared mailboxes, which are no people."""
        return super().get_queryset(request).filter(is_mailbox=False)

    def has_change_permission(self, request, obj=None) -> bool:
        """Workers leave or move on the partner's page, where their work is handed over."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer only accounts with the role of partner worker."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(role=Role.PARTNER_WORKER)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
