"""The layer that says what a Sentinel-2 image does not show of the ground, on the image's pixels."""

from __future__ import annotations

import numpy as np

from ..errors import InputError
from ..raster.align import NEAREST, AlignedReader
from ..raster.fill import Fill
from ..raster.filters import dilate
from ..raster.raster import Raster
from ..raster.registration import displaced
from ..raster.target_grid import TargetGrid
from .layers import open_layer
from .mask_reading import reading_of
from .mask_types import DILATE_M, check_values, fills_in, parse_hide

MOST_DILATION = 256  # pixels
INVERTED = 2.0  # times as bright as what a mask hides, clouds are left by one that means something else
LAST_OF_OTHERS = 5  # code of clear ground, clouds and the like in masks other than a scene classification
ENOUGH = 100  # pixels that tell
MOST_UNKNOWN = 0.1  # of the image may lie beyond its mask
NO_DATA_TYPES = ('scl', 'fmask')  # masks that say where the image has no data
UNTOLD = 255  # class of pixels of which a mask says nothing
_SCL = np.full(12, UNTOLD, np.uint8)
_SCL[[2, 4, 5, 6, 7, 11]], _SCL[[8, 9]], _SCL[10], _SCL[3] = 0, 1, 2, 3
CLASSES = {'scl': _SCL, 'omnicloudmask': np.arange(4, dtype=np.uint8)}  # 0 clear, 1 thick, 2 thin, 3 shadow, by code


def growth_px(dilate_px: int, pixel_size_m: float) -> int:
    """Return by how many pixels a mask grows; -1 = DILATE_M."""
    return min(int(round(DILATE_M / pixel_size_m)) if dilate_px < 0 else dilate_px, MOST_DILATION)


