"""Cloud masks to learn from: images of the index, labels by teachers whose weights lie in wheels, clouds laid over."""
