"""URLs: campaigns for staff, and the public short address on printed materials."""

from django.urls import path

from outreach import views

app_name = "outreach"
urlpatterns = [
    path("p/<str:code>/", views.count_visit, name="count_visit"),
    path("voorlichting/", views.campaign_list, name="campaign_list"),
    path("voorlichting/nieuw/", views.start_campaign, name="start_campaign"),
    path("voorlichting/<int:pk>/", views.page, name="page"),
    path("voorlichting/code/<int:pk>.svg", views.qr, name="qr"),
    path("voorlichting/code/<int:pk>/poster/", views.poster, name="poster"),
]
