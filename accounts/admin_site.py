"""Django's admin site for reference lists, behind `@requires`. It shows nobody.

The administrator meets no tenant, so these pages list no row that refers to theirs: not before a
deletion, not as history, not as the result of a filter. A list about people gets pages of its own.
"""

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy

from accounts.guards import requires
from accounts.roles import Can
from ground.refusals import Refused

# Pages of Django's admin site that nobody needs here: they look up rows of any model, or follow a
# page that is ours.
CLOSED = {"autocomplete", "view_on_site", "password_change_done"}
IN_USE = "{} is in gebruik en kan niet weg. Geef het een andere naam, of zet het uit."


def is_in_use(row: models.Model) -> bool:
    """Return whether a row of any model refers to this one, also without a reverse name."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.get_fields(include_hidden=True)
        if relation.one_to_many or (relation.one_to_one and relation.auto_created)
    )


class ReferenceList(ModelAdmin):
    """The pages of one reference list: rows are added and changed, and deleted while unused."""

    # The actions of a list would show what refers to its rows.
    actions = None

    def lookup_allowed(self, lookup: str, value, request: HttpRequest | None = None) -> bool:
        """Filter on the list's own columns only: `?tenants=5` would tell where tenant 5 lives."""
        try:
            field = self.opts.get_field(lookup.split("__")[0])
        except FieldDoesNotExist:
            return False
        return not field.is_relation

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == self.opts.pk.name

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return obj is not None and not is_in_use(obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """Say that a row is in use, without saying by what."""
        row = self.get_object(request, object_id)
        if row is not None and is_in_use(row):
            messages.error(request, IN_USE.format(row))
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", row.pk)
        return super().delete_view(request, object_id, extra_context)

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple:
        """The row itself and nothing else: a row that is referred to is not deleted."""
        return [str(row) for row in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Delete a row, unless somebody refers to it by now.

        The lock keeps others from referring to it until the end of the transaction.
        """
        locked = self.model._base_manager.select_for_update().filter(pk=obj.pk).first()
        if locked and is_in_use(locked):
            raise Refused(IN_USE.format(obj))
        super().delete_model(request, obj)

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None):
        """No page: it would list colleagues."""
        raise Http404


class ReferenceLists(AdminSite):
    """Models that rooms register; libraries register with Django's default site, without URLs."""

    site_header = "Beheer van Aanloop"
    site_title = "Beheer"
    index_title = "Lijsten"
    site_url = reverse_lazy("activities:agenda")

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Register a model with a `ReferenceList`: other pages of Django's list related rows."""
        admin_class = admin_class or ReferenceList
        if not issubclass(admin_class, ReferenceList):
            raise ImproperlyConfigured(
                f"{admin_class.__name__}: derive it from accounts.admin_site.ReferenceList."
            )
        # Without a link to the page of a row: administrators may not open that page.
        super().register(model_or_iterable, admin_class, view_on_site=False, **options)

    def get_urls(self) -> list:
        """Leave out what looks up rows of any model. The names stay, for Django's templates."""
        urls = super().get_urls()
        for url in urls:
            if getattr(url, "name", None) in CLOSED:
                url.callback = self.admin_view(closed)
        return urls

    def admin_view(self, view, cacheable: bool = False):
        """Guard admin pages like any other: sign in first, 404 without the ability."""
        return requires(Can.ADMINISTER)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Redirect to the one sign-in page, which has rate limits and a second factor."""
        return redirect("account_login")

    def password_change(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """Redirect to the page of every account."""
        return redirect("account_change_password")


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    raise Http404


lists = ReferenceLists(name="admin")
