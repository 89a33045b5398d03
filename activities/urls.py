"""The agenda for everybody, and the meetups for who plans or hosts them."""

from django.urls import path

from activities.views import fragments, guests, own, places, public, series, staff

app_name = "activities"
urlpatterns = [
    path("agenda/", public.agenda, name="agenda"),
    path("agenda/<int:pk>/", public.meetup, name="public"),
    path("agenda/<int:pk>.ics", public.calendar_entry, name="calendar"),
    path("agenda/reeks/<int:pk>.ics", public.series_calendar, name="series_calendar"),
    path("agenda/buurt.ics", public.feed, name="feed"),
    path("agenda/<int:pk>/aanmelden/", own.sign_up, name="sign_up"),
    path("agenda/kaartje/<str:token>/", own.ticket, name="ticket"),
    path("agenda/kaartje/<str:token>/ja/", own.accept, name="accept_own"),
    path("agenda/kaartje/<str:token>/weer-wachten/", own.wait_again, name="wait_again"),
    path("agenda/kaartje/<str:token>/afmelden/", own.cancel, name="cancel"),
    path("activiteiten/", staff.meetups, name="list"),
    path("activiteiten/nieuw/", staff.plan, name="plan"),
    path("activiteiten/reeksen/", series.all_series, name="all_series"),
    path("activiteiten/reeksen/<int:pk>/", series.page, name="series"),
    path("activiteiten/reeksen/<int:pk>/wijzigen/", series.change, name="change_series"),
    path("activiteiten/reeksen/<int:pk>/stoppen/", series.end, name="end_series"),
    path("activiteiten/plekken/", places.places, name="places"),
    path("activiteiten/plekken/nieuw/", places.add, name="add_place"),
    path("activiteiten/plekken/<int:pk>/", places.place, name="place"),
    path("activiteiten/plekken/<int:pk>/wijzigen/", places.change, name="change_place"),
    path("activiteiten/plekken/<int:pk>/sluiten/", places.close, name="close_place"),
    path("activiteiten/reservering/<int:pk>/vrij/", places.release, name="release"),
    path("activiteiten/<int:pk>/", staff.page, name="page"),
    path("activiteiten/<int:pk>/wijzigen/", staff.change, name="change"),
    path("activiteiten/<int:pk>/afgelasten/", staff.call_off, name="call_off"),
    path("activiteiten/<int:pk>/poster/", staff.poster, name="poster"),
    path("activiteiten/<int:pk>/aanmelden/", guests.add, name="add"),
    path("activiteiten/gast/<int:pk>/was-er/", guests.attended, name="attended"),
    path("activiteiten/gast/<int:pk>/was-er-niet/", guests.absent, name="absent"),
    path("activiteiten/gast/<int:pk>/komt/", guests.accept, name="accept"),
    path("activiteiten/gast/<int:pk>/stoel/", guests.seat, name="seat"),
    path("activiteiten/gast/<int:pk>/afmelden/", guests.cancel, name="cancel_guest"),
    path("activiteiten/voor-huurder/<int:pk>/", fragments.for_tenant, name="for_tenant"),
    path("activiteiten/van-campagne/<int:pk>/", fragments.of_campaign, name="of_campaign"),
]
