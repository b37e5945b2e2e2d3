"""SAR to optical: a Sentinel-1 layer in, a natural-colour picture out."""
