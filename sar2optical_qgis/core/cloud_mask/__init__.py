"""Cloud mask: clouds and shadows found in the pixels, with a given mask as a hint where there is one."""
