"""What the station is used for: the states that a visitor, a group or a warm-up walks through."""
