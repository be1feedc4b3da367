"""What the body does: wall, repetitions, faults, verdict."""
