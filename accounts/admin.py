"""Admin pages for accounts and areas, which the administrator maintains."""

from django import forms
from django.contrib import admin

from accounts.admin_site import lists
from accounts.models import Area, User

lists.register(Area)


class UserForm(forms.ModelForm):
    """Has no password field: a new user sets one through 'wachtwoord vergeten'."""

    class Meta:
        model = User
        fields = ["email", "name", "role", "areas", "is_active"]


@admin.register(User, site=lists)
class UserAdmin(admin.ModelAdmin):
    form = UserForm
    list_display = ["name", "email", "role", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    filter_horizontal = ["areas"]

    def save_model(self, request, obj: User, form, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
