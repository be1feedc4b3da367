"""``station bench``: how fast the station is on this machine, and the page of how good it is."""
