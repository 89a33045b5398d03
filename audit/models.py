"""The trail: one row for each thing done or seen. Rows can be added, never changed or removed."""

from collections.abc import Iterable
from contextvars import ContextVar
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.models import User
from accounts.roles import Can

# The id of the request that is being answered, so that its rows can be found together.
request_id: ContextVar[UUID | None] = ContextVar("request_id", default=None)


class EventQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "EventQuerySet":
        """The whole trail is for the privacy officer."""
        return self if user.can(Can.SEE_TRAIL) else self.none()

    def showing_tenant(self, tenant_id: int) -> "EventQuerySet":
        """About one tenant, or a list that this one was on: the answer to 'who looked?'"""
        itself = {"ids": [str(tenant_id)]}
        on_a_list = models.Q(subject_type="tenants.Tenant", subject_id="", details__contains=itself)
        named = models.Q(subject_id="", details__contains={"tenants": [str(tenant_id)]})
        return self.filter(models.Q(tenant_id=tenant_id) | on_a_list | named)

    def about_tenant(self, tenant_id: int) -> "EventQuerySet":
        """What happened to and around one tenant, newest first."""
        return self.filter(tenant_id=tenant_id).order_by("-pk")


class Event(models.Model):
    """One verb, done by one person to one thing. Ids only: no names, no findings.

    There are no foreign keys, so that the trail outlives what it is about.
    """

    at = models.DateTimeField("wanneer", auto_now_add=True)
    verb = models.CharField("wat", max_length=60)
    actor_id = models.BigIntegerField("wie", null=True)
    actor_role = models.CharField("rol", max_length=20)
    subject_type = models.CharField("waaraan", max_length=60)
    subject_id = models.CharField("nummer", max_length=40)
    tenant_id = models.BigIntegerField("huurder", null=True)
    details = models.JSONField("bijzonderheden", default=dict)
    request_id = models.UUIDField("verzoek", null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "logregel"
        verbose_name_plural = "logregels"
        indexes = [
            models.Index(fields=["tenant_id", "-id"], name="audit_tenant"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_subject"),
            models.Index(fields=["actor_id", "-id"], name="audit_actor"),
            models.Index(fields=["verb", "-id"], name="audit_verb"),
            models.Index(fields=["at"], name="audit_at"),
            GinIndex(
                fields=["details"],
                opclasses=["jsonb_path_ops"],
                name="audit_lists",
                condition=models.Q(subject_id=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d-%m-%Y %H:%M} {self.verb} {self.subject_type} {self.subject_id}"


def label(subject: models.Model) -> str:
    """How the trail names the kind of thing: `room.Model`."""
    return subject._meta.label


def tenant_of(subject: models.Model) -> int | None:
    """The id of the tenant that a thing is about, if it is about one."""
    if subject._meta.label == "tenants.Tenant":
        return subject.pk
    return getattr(subject, "tenant_id", None)


def record(verb: str, subject: models.Model, *, by: User, **details) -> Event:
    """Write one row in the transaction of the change itself. `details` holds ids and codes only."""
    return Event.objects.create(
        verb=verb,
        actor_id=by.pk,
        actor_role=by.role,
        subject_type=label(subject),
        subject_id=str(subject.pk),
        tenant_id=tenant_of(subject),
        details=details,
        request_id=request_id.get(),
    )


def seen(subject: models.Model, *, by: User, **details) -> Event:
    """Record that somebody looked, before the page is shown: no record, no page."""
    return record("seen", subject, by=by, **details)


def list_seen(
    verb: str,
    kind: type[models.Model],
    ids: list,
    *,
    by: User,
    tenants: Iterable[int | None] = (),
    **details,
) -> Event:
    """Record that a list was shown, with exactly the ids on it.

    `tenants` are the ids of the tenants named on a list of something else; None is nobody.
    """
    if named := sorted({str(pk) for pk in tenants if pk}):
        details["tenants"] = named
    return Event.objects.create(
        verb=verb,
        actor_id=by.pk,
        actor_role=by.role,
        subject_type=kind._meta.label,
        subject_id="",
        details={"ids": [str(pk) for pk in ids], **details},
        request_id=request_id.get(),
    )
