"""Every page of every role, read by the Nu HTML checker and by axe."""
