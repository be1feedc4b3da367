"""The pages, by what a coach does there."""
