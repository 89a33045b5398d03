"""Names of this app's verbs in the audit trail."""

from audit.verbs import name_verbs

name_verbs(
    "insights",
    report="rapport bekeken",
)
