"""URLs of outbox."""

from django.urls import path

from outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.message_list, name="message_list"),
    path("<int:pk>/", views.message_page, name="message_page"),
    path("<int:pk>/opnieuw/", views.retry, name="retry"),
    path("<int:pk>/afgehandeld/", views.finish, name="finish"),
]
