"""Every free text has a guard; what has none is stated here, with the reason."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from ground.guarded_text import GuardedBoundField
from ground.phones import PhoneField
from ground.plain_text import PlainField
from ground.text_warnings import A_PERSON, FROM_OUTSIDE, PUBLIC_TEXT, SAVED_FIRST
from tests.house.test_form_errors import FIELDS

# Fields that check what may be in them, such as an address or a number.
CHECKED = (
    forms.EmailField,
    forms.URLField,
    forms.UUIDField,
    forms.RegexField,
    forms.JSONField,
    PhoneField,
)
NOT_TYPED = (forms.HiddenInput, forms.PasswordInput, forms.Select)

WITHOUT: dict[str, list[str]] = {
    "asks for a name, or for the name and the role of somebody who comes along": [
        "activities.forms.meetups.MeetupForm.host_name",
        "activities.forms.meetups.SeriesForm.host_name",
        "activities.forms.places.PlaceForm.key_holder",
        "activities.forms.portraits.PortraitForm.name",
        "activities.forms.sign_ups.BuddyForm.name",
        "activities.forms.sign_ups.BuddyRequestCalledForm.name",
        "activities.forms.sign_ups.ChangeSignUpForm.name",
        "activities.forms.sign_ups.FetcherForm.fetcher",
        "activities.forms.sign_ups.GuestForm.name",
        "activities.forms.sign_ups.OwnSignUpForm.name",
        "activities.forms.sign_ups.OwnSignUpForm.on_behalf",
        "activities.forms.sign_ups.RegularGuestForm.name",
        "activities.forms.sign_ups.StaffSignUpForm.name",
        "activities.forms.sign_ups.StaffSignUpForm.on_behalf",
        "activities.forms.sign_ups.WalkInForm.name",
        "grants.forms.AccountForm.name",
        "grants.forms.NewAccountForm.name",
        "housing.forms.ApplyForm.first_name",
        "housing.forms.ApplyForm.last_name",
        "housing.forms.NewOutsiderForm.first_name",
        "housing.forms.NewOutsiderForm.last_name",
        "housing.forms.OutsiderForm.first_name",
        "housing.forms.OutsiderForm.last_name",
        "partners.forms.agreements.AgreementForm.contact",
        "partners.forms.people.AcceptInvitationForm.name",
        "referrals.forms.answers.NameForm.said_by",
        "referrals.forms.handover.HandoverForm.who",
        "signals.forms.intake.ReportForm.name",
        "signals.forms.visits.VisitForm.other_companion",
        "signals.forms.notes.SignalNoteForm.said_by",
        "tenants.forms.notes.ContactForm.label",
        "tenants.forms.rights.RectifyForm.first_name",
        "tenants.forms.rights.RectifyForm.infix",
        "tenants.forms.rights.RectifyForm.initials",
        "tenants.forms.rights.RectifyForm.last_name",
        "tenants.forms.rights.RectifyForm.phone",
    ],
    "asks for an address, a code, or what to search for; it is not stored": [
        "activities.forms.sign_ups.CodeForm.code",
        "activities.forms.sign_ups.StaffSignUpForm.code",
        "activities.forms.sign_ups.StaffSignUpForm.find",
        "grants.forms.FindForm.q",
        "housing.forms.PlaceForm.reference",
        "partners.forms.services.MapForm.q",
        "outreach.forms.MentionForm.heard",
        "partners.forms.people.CodeForm.code",
        "signals.forms.intake.ComeBackForm.code",
        "signals.forms.intake.ReportForm.typed_address",
        "signals.forms.intake.SignalForm.address",
        "signals.forms.intake.SignalForm.choice",
        "signals.forms.intake.VerifyForm.address",
        "signals.forms.intake.VerifyForm.choice",
        "tenants.forms.file_access.ElsewhereForm.last_name",
        "tenants.forms.file_access.ElsewhereForm.postcode",
        "unsorted.forms.CodeForm.code",
    ],
    "the sentence that the page showed, sent back": [
        "signals.forms.follow_ups.CloseForm.read_aloud"
    ],
    "names or describes an offer, a place or an organisation in a few words": [
        "activities.forms.meetups.MeetupForm.cost",
        "activities.forms.meetups.MeetupForm.for_whom",
        "activities.forms.meetups.MeetupForm.title",
        "activities.forms.meetups.SeriesForm.cost",
        "activities.forms.meetups.SeriesForm.for_whom",
        "activities.forms.meetups.SeriesForm.title",
        "activities.forms.places.PlaceForm.complex_code",
        "activities.forms.places.PlaceForm.name",
        "activities.forms.places.PlaceForm.neighbourhood",
        "activities.forms.places.PlaceForm.opening",
        "activities.forms.places.PlaceForm.street",
        "activities.forms.places.PlaceForm.town",
        "housing.forms.HousingFormForm.name",
        "housing.forms.RecordForm.whose",
        "housing.forms.HousingFormForm.place",
        "imports.forms.ColumnsForm.source",
        "outreach.forms.CampaignForm.name",
        "outreach.forms.CodeForm.label",
        "outreach.forms.EffortForm.material",
        "outreach.forms.EffortForm.where",
        "partners.forms.organisations.NewPartnerForm.name",
        "partners.forms.organisations.NewPartnerForm.phone",
        "partners.forms.organisations.PartnerForm.name",
        "partners.forms.organisations.PartnerForm.phone",
        "partners.forms.services.ServiceForm.accessibility",
        "partners.forms.services.ServiceForm.costs",
        "partners.forms.services.ServiceForm.for_whom",
        "partners.forms.services.ServiceForm.how_to_join",
        "partners.forms.services.ServiceForm.name",
        "partners.forms.services.ServiceForm.wait",
    ],
    "a word in a list that colleagues choose from; it is about nobody": [
        "signals.forms.settings.DayOffForm.label",
        "signals.forms.settings.OtherServiceForm.about",
        "signals.forms.settings.OtherServiceForm.label",
        "signals.forms.settings.OtherServiceForm.phone",
        "signals.forms.settings.SignForm.label",
    ],
    "in a vital interest the text says what threatens somebody, illness included": [
        "tenants.forms.vital.VitalForm.danger",
        "tenants.forms.vital.VitalForm.recipient_name",
        "tenants.forms.vital.VitalForm.why_not_asked",
    ],
}
EXEMPT = {name for names in WITHOUT.values() for name in names}
# Texts that anybody may read, in which health or faith may be the subject.
ANYBODY_READS = {
    "activities.forms.meetups.MeetupForm.about",
    "activities.forms.meetups.SeriesForm.about",
    "activities.forms.places.BookForm.what",
    "activities.forms.places.PlaceForm.directions",
    "activities.forms.places.PlaceForm.house_rules",
    "housing.forms.HousingFormForm.about",
    "outreach.forms.CampaignForm.audience",
    "outreach.forms.CampaignForm.goal",
    "outreach.forms.CampaignForm.headline",
    "outreach.forms.CampaignForm.invitation",
    "outreach.forms.CampaignForm.question",
    "outreach.forms.EvaluationForm.evaluation",
    "partners.forms.organisations.NewPartnerForm.offers",
    "partners.forms.organisations.PartnerForm.offers",
    "partners.forms.services.ServiceForm.description",
}
# Texts that are saved at once, and then shown to be changed.
SAVED_AT_ONCE = {
    f"signals.forms.intake.{form}.{name}"
    for form in ("RewordForm", "SignalForm", "WordsForm")
    for name in ("fact", "own_words", "impression")
}
WRITTEN_BY_A_STRANGER = {
    "signals.forms.intake.ComeBackForm.fact",
    "signals.forms.intake.ReportForm.fact",
}


def is_typed(field: forms.Field) -> bool:
    """Whether somebody types something into this field that nothing else checks."""
    return (
        isinstance(field, forms.CharField)
        and not isinstance(field, CHECKED)
        and not isinstance(field.widget, NOT_TYPED)
    )


def typed_fields() -> dict[str, forms.Field]:
    fields = {one.id: one.values[0].base_fields[one.values[1]] for one in FIELDS}
    return {name: field for name, field in fields.items() if is_typed(field)}


def guard_of(field: forms.Field):
    return getattr(field, "guard", None)


@pytest.mark.parametrize("name", sorted(typed_fields()))
def test_a_free_text_has_the_guard_of_what_it_is_about(name):
    field = typed_fields()[name]
    expected = A_PERSON
    if name in EXEMPT:
        expected = None
    elif name in ANYBODY_READS:
        expected = PUBLIC_TEXT
    elif name in SAVED_AT_ONCE:
        expected = SAVED_FIRST
    elif name in WRITTEN_BY_A_STRANGER:
        expected = FROM_OUTSIDE

    assert guard_of(field) is expected, (
        "Make it a PlainField (about a person) or a PublicTextField (anybody reads it). A field "
        "that is neither is an UnguardedField, and stands in WITHOUT with the reason."
    )


def test_every_stated_field_is_there():
    stated = EXEMPT | ANYBODY_READS | SAVED_AT_ONCE | WRITTEN_BY_A_STRANGER

    assert stated - typed_fields().keys() == set()


def test_most_free_texts_are_about_a_person():
    assert sum(guard_of(field) is A_PERSON for field in typed_fields().values()) > 25


@pytest.mark.parametrize("field", [forms.CharField(), forms.CharField(widget=forms.Textarea)])
def test_a_new_free_text_of_django_is_found(field):
    assert is_typed(field)
    assert guard_of(field) is None


def test_a_new_plain_field_has_the_guard_before_anybody_thinks_of_it():
    class NewForm(forms.Form):
        remark = PlainField()

    form = NewForm({"remark": "is dement"})

    assert isinstance(form["remark"], GuardedBoundField)
    assert not form.is_valid()
    assert 'name="remark-seen"' in str(form["remark"])


# --- A template that writes a field by hand must show the warning and send back what was seen ---

BY_HAND = re.compile(r"<(?:textarea|input)\b[^>]*?\bname=\"(\w+)\"", re.S)
ASKING = {
    one.values[1]
    for one in FIELDS
    if getattr(guard_of(one.values[0].base_fields[one.values[1]]), "asks", False)
}
TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))


def by_hand(text: str) -> set[str]:
    """The fields that ask and that a template writes by hand, other than as a choice."""
    found = (match for match in BY_HAND.finditer(text) if 'type="radio"' not in match[0])
    return {match[1] for match in found} & ASKING


# The texts of log.html are saved first, but have names of fields that ask on other forms.
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_field_written_by_hand_shows_the_warning_and_what_was_seen(path):
    text = path.read_text()

    for name in by_hand(text) if path.name != "log.html" else ():
        assert f"form.{name}.seen_input" in text, name
        assert f'"components/error.html" with field=form.{name} ' in text, name


def test_a_field_written_by_hand_is_found():
    assert by_hand('<textarea class="input"\n name="sentence" rows="2">') == {"sentence"}
