"""Where the administrator keeps accounts and reference lists: Django's admin behind our door."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.guards import requires
from accounts.roles import Can


class ReferenceLists(AdminSite):
    """Only what rooms put here; libraries register with Django's own site, which is not routed."""

    site_header = "Beheer van Aanloop"
    site_title = "Beheer"
    index_title = "Accounts en lijsten"
    site_url = "/"

    def admin_view(self, view, cacheable: bool = False):
        """The same door as every page: sign in first, and 404 for who may not."""
        return requires(Can.ADMINISTER)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """There is one way to sign in, with its rate limits and second factor."""
        return redirect("account_login")


lists = ReferenceLists(name="admin")
