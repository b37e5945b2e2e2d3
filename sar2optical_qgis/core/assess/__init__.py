"""Assess quality: how far a generated raster is off a reference, and the report of it."""
