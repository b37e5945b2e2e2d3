"""One file an architecture, all of the same shape: planes in, mean and log-sigma out."""
