"""Campaigns for staff, and the short address on their paper for everybody."""

from django.urls import path

from outreach import views

app_name = "outreach"
urlpatterns = [
    path("p/<str:code>/", views.arrive, name="arrive"),
    path("voorlichting/", views.campaigns, name="list"),
    path("voorlichting/nieuw/", views.start, name="start"),
    path("voorlichting/<int:pk>/", views.page, name="page"),
    path("voorlichting/code/<int:pk>.svg", views.qr, name="qr"),
    path("voorlichting/code/<int:pk>/poster/", views.poster, name="poster"),
]
