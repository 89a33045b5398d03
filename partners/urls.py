"""URLs of this app."""

from django.urls import path

from partners.views import agreements, organisations, people, services

app_name = "partners"

urlpatterns = [
    path("", organisations.partner_list, name="partner_list"),
    path("nieuw/", organisations.add, name="add"),
    path("ons/", organisations.own, name="own"),
    path("sociale-kaart/", services.social_map, name="social_map"),
    path("uitnodiging/<str:token>/", people.accept_invitation, name="accept_invitation"),
    path("uitnodiging/<str:token>/code/", people.send_invitation_code, name="send_invitation_code"),
    path("uitnodiging/<str:token>/open/", people.use_invitation_code, name="use_invitation_code"),
    path("<int:pk>/", organisations.page, name="page"),
    path("<int:pk>/wijzigen/", organisations.edit, name="edit"),
    path("<int:pk>/ruimte/", organisations.change_capacity, name="change_capacity"),
    path("<int:pk>/klopt/", organisations.assure, name="assure"),
    path("<int:pk>/uit/", organisations.switch_off, name="switch_off"),
    path("<int:pk>/aan/", organisations.switch_on, name="switch_on"),
    path("<int:pk>/samengaan/", organisations.merge, name="merge"),
    path("<int:pk>/afspraak/", agreements.agree, name="agree"),
    path("afspraken/<int:pk>/document/", agreements.document, name="document"),
    path("afspraken/<int:pk>/stoppen/", agreements.end_agreement, name="end_agreement"),
    path("<int:pk>/aanbod/", services.add_service, name="add_service"),
    path("aanbod/<int:pk>/", services.change_service, name="change_service"),
    path("aanbod/<int:pk>/weg/", services.remove_service, name="remove_service"),
    path("<int:pk>/uitnodigen/", people.invite, name="invite"),
    path("uitnodigingen/<int:pk>/intrekken/", people.revoke_invitation, name="revoke_invitation"),
    path("mensen/mijn-mail/", people.choose_mails, name="choose_mails"),
    path("mensen/<int:pk>/aanspreekpunt/", people.make_lead, name="make_lead"),
    path("mensen/<int:pk>/vertrokken/", people.leave, name="leave"),
]
