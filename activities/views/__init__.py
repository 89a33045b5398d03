"""Views: public for the agenda and tickets, for staff and hosts otherwise."""
