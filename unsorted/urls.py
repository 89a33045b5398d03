"""URLs of forms that wait."""

from django.urls import path

from unsorted.views import sorting, visitors

app_name = "unsorted"
urlpatterns = [
    path("ontvangen/<str:token>/", visitors.use_code, name="use_code"),
    path("ongesorteerd/", sorting.form_list, name="form_list"),
    path("ongesorteerd/aantal/", sorting.to_sort, name="to_sort"),
    path("ongesorteerd/<int:pk>/aannemen/", sorting.take, name="take"),
    path("ongesorteerd/<int:pk>/weggooien/", sorting.discard, name="discard"),
    path("ongesorteerd/uur/<str:hour>/weggooien/", sorting.discard_hour, name="discard_hour"),
]
