"""The places where people meet are a reference list, kept by the administrator."""

from django.contrib import admin

from accounts.lists import lists
from activities.models import Place


@admin.register(Place, site=lists)
class PlaceAdmin(admin.ModelAdmin):
    list_display = ["name", "street", "neighbourhood", "step_free", "accessible_toilet"]
