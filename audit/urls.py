"""URLs of audit."""

from datetime import date

from django.urls import path, register_converter

from audit.views import review, terms, trail

app_name = "audit"


class WeekConverter:
    """Converts an ISO week number in a URL (2026-47) to the Monday of that week, and back."""

    regex = "[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        year, week = value.split("-")
        return date.fromisocalendar(int(year), int(week), 1)

    def to_url(self, monday: date) -> str:
        year, week, _ = monday.isocalendar()
        return f"{year:04}-{week:02}"


register_converter(WeekConverter, "week")

urlpatterns = [
    path("", trail.trail, name="trail"),
    path("logboek.csv", trail.download, name="download"),
    path("bewaren/", terms.terms, name="terms"),
    path("bewaren/blokkade/", terms.hold, name="hold"),
    path("bewaren/blokkade/<int:pk>/opheffen/", terms.lift_hold, name="lift_hold"),
    path("bewaren/<int:pk>/toch/", terms.approve_sweep, name="approve_sweep"),
    path("controle/", review.review, name="review"),
    path("controle/regel/<int:pk>/", review.decide, name="decide"),
    path("controle/<week:monday>/", review.week, name="week"),
    path("controle/<week:monday>/aftekenen/", review.sign, name="sign"),
    path("controle/<week:monday>/controle.csv", review.review_file, name="review_file"),
]
