"""Reading homes and tenants from the corporation's own system."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = "Inlezen"

    def ready(self) -> None:
        # How long files stay, what the trail says, and what goes when a tenant is erased.
        from imports import personal_data, retention, sentences  # noqa: F401
