"""Tell: the picture. One small file per screen, one for each thing they share."""
