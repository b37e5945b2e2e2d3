"""From a place and a date to the picture: what there is, the way that errs least, and the picture made that way."""
