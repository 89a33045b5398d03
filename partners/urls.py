"""Addresses of this room."""

from django.urls import path

from partners import views

app_name = "partners"

urlpatterns = [
    path("", views.partner_list, name="list"),
    path("nieuw/", views.add, name="add"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/wijzigen/", views.edit, name="edit"),
    path("<int:pk>/ruimte/", views.change_capacity, name="change_capacity"),
    path("<int:pk>/gecontroleerd/", views.assure, name="assure"),
    path("<int:pk>/uitzetten/", views.switch_off, name="switch_off"),
    path("<int:pk>/aanzetten/", views.switch_on, name="switch_on"),
]
