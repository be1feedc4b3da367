"""An athlete, a gym and a depth sensor made of numbers. Knows no other room."""
