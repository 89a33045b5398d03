"""Signs are a reference list that the administrator edits."""

from django.contrib import admin

from accounts.admin_site import ReferenceList, lists
from signals.models import Sign


@admin.register(Sign, site=lists)
class SignAdmin(ReferenceList):
    list_display = ["label", "group", "position", "retired_at"]
    prepopulated_fields = {"code": ["label"]}
