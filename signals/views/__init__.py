"""Who asks: the list for today, logging at a doorstep, and the life of one signal."""
