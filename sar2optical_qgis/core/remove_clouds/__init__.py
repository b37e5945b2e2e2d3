"""Remove clouds: a cloudy Sentinel-2 layer in, the same layer without clouds out."""
