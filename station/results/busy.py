"""How long whoever opens the results waits for somebody else who holds them."""

BUSY_S = 2.0
"""For longer it is an error."""
