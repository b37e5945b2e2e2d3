"""Scenes of a place: found in STAC catalogues, judged by their masks, and read over the network, windows only."""
