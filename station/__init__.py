"""Wall Tap Station: measures a hip hinge against a virtual wall from depth alone."""

import os

__version__ = "0.1.0"

# Standard output belongs to the station's own lines, whichever room loads pygame first.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
