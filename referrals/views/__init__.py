"""Pages of this room: the sender's, the partner's, and pieces for other rooms."""
