"""Data modules for any layout: the batches of SAR to optical and of cloud removal from somebody else's folders."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from training.data.cloud_examples import read_scenes
from training.data.cloud_scenes import VALIDATION_MASKS, CloudData
from training.data.clouds import MaskBank
from training.data.examples import Example, read_examples
from training.data.fractal_bank import FractalBank
from training.data.index import Chip
from training.data.layouts import read_sides
from training.data.sar_optical import SarOpticalData
from training.data.sen12 import sen12_examples


class SarLayoutData(SarOpticalData):
    """Pairs of radar and optical images in one of the layouts of layouts.py, split by place.

    ``held``: 'val' or 'test' of a data set with an official split. ``most``: chips in memory, spread over the places
    (about 0.6 MB each at 256 pixels). ``look``: of SEN1-2 pictures, 'natural' or 'raw'. ``options``: of the reader.
    """

    def __init__(
        self,
        layout: str = 'folder',
        split: str = 'place',
        held: str = 'val',
        val_share: float = 0.2,
        most: int = 4000,
        look: str = 'natural',
        options: dict[str, Any] | None = None,
        shares: dict[str, float] | None = None,
        **batches,
    ):
        super().__init__(shares=shares or {'multispectral': 0.6, 'picture': 0.6, 'grey': 0.1}, **batches)
        self.layout, self.split, self.held_side, self.val_share = layout, split, held, val_share
        self.most, self.look, self.options = most, look, options

    def setup(self, stage: str) -> None:
        train, val = read_sides(
            self.layout, self.root, self.options, self.split, self.val_share, self.held_side, self.most
        )
        self.held = self._read(val)
        if stage == 'fit':
            self.examples = self._read(train)

    def _read(self, chips: tuple[Chip, ...]) -> list[Example]:
        if self.layout == 'sen12':
            return sen12_examples(chips, self.look)
        return read_examples(chips)


class CloudLayoutData(CloudData):
    """Clear chips in one of the layouts under transplanted clouds, split by place.

    ``masks``: a folder whose subfolder masks/ holds real cloud masks; '' makes fractal clouds instead. ``held``,
    ``most`` and ``options`` as in SarLayoutData (about 1.4 MB a chip of ten bands at 256 pixels).
    """

    def __init__(
        self,
        layout: str = 'folder',
        split: str = 'place',
        held: str = 'val',
        val_share: float = 0.2,
        most: int = 2000,
        masks: str = '',
        options: dict[str, Any] | None = None,
        **batches,
    ):
        super().__init__(**batches)
        self.layout, self.split, self.held_side, self.val_share = layout, split, held, val_share
        self.most, self.masks, self.options = most, masks, options

    def setup(self, stage: str) -> None:
        train, val = read_sides(
            self.layout, self.root, self.options, self.split, self.val_share, self.held_side, self.most
        )
        self.held = read_scenes(val)
        self.held_bank = MaskBank(Path(self.masks), only=VALIDATION_MASKS) if self.masks else FractalBank()
        if stage == 'fit':
            self.scenes = read_scenes(train)
            self.bank = MaskBank(Path(self.masks), leave_out=VALIDATION_MASKS) if self.masks else FractalBank()
