"""The mask network: the backbone's features and one head of classes."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from sar2optical_qgis.core.cloud_mask.planes import CHANNELS, CLASSES
from training.networks.backbone import Backbone


class CloudSegmenter(Backbone):
    """Planes (N, 16, H, W) of cloud_mask/planes.py to logits (N, 4, H, W) of its CLASSES."""

    def __init__(
        self,
        widths: Sequence[int] = (16, 32, 44, 48),
        blocks: Sequence[int] = (1, 1, 1, 1),
        decoder_blocks: Sequence[int] | None = None,
    ):
        super().__init__(len(CHANNELS), len(CLASSES), widths, blocks, decoder_blocks=decoder_blocks)
        del self.log_sigma

    def cells(self, x: Tensor) -> Tensor:
        """Return the logits of each class on 2 x 2 pixels, (N, 4 * 4, H / 2, W / 2), as the shuffle takes them."""
        return self.mean(self.features(x))

    def forward(self, x: Tensor) -> Tensor:
        return self.shuffle(self.cells(x)).float()
