"""The same-image fit: what is hidden regressed on what is visible, on the image's own clear pixels. Pure arrays."""
