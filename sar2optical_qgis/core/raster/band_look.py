"""What GDAL keeps of a band beside its values and its name, carried over from an input into an output."""

from __future__ import annotations

from dataclasses import dataclass

from osgeo import gdal

from .raster import Raster


@dataclass(frozen=True)
class BandLook:
    """What GDAL keeps of a band beside its values and its name."""

    scale: float = 1.0
    offset: float = 0.0
    unit: str = ''
    colour: int = gdal.GCI_Undefined

    @classmethod
    def of(cls, raster: Raster) -> tuple[BandLook, ...]:
        """Return the look of each band of a raster; an alpha that is none is undefined."""
        found = []
        for number, (scale, offset) in enumerate(raster.scaling, 1):
            band = raster.dataset.GetRasterBand(number)
            colour = band.GetColorInterpretation()
            is_alpha = colour == gdal.GCI_AlphaBand
            found.append(cls(scale, offset, band.GetUnitType() or '', gdal.GCI_Undefined if is_alpha else colour))
        return tuple(found)

    def without_offset(self) -> BandLook:
        """Return the look of a standard deviation in these units."""
        return BandLook(self.scale, 0.0, self.unit)

    def give(self, band: gdal.Band) -> None:
        """Set it on a band of a new file."""
        if (self.scale, self.offset) != (1.0, 0.0):
            band.SetScale(self.scale)
            band.SetOffset(self.offset)
        if self.unit:
            band.SetUnitType(self.unit)
        if self.colour not in (gdal.GCI_Undefined, gdal.GCI_GrayIndex, gdal.GCI_PaletteIndex):
            band.SetColorInterpretation(self.colour)
