"""The coach's page: a small web server of its own, which asks the kiosk and shows what it does."""
