"""URLs of the public agenda, and of the pages for planners and hosts."""

from django.urls import path, register_converter

from activities.url_converters import Secret
from activities.views import (
    agenda,
    buddies,
    calls,
    fragments,
    hsds,
    invitations,
    invited,
    meetups,
    places,
    portraits,
    series,
    sign_ups,
    tickets,
)

register_converter(Secret, "secret")
app_name = "activities"
urlpatterns = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/lopen/", agenda.choose_complex, name="choose_complex"),
    path("agenda/<int:pk>/", agenda.meetup, name="meetup"),
    path("agenda/<int:pk>.ics", agenda.calendar_entry, name="calendar_entry"),
    path("agenda/reeks/<int:pk>.ics", agenda.series_calendar, name="series_calendar"),
    path("agenda/buurt.ics", agenda.feed, name="feed"),
    path("agenda/<int:pk>/aanmelden/", tickets.sign_up, name="sign_up"),
    path("agenda/<int:pk>.png", invitations.picture, name="picture"),
    path("agenda/samen/", buddies.request_buddy, name="request_buddy"),
    path("agenda/samen/bedankt/", buddies.buddy_thanks, name="buddy_thanks"),
    path("agenda/samen/<secret:token>/", buddies.answer_match_by_link, name="answer_match_by_link"),
    path("hsds/services", hsds.services, name="hsds"),
    path("k/", invited.type_code, name="type_code"),
    path("k/<str:code>/", invited.code, name="code"),
    path(
        "agenda/kaartje/<secret:token>/gesproken/",
        tickets.tell_if_spoken_to,
        name="tell_if_spoken_to",
    ),
    path("agenda/kaartje/<secret:token>/", tickets.ticket, name="ticket"),
    path("agenda/kaartje/<secret:token>/ja/", tickets.accept_own, name="accept_own"),
    path("agenda/kaartje/<secret:token>/weer-wachten/", tickets.wait_again, name="wait_again"),
    path(
        "agenda/kaartje/<secret:token>/met-hoeveel/",
        tickets.change_own_party,
        name="change_own_party",
    ),
    path("agenda/<int:pk>/kaartje/", tickets.send_tickets_again, name="send_tickets_again"),
    path("agenda/<int:pk>/kaartje/onderweg/", tickets.tickets_sent, name="tickets_sent"),
    path("agenda/kaartje/<secret:token>/afmelden/", tickets.cancel_own, name="cancel_own"),
    path("activiteiten/", meetups.meetup_list, name="meetup_list"),
    path("activiteiten/nieuw/", meetups.plan_meetup, name="plan_meetup"),
    path("activiteiten/reeksen/", series.all_series, name="all_series"),
    path("activiteiten/reeksen/<int:pk>/", series.series_page, name="series_page"),
    path("activiteiten/reeksen/<int:pk>/wijzigen/", series.change_series, name="change_series"),
    path("activiteiten/reeksen/<int:pk>/stoppen/", series.end_series, name="end_series"),
    path("activiteiten/reeksen/<int:pk>/altijd/", series.always_come, name="always_come"),
    path(
        "activiteiten/vaste-plek/<int:pk>/stoppen/",
        series.end_regular_guest,
        name="end_regular_guest",
    ),
    path("activiteiten/bellen/", calls.calls, name="calls"),
    path("activiteiten/bellen/aantal/", calls.to_call, name="to_call"),
    path("activiteiten/bellen/lijst.pdf", calls.call_list, name="call_list"),
    path("activiteiten/bellen/<int:pk>/gebeld/", calls.called, name="called"),
    path(
        "activiteiten/bellen/<int:pk>/komt-niet/", calls.cancel_after_call, name="cancel_after_call"
    ),
    path(
        "activiteiten/bellen/bericht/<int:pk>/verteld/", calls.told_by_phone, name="told_by_phone"
    ),
    path("activiteiten/gast/<int:pk>/ophalen/", sign_ups.arrange_fetch, name="arrange_fetch"),
    path("activiteiten/gezelschap/", buddies.buddy_list, name="buddy_list"),
    path("activiteiten/gezelschap/<int:pk>/", buddies.search_buddy, name="search_buddy"),
    path(
        "activiteiten/gezelschap/<int:pk>/klaar/",
        buddies.close_buddy_request,
        name="close_buddy_request",
    ),
    path(
        "activiteiten/gezelschap/<int:pk>/vraag/<int:buddy>/",
        buddies.propose,
        name="propose",
    ),
    path("activiteiten/voorstel/<int:pk>/", buddies.answer_match, name="answer_match"),
    path("activiteiten/maatjes/nieuw/", buddies.add_buddy, name="add_buddy"),
    path("activiteiten/maatjes/<int:pk>/", buddies.change_buddy, name="change_buddy"),
    path(
        "activiteiten/uitnodiging/<int:pk>/terug/", invitations.mark_returned, name="mark_returned"
    ),
    path("agenda/gezicht/<int:pk>.jpg", portraits.face, name="face"),
    path("activiteiten/gezichten/", portraits.add_portrait, name="add_portrait"),
    path("activiteiten/gezichten/<int:pk>/weg/", portraits.remove_portrait, name="remove_portrait"),
    path("activiteiten/plekken/", places.places, name="places"),
    path("activiteiten/plekken/nieuw/", places.add_place, name="add_place"),
    path("activiteiten/plekken/<int:pk>/", places.place, name="place"),
    path("activiteiten/plekken/<int:pk>/wijzigen/", places.change_place, name="change_place"),
    path("activiteiten/plekken/<int:pk>/lopen/", places.note_walk, name="note_walk"),
    path("activiteiten/plekken/<int:pk>/sluiten/", places.close_place, name="close_place"),
    path("activiteiten/reservering/<int:pk>/vrij/", places.release, name="release"),
    path("activiteiten/<int:pk>/", meetups.page, name="page"),
    path("activiteiten/<int:pk>/wijzigen/", meetups.change_meetup, name="change_meetup"),
    path("activiteiten/<int:pk>/afgelasten/", meetups.cancel_meetup, name="cancel_meetup"),
    path("activiteiten/<int:pk>/vragen/", invitations.invite, name="invite"),
    path("activiteiten/<int:pk>/brieven/", invitations.invites, name="invites"),
    path("activiteiten/<int:pk>/brieven.pdf", invitations.letters, name="letters"),
    path("activiteiten/<int:pk>/brieven/gepost/", invitations.mark_posted, name="mark_posted"),
    path("activiteiten/<int:pk>/poster.pdf", invitations.poster_pdf, name="poster_pdf"),
    path("activiteiten/<int:pk>/deurlijst.pdf", invitations.door_list, name="door_list"),
    path("activiteiten/<int:pk>/zonder-aanmelden/", meetups.count_walk_ins, name="count_walk_ins"),
    path("activiteiten/<int:pk>/zonder-aanmelden/naam/", meetups.name_walk_in, name="name_walk_in"),
    path(
        "activiteiten/zonder-aanmelden/<int:pk>/weg/",
        meetups.forget_walk_in,
        name="forget_walk_in",
    ),
    path("activiteiten/<int:pk>/poster/", meetups.poster, name="poster"),
    path("activiteiten/<int:pk>/aanmelden/", sign_ups.sign_up_guest, name="sign_up_guest"),
    path("activiteiten/gast/<int:pk>/was-er/", sign_ups.mark_attended, name="mark_attended"),
    path(
        "activiteiten/gast/<int:pk>/was-er-niet/", sign_ups.unmark_attended, name="unmark_attended"
    ),
    path("activiteiten/gast/<int:pk>/komt/", sign_ups.accept_offer, name="accept_offer"),
    path("activiteiten/gast/<int:pk>/stoel/", sign_ups.seat, name="seat"),
    path("activiteiten/gast/<int:pk>/wijzigen/", sign_ups.change_sign_up, name="change_sign_up"),
    path("activiteiten/gast/<int:pk>/afmelden/", sign_ups.cancel_sign_up, name="cancel_sign_up"),
    path("activiteiten/voor-huurder/<int:pk>/", fragments.for_tenant, name="for_tenant"),
    path("activiteiten/van-campagne/<int:pk>/", fragments.of_campaign, name="of_campaign"),
]
