"""Simple methods that any network has to beat."""
