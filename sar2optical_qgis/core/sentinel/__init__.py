"""What is known of Sentinel-1 and Sentinel-2: bands, units, dates, products, masks, land cover, covariates."""
