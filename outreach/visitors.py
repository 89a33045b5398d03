"""Whether a request for a code counts: opened by a person, and not a moment ago by the same one."""

import re

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

# Opening again within this time is a reload, or Back on the telephone.
SAME_VISIT = 30 * 60
# Programs that open a link by themselves: search engines, previews in messages, scripts. A Cubot is
# a telephone.
ROBOT = re.compile(
    r"(?<!cu)bot(?:\b|_)|crawl|spider|slurp|preview|externalhit|facebookcatalog|whatsapp|slack|"
    r"telegram|skypeuri|discord|linkedin|embedly|scanner|monitor|headless|curl|wget|python|java/|go-http|"
    r"okhttp|libwww|axios|node-fetch|http-?client",
    re.IGNORECASE,
)


def is_robot(request: HttpRequest) -> bool:
    """Whether a program asks, by its own account: every browser says which it is."""
    agent = request.headers.get("User-Agent", "")
    purposes = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")
    ahead = any(request.headers.get(name) for name in purposes)
    return not agent or ahead or bool(ROBOT.search(agent))


def is_new_visit(request: HttpRequest, code: int) -> bool:
    """Whether a person opens this code, and not again within half an hour.

    The network address and the browser are compared as a keyed hash, which is kept for that half
    hour only; no cookie is set. Two neighbours behind one address with the same browser count once.
    """
    if request.method != "GET" or is_robot(request):
        return False
    who = f"{get_adapter().get_client_ip(request)} {request.headers['User-Agent']}"
    return cache.add(f"opened:{code}:{who}", 1, SAME_VISIT)
