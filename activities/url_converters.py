"""What a secret in an address looks like; anything else is no page."""


class Secret:
    """22 characters of `secrets.token_urlsafe`, and room for longer ones."""

    regex = "[A-Za-z0-9_-]{1,32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
