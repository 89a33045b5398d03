"""Who asks: everybody for the agenda and the own ticket, staff and hosts for the rest."""