class NoMask:
    """In the place of a mask where nobody knows yet what is hidden: all of it counts as clear."""

    decisions = ()
    reader = None

    def read(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return that nothing is hidden, bool (rows, cols)."""
        return np.zeros((height, width), bool)

    says_cloud = read

    def holes(self, row: int, col: int, height: int, width: int, empty: np.ndarray) -> tuple[int, int]:
        """Return that nothing is told of pixels without data."""
        return 0, 0

    def require_cover(self, windows: list[tuple[int, int, int, int]], has_data: list[np.ndarray]) -> None:
        """Do nothing: there is no mask that could end too soon."""

    def require_clouds(self, hidden: np.ndarray, clear: np.ndarray) -> None:
        """Do nothing: there is no mask that could mean the opposite."""


class CloudMask:
    """An opened mask, dilated when it is read."""

    def __init__(
        self,
        path: str,
        target_grid: TargetGrid,
        mask_type: str = 'scl',
        hide: str = '',
        dilate_px: int = -1,
        role: str = 'SCL',
    ) -> None:
        """Open and check the mask of the image of the target grid; ``decisions`` says what was decided.

        ``hide``: values as clouds.parse_hide takes them. ``dilate_px``: of the target grid's pixels, -1 = DILATE_M.
        ``role``: what messages call the mask.
        """
        if not path:
            raise InputError(
                'SCL is missing. Give the scene classification (or another cloud mask, with its MASK_TYPE).'
            )
        parse_hide(hide, mask_type)
        self.mask_type, self.target_grid = mask_type, target_grid
        self.decisions: list[str] = []
        mask = open_layer(path, role)
        if mask_type != 'scl' and mask.nodata[0] == 0:  # tools that rasterise polygons call it so
            mask.forget_nodata()
            self.decisions.append('The mask declares 0 as nodata; it is taken as clear.')
        target_grid.raster.require_overlap(mask)
        self._take_fill_out(mask)
        self.reading = reading_of(mask, mask_type, hide)
        if self.reading.note:
            self.decisions.append(self.reading.note)
        if self.reading.kind == 'codes':
            values, good = mask.sample(self.reading.bands)
            check_values(values[good], mask_type, mask.role, hide)
        self.may_mean_other = not hide and self.reading.kind != 'names' and not self._is_surely_scl(mask)
        self.may_be_inverted = mask_type == 'binary' and self.may_mean_other
        self.reader = self._lay(mask)
        self.dilate_px = growth_px(dilate_px, target_grid.grid.pixel_size_m)

    def _take_fill_out(self, mask: Raster) -> None:
        """Let what stands for no data in any band, undeclared, be no data."""
        values, good = mask.sample(tuple(range(1, mask.count + 1)))
        fills = fills_in(np.unique(values[good]).astype(np.float64), self.mask_type) if good.any() else ()
        if fills:
            mask.fill = Fill(fills)
            numbers = ', '.join(f'{number:g}' for number in fills)
            self.decisions.append(f'{mask.role}: {numbers} is taken as no data, which the file does not say.')

    def _is_surely_scl(self, mask: Raster) -> bool:
        """Whether codes are those of a scene classification: of others few go so far, or 0 is clear ground."""
        values, good = mask.sample(self.reading.bands)
        seen = values[good]
        return self.mask_type == 'scl' and bool((seen > LAST_OF_OTHERS).any() and (seen == 0).mean() < 0.5)

    def _lay(self, mask: Raster) -> AlignedReader:
        target_grid = self.target_grid
        if not target_grid.is_own and target_grid.raster.is_pixel_for_pixel(mask):
            mask.grid = target_grid.raster.grid  # it lies on the image's pixels, whatever grid they are seen on
            return AlignedReader(mask, target_grid.grid, self.reading.bands, NEAREST)
        return target_grid.lay(mask, self.reading.bands, NEAREST)

    def displace(self, shift: tuple[float, float]) -> None:
        """Take a shift (rows, columns, in pixels of the target grid) out of the mask: its image has the same."""
        mask = self.reader.raster
        if not self.target_grid.raster.is_pixel_for_pixel(mask):
            mask.grid = displaced(mask.grid, shift, self.target_grid.grid.pixel_size_m)
        self.reader = self._lay(mask)

    def read(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return what a window of the target grid hides, bool (rows, cols).

        A cloud of the layer outside the window, beyond an extent too, reaches into it as far as it is dilated.
        """
        return self._read(row, col, height, width)[0]

    def says_cloud(self, row: int, col: int, height: int, width: int) -> np.ndarray:
        """Return where a window is hidden by a cloud, bool (rows, cols), rather than without data.

        Dilated only by masks that tell the two apart.
        """
        hidden, unknown, sharp = self._read(row, col, height, width)
        return ~unknown & (hidden if self.mask_type in NO_DATA_TYPES else sharp)

    def classes(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
        """Return what the mask takes each pixel for, 0 to 3 or UNTOLD, and what it hides, both (rows, cols), undilated.

        A mask that knows no kinds of cloud calls thick whatever it hides.
        """
        codes, known = self.reader.read(col, row, width, height)
        hidden, unknown = self.reading.read(codes, known)
        table = CLASSES.get(self.mask_type) if self.reading.kind == 'codes' and len(codes) == 1 else None
        if table is None:
            return np.where(unknown, UNTOLD, hidden).astype(np.uint8), hidden
        found = table[np.clip(np.nan_to_num(codes[0]), 0, len(table) - 1).astype(np.int64)]
        return np.where(unknown, UNTOLD, found), hidden

    def _read(self, row: int, col: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what a window hides, dilated; where the mask knows nothing; and what it hides undilated."""
        margin = self.dilate_px
        codes, known = self.reader.read(col - margin, row - margin, width + 2 * margin, height + 2 * margin)
        inside = self.target_grid.contains(row - margin, col - margin, *codes.shape[1:])
        sharp, unknown = self.reading.read(codes, known | ~inside)
        sharp &= inside
        inner = np.s_[margin : margin + height, margin : margin + width]
        return dilate(sharp, margin)[inner], unknown[inner], sharp[inner]

    def holes(self, row: int, col: int, height: int, width: int, empty: np.ndarray) -> tuple[int, int]:
        """Return how many of the pixels without data (rows, cols) the mask knows, and how many of these it hides."""
        hidden, unknown, _ = self._read(row, col, height, width)
        told = empty & ~unknown
        return int(told.sum()), int((told & hidden).sum())

    def require_cover(self, windows: list[tuple[int, int, int, int]], has_data: list[np.ndarray]) -> None:
        """Raise InputError where much of the image, ``has_data`` in windows (row, col, height, width), has no mask."""
        known = [self.reader.read(col, row, width, height)[1].all(axis=0) for row, col, height, width in windows]
        data, beyond = sum(int(d.sum()) for d in has_data), sum(int((d & ~k).sum()) for d, k in zip(has_data, known))
        if data and beyond > MOST_UNKNOWN * data and not self.reading.outside_is_clear:
            raise InputError(
                f'{self.reader.raster.role} says nothing of {beyond / data:.0%} of {self.target_grid.raster.role}. '
                'Give a mask of all of it, or an EXTENT that the mask covers'
                + (', or its MASK_TYPE, if 0 stands for clear there.' if self.mask_type == 'scl' else '.')
            )

    def require_clouds(self, hidden: np.ndarray, clear: np.ndarray) -> None:
        """Raise InputError where a mask hides most of the image, and what it leaves is far brighter.

        ``hidden``, ``clear``: numbers (bands, n) of visible bands of a sample.
        """
        if not self.may_mean_other or hidden.shape[1] <= clear.shape[1] or clear.shape[1] < ENOUGH:
            return
        dark, bright = (float(np.median(each.mean(axis=0))) for each in (hidden, clear))
        if bright > INVERTED * max(dark, 0.0):
            share = hidden.shape[1] / (hidden.shape[1] + clear.shape[1])
            meant = (
                'its 1 seems to mean clear. If so, set HIDE to 0; if not, to 1.'
                if self.mask_type == 'binary'
                else f'its values seem to mean something else than those of MASK_TYPE {self.mask_type}. '
                'Choose the MASK_TYPE that it is of, or say with HIDE what is hidden, such as 2,4 or >=40.'
            )
            raise InputError(
                f'The mask of {self.target_grid.raster.role} hides {share:.0%} of it and leaves what is far brighter, '
                f'as clouds are: {meant}'
            )
