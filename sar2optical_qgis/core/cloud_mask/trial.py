"""Whether a mask that was given can be right: what the pixels show is held against it before it is believed.

Masks are wrong in large things (broken cloud that was missed, a clear date called cirrus) and, as people see it, in
small ones (rims, thin cloud, a roof). In the small ones the network is no better judge, and a mask that is right must
stay as it is, bit for bit. So only what is large and sure counts.
"""

from __future__ import annotations

import numpy as np

from ..raster.filters import dilate
from ..sentinel.cloud_mask import MOST_UNKNOWN
from .detection import ADD, CORRECT, OFF, REFINES, Detection, Found
from .leniency import LEAST
from .planes import block_codes

ON_TRIAL = 'auto'
REFINES_OF_ONE = (*REFINES, ON_TRIAL)  # of a mask of one image
SURE_CLOUD, SURE_CLEAR = 0.95, 0.75  # probabilities
MISSED = 0.02  # of the image: sure cloud beyond the grown mask, from which the mask is no longer believed
GROUND = 0.05  # of the image, surely: where there is so much, a mask that hides all of it is not believed
BY_HAND = '(name the mask, with REFINE_MASK off, to have it taken as it is)'  # one that is found is always tried


class Trial:
    """What a detection that adds to a mask finds against it, window by window."""

    def begin(self, detection: Detection, growth_px: int) -> None:
        """Start with a detection; ``growth_px``: image pixels by which the mask will grow."""
        self.detection, self.growth = detection, -(-growth_px // detection.factor)
        self.seen = self.hidden = self.missed = self.ground = 0

    def look(self, found: Found) -> None:
        """Count what a window shows, on the network's pixels."""
        f, (rows, cols) = self.detection.factor, found.own.shape
        hidden = np.zeros((rows * f, cols * f), bool)
        hidden[: found.kept.shape[0], : found.kept.shape[1]] = found.kept
        hidden = block_codes(hidden, f) & found.seen
        clear, thick, thin, _ = found.probability
        self.seen += np.count_nonzero(found.seen)
        self.hidden += np.count_nonzero(hidden)
        self.ground += np.count_nonzero(hidden & (clear > SURE_CLEAR))
        self.missed += np.count_nonzero(found.seen & (thick + thin > SURE_CLOUD) & ~dilate(hidden, self.growth))

    def verdict(self) -> tuple[str, str]:
        """Return what has to become of the mask, one of REFINES, and a sentence about it.

        A mask that ends too soon, or means the opposite, is left as it is: its own checks tell the user.
        """
        seen, counts, role = max(self.seen, 1), self.detection.counts, self.detection.image.raster.role
        is_inverted = self.detection.given.may_be_inverted and self.ground > self.hidden / 2
        if is_inverted or counts['untold'] > MOST_UNKNOWN * counts['valid']:
            return OFF, ''
        if self.hidden > (1 - LEAST) * seen and self.ground > GROUND * seen:
            return CORRECT, (
                f'The mask hides all of {role}, but {self.ground / seen:.0%} is surely ground: what the pixels show is '
                f'believed instead {BY_HAND}.'
            )
        if self.missed > MISSED * seen:
            return ADD, (
                f'The mask leaves {self.missed / seen:.1%} of {role} that is surely cloud: what the pixels show is '
                f'hidden too {BY_HAND}.'
            )
        return OFF, 'The mask agrees with what the pixels show: it is taken as it is.'
