"""URLs of this app."""

from django.urls import path

from housing import views

app_name = "housing"
urlpatterns = [
    path("", views.form_list, name="form_list"),
    path("nieuw/", views.add, name="add"),
    path("<int:pk>/", views.page, name="page"),
    path("<int:pk>/wijzigen/", views.edit, name="edit"),
    path("<int:pk>/verder/", views.advance, name="advance"),
    path("<int:pk>/belangstelling/", views.note_interest, name="note_interest"),
    path("belangstelling/<int:pk>/nog-steeds/", views.confirm_interest, name="confirm_interest"),
    path("belangstelling/<int:pk>/niet-meer/", views.end_interest, name="end_interest"),
    path("van-huurder/<int:pk>/", views.of_tenant, name="of_tenant"),
]
