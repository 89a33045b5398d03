"""Import of homes and tenants from the corporation's source system."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = "Inlezen"

    def ready(self) -> None:
        # Imported because they register: erasure, retention terms and timeline sentences.
        from imports import personal_data, retention, sentences  # noqa: F401
