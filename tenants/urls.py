"""Addresses of this room."""

from django.urls import path, register_converter

from tenants.views import file, file_access, measurements, network, people, rights, vital


class InzageConverter:
    """`inzage.pdf`: in which form something is given."""

    regex = "inzage.pdf|inzage.json|brief.pdf"
    forms = {"inzage.pdf": "pdf", "inzage.json": "json", "brief.pdf": "brief"}

    def to_python(self, value: str) -> str:
        return self.forms[value]

    def to_url(self, value: str) -> str:
        return next(name for name, form in self.forms.items() if form == value)


register_converter(InzageConverter, "inzage")
app_name = "tenants"
urlpatterns = [
    path("", people.tenant_list, name="list"),
    path("<int:pk>/", file.file, name="file"),
    path("elders/", file_access.elsewhere, name="elsewhere"),
    path("ingezien/", file_access.looks, name="looks"),
    path("ingezien/<int:pk>/", file_access.review, name="review_look"),
    path("meten/", measurements.measure, name="measure"),
    path("meten/toestemming/", measurements.permit, name="permit"),
    path("buurten/", measurements.areas, name="areas"),
    path("noodzaak/", vital.vital_list, name="vitals"),
    path("noodzaak/<int:pk>/", vital.show, name="vital"),
    path("noodzaak/<int:pk>/beslissen/", vital.decide, name="decide_vital"),
    path("noodzaak/<int:pk>/oordeel/", vital.review, name="review_vital"),
    path("<int:pk>/noodzaak/", vital.ask, name="ask_vital"),
    path("toestemming/<int:pk>/brief.pdf", file.letter, name="consent_letter"),
    path("rechten/", rights.requests, name="requests"),
    path("rechten/<int:pk>/", rights.show, name="request"),
    path("rechten/<int:pk>/antwoord/", rights.answer, name="answer"),
    path("rechten/<int:pk>/uitstel/", rights.extend, name="extend"),
    path("rechten/<int:pk>/verbeteren/", rights.rectify, name="rectify"),
    path("rechten/<int:pk>/verwijderen/", rights.erase, name="erase"),
    path("rechten/<int:pk>/<inzage:form>", rights.give, name="give"),
    path("<int:pk>/recht/", rights.ask, name="ask"),
    path("<int:pk>/beperken/", rights.restrict, name="restrict"),
    path("<int:pk>/wie-keek/", rights.looked, name="looked"),
    path("<int:pk>/reden/", file_access.reason, name="reason"),
    path("<int:pk>/bereiken/", file_access.reach, name="reach"),
    path("<int:pk>/afschermen/", file_access.shield, name="shield"),
    path("<int:pk>/niet-afschermen/", file_access.unshield, name="unshield"),
    path("<int:pk>/notitie/", file.note, name="note"),
    path("<int:pk>/wens/", file.wish, name="wish"),
    path("<int:pk>/netwerk/", network.network, name="network"),
    path("<int:pk>/netwerk/bewaren/", network.snapshot, name="snapshot"),
    path("netwerk/<int:pk>/", network.earlier, name="earlier"),
    path("contact/<int:pk>/", network.change, name="change_contact"),
    path("contact/<int:pk>/weghalen/", network.remove, name="remove_contact"),
    path("toestemming/<int:pk>/intrekken/", file.withdraw, name="withdraw"),
]
