"""Addresses of this room."""

from django.urls import path

from housing import views

app_name = "housing"
urlpatterns = [
    path("", views.form_list, name="list"),
    path("nieuw/", views.add, name="add"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/wijzigen/", views.edit, name="edit"),
    path("<int:pk>/verder/", views.advance, name="advance"),
    path("<int:pk>/belangstelling/", views.note_interest, name="note_interest"),
    path("belangstelling/<int:pk>/nog-steeds/", views.confirm, name="confirm"),
    path("belangstelling/<int:pk>/niet-meer/", views.end, name="end"),
    path("van-huurder/<int:pk>/", views.of_tenant, name="of_tenant"),
]
