"""URL converter for secrets; any other string is a 404."""


class Secret:
    """22 characters of `secrets.token_urlsafe`, or more."""

    regex = "[A-Za-z0-9_-]{1,32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
