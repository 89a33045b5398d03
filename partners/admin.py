"""Partners and who works there are reference lists, kept by the administrator."""

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
        """With the day until which an agreement holds, in one query."""
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
        """People; a shared mailbox is none."""
        return super().get_queryset(request).filter(is_mailbox=False)

    def has_change_permission(self, request, obj=None) -> bool:
        """Leaving and moving is done on the partner's page, where work is handed over."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only accounts with the role of a partner's worker can be chosen."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(role=Role.PARTNER_WORKER)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
