"""What the verbs of this room are called in the trail."""

from audit.verbs import name_verbs

name_verbs(
    "insights",
    report="rapport bekeken",
)
