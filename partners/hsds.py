"""The social map as HSDS 3.1 (Human Services Data Specification, Open Referral UK and US).

Only what the public may read: neither the mailbox for referrals, nor a mobile number, nor a text in
which somebody wrote a number or an e-mail address. `activities.hsds` makes the pages of it.
"""

import re
import uuid

from django.db.models import QuerySet

from ground import phones
from ground.language_codes import LANGUAGES
from ground.site import host_name
from partners.models import Partner, Service

# Ids must be UUIDs that are stable between exports, so they are derived from our primary keys.
NAMESPACE = uuid.UUID("6f9c2a52-0b53-4c6e-9d0b-6a1d4f0c7e11")
# An e-mail address, or a telephone number: how to reach a person.
REACHES_SOMEBODY = re.compile(r"@|(?:\d[\s().-]*){9,}")


def number_of(*parts: object) -> str:
    """Return the id of a thing, from the installation, its kind and its primary key."""
    return str(uuid.uuid5(NAMESPACE, ":".join(map(str, [host_name(), *parts]))))


def public_services() -> QuerySet[Service]:
    """Return the services that are offered now, ordered by primary key."""
    offered = Service.objects.offered().select_related("partner")
    return offered.prefetch_related("partner__areas").order_by("pk")


def without_contact(text: str) -> str:
    """Return a text that a colleague or partner wrote, or nothing when it says how to reach
    somebody."""
    return "" if REACHES_SOMEBODY.search(text) else text


def known(fields: dict) -> dict:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def organisation_of(partner: Partner) -> dict:
    """Return an HSDS `organization`; unknown fields are left out."""
    shared = phones.can_be_called(partner.phone) and not phones.takes_text(partner.phone)
    return {
        "id": number_of("organization", partner.pk),
        "name": partner.name,
        "description": without_contact(partner.offers) or partner.get_kind_display(),
    } | known(
        {
            "website": partner.website,
            "phones": [{"id": number_of("phone", partner.pk), "number": partner.phone}]
            if shared
            else [],
        }
    )


def languages_of(key: str, codes: list[str], *parts: object) -> list[dict]:
    """Return the HSDS `languages` of the service with this id."""
    return [
        {
            "id": number_of("language", *parts, code),
            "service_id": key,
            "name": LANGUAGES.get(code, code),
            "code": code.lower(),
        }
        for code in codes
    ]


def service_of(service: Service) -> dict:
    """Return an HSDS `service`; unknown fields are left out."""
    partner = service.partner
    key = number_of("service", service.pk)
    return {
        "id": key,
        "organization_id": number_of("organization", partner.pk),
        "name": service.name,
        "status": service.status,
        "assured_date": service.assured_on.isoformat(),
        "organization": organisation_of(partner),
        "languages": languages_of(key, service.languages or ["NLD"], service.pk),
    } | known(
        {
            "description": without_contact(service.description),
            "eligibility_description": without_contact(service.for_whom),
            "minimum_age": service.minimum_age,
            "maximum_age": service.maximum_age,
            "fees_description": without_contact(service.costs),
            "application_process": without_contact(service.how_to_join),
            "service_areas": [
                {"id": number_of("area", service.pk, area.pk), "service_id": key, "name": area.name}
                for area in partner.areas.all()
            ],
            "attributes": [
                {
                    "id": number_of("need", service.pk, code),
                    "link_id": key,
                    "link_entity": "service",
                    "value": code,
                    "label": label,
                }
                for code, label in zip(service.needs, service.need_labels, strict=True)
            ],
        }
    )
