"""Whom a message is about: rooms say of which model the ids in `Message.about` are."""

from django.db import models

from audit.models import tenant_of
from ground.hooks import Registry

SUBJECTS: Registry[type[models.Model]] = Registry(
    "outbox.subjects", "models of the ids in a message that lead to a tenant"
)


def register_subjects(**models_by_name: type[models.Model]) -> None:
    """Register models by the name that their ids have in `about`: register_subjects(visit=Visit).

    Each is about a tenant: it has `tenant_id`.
    """
    for name, model in models_by_name.items():
        SUBJECTS.add(name, model)


def tenant_about(about: dict[str, object]) -> int | None:
    """Return the id of the tenant whom a message with these ids is about; None without one."""
    for name in SUBJECTS.keys() & about.keys():
        row = SUBJECTS[name]._base_manager.filter(pk=about[name]).first()
        if row and (tenant := tenant_of(row)):
            return tenant
    return None
