"""Which bands of two layers are compared: those of one name, else those of one number."""

from __future__ import annotations

from ..errors import InputError
from ..raster.raster import Raster
from ..sentinel.band_names import polarisation_of, s2_bands_of
from ..sentinel.numbering import files_of
from ..sentinel.sensors import sensor_of

COLOURS = ('B04', 'B03', 'B02')
Pairs = tuple[tuple[int, ...], tuple[int, ...]]


def pairs_of(generated: Raster, reference: Raster) -> tuple[tuple[str, ...], Pairs, list[str]]:
    """Return names of the bands that both have, their numbers in each, and what to say: by description, else by order.

    InputError where one of the two is radar, or both are and no pictures: bytes are compared as what they show.
    """
    layers, told = (generated, reference), []
    radar = [raster for raster in layers if any(map(polarisation_of, raster.descriptions))]
    if len(radar) == 1:
        raise InputError(
            f'{radar[0].role} is a radar image (bands {", ".join(radar[0].descriptions)}), the other layer is none. '
            'Choose two layers of reflectance, or two pictures.'
        )
    if len(radar) == 2 and not all(raster.is_byte for raster in layers):
        raise InputError(
            f'{generated.role} and {reference.role} are both radar, and only reflectance or pictures can be assessed. '
            'Choose two layers of reflectance, or two pictures.'
        )
    sensors = [sensor_of(raster.descriptions[: raster.count], files_of(raster)) for raster in layers]
    if generated.descriptions == reference.descriptions:  # a result keeps the names of its input, not its file's
        sensors = [next(filter(None, sensors), '')] * 2
    named = [_by_name(raster, sensor) for raster, sensor in zip(layers, sensors)]
    for raster, own, other in zip(layers, named, named[::-1]):
        if not own and raster.is_byte and raster.count == len(COLOURS) and set(COLOURS) <= set(other):
            own.update({colour: number for number, colour in enumerate(COLOURS, 1)})
            told.append(f'{raster.role} names no band: its three are taken for red, green and blue.')
    both = [name for name in named[0] if name in named[1]]
    if both:
        told.append(f'Compared by description: {", ".join(both)}.')
        return tuple(both), tuple(tuple(own[name] for name in both) for own in named), told
    count = min(generated.count, reference.count)
    told.append(f'No band names in common: bands 1 to {count} are compared in their order.')
    numbers = tuple(range(1, count + 1))
    return tuple(generated.descriptions[k - 1] or f'Band {k}' for k in numbers), (numbers, numbers), told


def _by_name(raster: Raster, sensor: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, band in enumerate(s2_bands_of(raster.descriptions[: raster.count], sensor=sensor), 1):
        if band:
            found.setdefault(band, number)
    return found
