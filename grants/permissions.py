"""The verbs of the trail that change what somebody may do, for the page of the privacy officer."""

from ground.hooks import Registry

VERBS: Registry[str] = Registry("grants.permissions", "verbs that change what somebody may do")


def name_permission_verbs(*verbs: str) -> None:
    """Show these verbs on the page with rights."""
    for verb in verbs:
        VERBS.add(verb, verb)
