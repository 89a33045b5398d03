"""Partners and who works there are reference lists, kept by the administrator."""

from django.contrib import admin

from accounts.lists import lists
from accounts.models import User
from accounts.roles import Role
from partners.models import Partner, Worker


@admin.register(Partner, site=lists)
class PartnerAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "capacity", "agreement_until", "switched_off_at"]
    search_fields = ["name"]
    filter_horizontal = ["areas"]


@admin.register(Worker, site=lists)
class WorkerAdmin(admin.ModelAdmin):
    list_display = ["user", "partner"]
    list_select_related = ["user", "partner"]
    list_filter = ["partner"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only accounts with the role of a partner's worker can be chosen."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(role=Role.PARTNER_WORKER)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
