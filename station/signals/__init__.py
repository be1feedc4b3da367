"""Tell: the pass light, the fault light and the buzzer."""
