"""The social map as HSDS 3.0 (Human Services Data Specification, Open Referral UK and US).

Shape: the `service_list` page of the specification, github.com/openreferral/specification.
"""

import uuid

from django.core.paginator import Paginator
from django.db.models import QuerySet

from ground.language_codes import LANGUAGES
from partners.models import Partner, Service

# Ids must be UUIDs that are stable between exports, so they are derived from our primary keys.
NAMESPACE = uuid.UUID("6f9c2a52-0b53-4c6e-9d0b-6a1d4f0c7e11")
SIZE = 100


def number_of(*parts: object) -> str:
    return str(uuid.uuid5(NAMESPACE, ":".join(map(str, parts))))


def page_of(services: QuerySet[Service], number: int) -> dict:
    """Return one page of services with their organisations, ordered by primary key."""
    rows = services.select_related("partner").prefetch_related("partner__areas").order_by("pk")
    pages = Paginator(rows, SIZE)
    page = pages.get_page(number)
    return {
        "total_items": pages.count,
        "total_pages": pages.num_pages,
        "page_number": page.number,
        "size": len(page.object_list),
        "first_page": page.number == 1,
        "last_page": not page.has_next(),
        "empty": not page.object_list,
        "contents": [service_of(service) for service in page.object_list],
    }


def organisation_of(partner: Partner) -> dict:
    """Return an HSDS `organization`; unknown fields are left out."""
    known = {"email": partner.inbox, "website": partner.website}
    return {
        "id": number_of("organization", partner.pk),
        "name": partner.name,
        "description": partner.offers,
    } | {key: value for key, value in known.items() if value}


def service_of(service: Service) -> dict:
    """Return an HSDS `service`; unknown fields are left out."""
    partner = service.partner
    key = number_of("service", service.pk)
    known = {
        "eligibility_description": service.for_whom,
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "fees_description": service.costs,
        "application_process": service.how_to_join,
        "wait_time": service.wait,
    }
    return {
        "id": key,
        "organization_id": number_of("organization", partner.pk),
        "name": service.name,
        "description": service.description,
        "status": service.status,
        "assured_date": service.assured_on.isoformat(),
        "organization": organisation_of(partner),
        "phones": [
            {"id": number_of("phone", partner.pk), "number": partner.phone}
        ] if partner.phone else [],
        "languages": [
            {
                "id": number_of("language", service.pk, code),
                "service_id": key,
                "name": LANGUAGES.get(code, code),
                "code": code.lower(),
            }
            for code in service.languages or ["NLD"]
        ],
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
    } | {name: value for name, value in known.items() if value not in ("", None)}  # fmt: skip
