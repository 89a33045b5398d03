"""The demo's mailbox; routed in the demo only."""

from django.urls import path

from outbox import views

app_name = "demo"
urlpatterns = [
    path("post/", views.demo_post, name="post"),
    path("post/<str:key>/", views.demo_letter, name="letter"),
]
