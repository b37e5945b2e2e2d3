"""Cloud-free composite: Sentinel-2 layers of several dates in, one clean layer of one date out."""
