"""URLs of this room."""

from django.urls import path, register_converter

from tenants.views import (
    file,
    file_access,
    letters,
    measurements,
    network,
    people,
    rights,
    vital,
)


class SubjectAccessConverter:
    """Map a file name such as `inzage.pdf` to the format of a subject access document."""

    regex = "inzage.pdf|inzage.json|brief.pdf"
    forms = {"inzage.pdf": "pdf", "inzage.json": "json", "brief.pdf": "brief"}

    def to_python(self, value: str) -> str:
        return self.forms[value]

    def to_url(self, value: str) -> str:
        return next(name for name, form in self.forms.items() if form == value)


register_converter(SubjectAccessConverter, "inzage")
app_name = "tenants"
urlpatterns = [
    path("", people.tenant_list, name="tenant_list"),
    path("<int:pk>/", file.file, name="file"),
    path("elders/", file_access.elsewhere, name="elsewhere"),
    path("ingezien/", file_access.file_accesses, name="file_accesses"),
    path("ingezien/<int:pk>/", file_access.review_access, name="review_access"),
    path("meten/", measurements.enter_form, name="enter_form"),
    path("meten/antwoordblad.pdf", measurements.answer_sheet, name="answer_sheet"),
    path("meten/toestemming/", measurements.record_permission, name="record_permission"),
    path("buurten/", measurements.areas, name="areas"),
    path("noodzaak/", vital.vital_list, name="vital_list"),
    path("noodzaak/<int:pk>/", vital.vital_page, name="vital_page"),
    path("noodzaak/<int:pk>/beslissen/", vital.decide_vital, name="decide_vital"),
    path("noodzaak/<int:pk>/oordeel/", vital.review_vital, name="review_vital"),
    path("<int:pk>/noodzaak/", vital.ask_vital, name="ask_vital"),
    path("toestemming/<int:pk>/brief.pdf", file.consent_letter, name="consent_letter"),
    path("rechten/", rights.requests, name="requests"),
    path("rechten/<int:pk>/", rights.request_page, name="request_page"),
    path("rechten/<int:pk>/antwoord/", rights.answer_request, name="answer_request"),
    path("rechten/<int:pk>/uitstel/", rights.extend_request, name="extend_request"),
    path("rechten/<int:pk>/verbeteren/", rights.rectify, name="rectify"),
    path("rechten/<int:pk>/verwijderen/", rights.erase, name="erase"),
    path("rechten/<int:pk>/<inzage:form>", rights.give_subject_access, name="give_subject_access"),
    path("<int:pk>/recht/", rights.receive_request, name="receive_request"),
    path("<int:pk>/beperken/", rights.restrict, name="restrict"),
    path("<int:pk>/wie-keek/", rights.looked, name="looked"),
    path("<int:pk>/reden/", file_access.open_with_reason, name="open_with_reason"),
    path("<int:pk>/bereiken/", file_access.change_reach, name="change_reach"),
    path("<int:pk>/afschermen/", file_access.shield, name="shield"),
    path("<int:pk>/niet-afschermen/", file_access.unshield, name="unshield"),
    path("<int:pk>/brief/", letters.write_letter, name="write_letter"),
    path("brief/<int:pk>/brief.pdf", letters.letter, name="letter"),
    path("brief/<int:pk>/terug/", letters.mark_letter_returned, name="mark_letter_returned"),
    path("<int:pk>/adres-klopt/", letters.confirm_address, name="confirm_address"),
    path("<int:pk>/notitie/", file.note, name="note"),
    path("<int:pk>/wens/", file.record_wish, name="record_wish"),
    path("<int:pk>/netwerk/", network.network, name="network"),
    path("<int:pk>/netwerk/bewaren/", network.take_snapshot, name="take_snapshot"),
    path("netwerk/<int:pk>/", network.earlier, name="earlier"),
    path("contact/<int:pk>/", network.change_contact, name="change_contact"),
    path("contact/<int:pk>/weghalen/", network.remove_contact, name="remove_contact"),
    path("toestemming/<int:pk>/intrekken/", file.withdraw_consent, name="withdraw_consent"),
]
