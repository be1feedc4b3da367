"""A set-up: found out step by step, kept, and applied while the camera stays where it is."""
