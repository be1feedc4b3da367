"""Wall Tap Station: measures a hip hinge against a virtual wall from depth alone."""

__version__ = "0.1.0"
