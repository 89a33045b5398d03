"""The public list of what there is to do, for other systems."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.guards import public
from activities import hsds
from ground.paging import key_of
from ground.revalidation import revalidated

# What may be asked, and what is meant when it is not.
DEFAULTS = {"page": "1", "per_page": str(hsds.MOST)}


@public
def service_list(request: HttpRequest) -> HttpResponse:
    """A page of services as HSDS 3.1: `?page=`, and `?per_page=` of at most a hundred."""
    if unknown := sorted(set(request.GET) - set(DEFAULTS)):
        return refusal(f"Wij kennen {unknown[0][:40]!r} niet. U kunt vragen om page en per_page.")
    number, size = (key_of(request.GET.get(name, default)) for name, default in DEFAULTS.items())
    if not number:
        return refusal("page is het nummer van een bladzijde: een heel getal vanaf 1.")
    if not size or size > hsds.MOST:
        return refusal(f"per_page is een heel getal van 1 tot en met {hsds.MOST}.")
    page = hsds.page_of(number, size)
    if page is None:
        return refusal(
            f"Bladzijde {number} is er niet. Bij total_pages staat hoeveel er zijn.", 404
        )
    return revalidated(request, JsonResponse(page, json_dumps_params={"ensure_ascii": False}))


def refusal(sentence: str, status: int = 400) -> JsonResponse:
    """Return the sentence that says what to ask for instead."""
    return JsonResponse(
        {"error": sentence}, status=status, json_dumps_params={"ensure_ascii": False}
    )
