"""Django's admin site for accounts and reference lists, behind `@requires`."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.guards import requires
from accounts.roles import Can


class ReferenceLists(AdminSite):
    """Models that rooms register; libraries register with Django's default site, without URLs."""

    site_header = "Beheer van Aanloop"
    site_title = "Beheer"
    index_title = "Accounts en lijsten"
    site_url = "/"

    def admin_view(self, view, cacheable: bool = False):
        """Guard admin pages like any other: sign in first, 404 without the ability."""
        return requires(Can.ADMINISTER)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Redirect to the one sign-in page, which has rate limits and a second factor."""
        return redirect("account_login")


lists = ReferenceLists(name="admin")
