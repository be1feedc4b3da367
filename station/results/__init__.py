"""Remember: every test, repetition by repetition, as numbers. No frames, outlines or names."""
