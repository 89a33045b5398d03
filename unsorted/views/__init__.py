"""Pages of forms that wait: that of their sender, and those of the colleague who sorts them."""
