"""Models of housing forms, and of people interested in one."""

from housing.models.candidates import ASK_AGAIN_AFTER, Candidate, Outsider, any_candidate
from housing.models.forms import FormMeetup, HousingForm, forms_open_to_all
from housing.models.register import AgeTarget, Phase, Record
from housing.models.steps import Step

__all__ = [
    "ASK_AGAIN_AFTER",
    "AgeTarget",
    "Candidate",
    "FormMeetup",
    "HousingForm",
    "Outsider",
    "Phase",
    "Record",
    "Step",
    "any_candidate",
    "forms_open_to_all",
]
