"""Words of the trail about forms."""

from audit.verbs import name_verbs

name_verbs("unsorted", forms="ongesorteerde formulieren bekeken")
