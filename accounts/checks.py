"""System check: Aanloop does not start while a view does not declare who may see it."""

from collections.abc import Iterator

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.guards import guarded_elsewhere


def url_patterns(
    resolver: URLResolver | None = None, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Yield (namespaced name, route, pattern) for every URL pattern of the project."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [namespace, entry.namespace]))
            yield from url_patterns(entry, route, inner)
        else:
            yield ":".join(filter(None, [namespace, entry.name])), route, entry


@register()
def every_page_has_a_door(app_configs, **kwargs) -> list[Error]:
    """Return an error for every view that does not declare who may see it."""
    return [
        Error(
            f"The page at /{route} has no door.",
            hint="Put @requires(Can.X), @signed_in or @public on its view.",
            id="accounts.E001",
        )
        for name, route, pattern in url_patterns()
        if not hasattr(pattern.callback, "access") and not guarded_elsewhere(pattern.callback, name)
    ]
