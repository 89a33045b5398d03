"""URLs of this room."""

from django.urls import path

from imports import views

app_name = "imports"
urlpatterns = [
    path("", views.read_file, name="read_file"),
    path("kolommen/", views.learn_columns, name="learn_columns"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/afgekeurd.csv", views.rejects, name="rejects"),
    path("<int:pk>/doorvoeren/", views.apply, name="apply"),
    path("<int:pk>/terugdraaien/", views.undo, name="undo"),
    path("<int:pk>/verder/", views.resume, name="resume"),
    path("<int:pk>/weggooien/", views.discard, name="discard"),
]
