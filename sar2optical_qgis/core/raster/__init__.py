"""Rasters of any kind: grids, files read and written by windows, tiles, filters. Nothing here knows a sensor."""
