"""URLs: campaigns for staff, and the public short address on printed materials."""

from django.urls import path

from outreach import views

app_name = "outreach"
urlpatterns = [
    path("p/<str:code>/", views.count_visit, name="count_visit"),
    path("voorlichting/", views.campaign_list, name="campaign_list"),
    path("voorlichting/nieuw/", views.start_campaign, name="start_campaign"),
    path("voorlichting/wacht/", views.unfinished, name="unfinished"),
    path("voorlichting/<int:pk>/", views.page, name="page"),
    path("voorlichting/<int:pk>/wijzigen/", views.change_campaign, name="change_campaign"),
    path("voorlichting/<int:pk>/verder/", views.advance_campaign, name="advance_campaign"),
    path("voorlichting/<int:pk>/evalueren/", views.evaluate_campaign, name="evaluate_campaign"),
    path("voorlichting/<int:pk>/taak/", views.mark_task, name="mark_task"),
    path("voorlichting/<int:pk>/inzet/", views.add_effort, name="add_effort"),
    path("voorlichting/inzet/<int:pk>/", views.change_effort, name="change_effort"),
    path("voorlichting/inzet/<int:pk>/stoppen/", views.stop_effort, name="stop_effort"),
    path("voorlichting/code-gehoord/", views.note_mention, name="note_mention"),
    path("voorlichting/code/<int:pk>/", views.change_code, name="change_code"),
    path("voorlichting/code/<int:pk>.svg", views.qr, name="qr"),
    path("voorlichting/code/<int:pk>/poster/", views.poster, name="poster"),
]
