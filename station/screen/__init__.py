"""Tell: the picture. One small file per screen, one for each thing they share."""

import os

# Standard output belongs to the station's own lines.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
