"""URLs of the demo's mailbox, which exist in the demo only."""

from django.urls import path

from outbox import views

app_name = "demo"
urlpatterns = [
    path("post/", views.demo_post, name="post"),
    path("post/<str:key>/", views.demo_letter, name="letter"),
]
