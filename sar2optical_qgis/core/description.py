"""What a task takes and gives, as data: one table from which algorithms, web service and translations are made.

Each task keeps its own in `description.py` of its room. Ids are fixed names: scripts, models and web clients use them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .raster import codecs

DEVICES = ('auto', 'gpu', 'cpu')
WORDS_NOTE = ' Scripts write the word, not its number.'  # what Processing, which could do either, adds to choices
EXTENT_HELP = 'Only this part of INPUT is processed and written, on its pixel grid. Any CRS; empty = all of INPUT.'


@dataclass(frozen=True)
class Parameter:
    """One input of a task."""

    id: str
    title: str
    help: str
    kind: str  # raster, rasters (several, in order), choice, text, number (whole), extent, polygons
    default: Any = None
    choices: tuple[str, ...] = ()
    limits: tuple[int, int] | None = None  # lowest, highest
    is_optional: bool = True
    is_advanced: bool = False
    remedy: str = ''  # of a raster that is missing or cannot be opened
    field: str = ''  # of the request


@dataclass(frozen=True)
class Output:
    """One file that a task makes where it is asked for."""

    id: str
    title: str
    help: str
    kind: str = 'raster'  # raster (GeoTIFF), html, json, folder (of several files)
    is_default: bool = False  # made unless told otherwise
    name: str = ''  # in the layer's name: "s1: optical (generated)"
    field: str = ''  # of the request


@dataclass(frozen=True)
class Description:
    """A task: its name, what it takes and gives, and the request that does it."""

    id: str
    title: str
    summary: str
    help: str
    group: tuple[str, str]  # id, title
    tags: tuple[str, ...]
    request: type
    parameters: tuple[Parameter, ...]
    outputs: tuple[Output, ...]

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of an id, or None."""
        return next((parameter for parameter in self.parameters if parameter.id == name), None)

    def texts(self) -> list[str]:
        """Return every text that a user reads, in English."""
        parts = [*self.parameters, *self.outputs]
        return [
            self.title,
            self.summary,
            self.help,
            self.group[1],
            *(t for part in parts for t in (part.title, part.help)),
        ]


def raster(
    name: str, title: str, help: str, remedy: str, optional: bool = False, advanced: bool = False, field: str = ''
):
    """One raster file."""
    return Parameter(name, title, help, 'raster', '', (), None, optional, advanced, remedy, field or name.lower())


def rasters(
    name: str, title: str, help: str, remedy: str, optional: bool = False, field: str = '', advanced: bool = False
):
    """Several raster files, in the user's order."""
    return Parameter(name, title, help, 'rasters', (), (), None, optional, advanced, remedy, field or name.lower())


def choice(name: str, title: str, choices: tuple[str, ...], default: str, help: str, advanced: bool = False):
    """One of some words; scripts and clients write the word, never an index."""
    return Parameter(name, title, help, 'choice', default, tuple(choices), None, True, advanced, '', name.lower())


def text(name: str, title: str, default: str, help: str, advanced: bool = False):
    """A line of text."""
    return Parameter(name, title, help, 'text', default, (), None, True, advanced, '', name.lower())


def whole_number(name: str, title: str, default: int, lowest: int, highest: int, help: str, advanced: bool = False):
    """A whole number within limits."""
    return Parameter(name, title, help, 'number', default, (), (lowest, highest), True, advanced, '', name.lower())


def extent(help: str = EXTENT_HELP):
    """A part of the input: xmin, ymin, xmax, ymax in its CRS when it reaches the request."""
    return Parameter('EXTENT', 'Extent to process', help, 'extent', field='extent')


def result(name: str, title: str, help: str, layer: str, create: bool = False, field: str = ''):
    """A raster that is made where it is asked for. ``create``: made unless told otherwise."""
    return Output(name, title, help, 'raster', create, layer, field or name.lower())


def folder(name: str, title: str, help: str, layer: str):
    """A folder that files are made in where it is asked for; its field of the request is ``folder``."""
    return Output(name, title, help, 'folder', False, layer, 'folder')


def engine(request: type) -> tuple[Parameter, ...]:
    """Return MODEL, DEVICE, TILE_SIZE and OVERLAP with the request's defaults."""
    return (
        text(
            'MODEL',
            'Model',
            request.model,
            'Name of a model that ships with the plugin, or the path of an .onnx file that carries a SAR2Optical card. '
            'Empty = the shipped model for this task. The algorithm "Environment" lists the shipped models.',
            advanced=True,
        ),
        choice(
            'DEVICE',
            'Device',
            DEVICES,
            request.device,
            'auto = the GPU where onnxruntime can really use one, else the CPU, and the log says why. '
            'gpu = the GPU or an error. cpu = the CPU.',
            advanced=True,
        ),
        *tiles(request),
    )


def tiles(request: type) -> tuple[Parameter, ...]:
    """Return TILE_SIZE and OVERLAP with the request's defaults."""
    return (
        whole_number(
            'TILE_SIZE',
            'Tile size (pixels)',
            request.tile_size,
            0,
            8192,
            'Side of the square that is worked on at a time. Smaller needs less memory; the result stays the same. '
            '0 = as the method asks for.',
            advanced=True,
        ),
        whole_number(
            'OVERLAP',
            'Tile overlap (pixels)',
            request.overlap,
            -1,
            1024,
            'How far tiles reach into their neighbours, so that no seams show. -1 = as the method asks for.',
            advanced=True,
        ),
    )


COVARIATES_HELP = (
    'Rasters that no cloud hides: annual embeddings (AlphaEarth, TESSERA), elevation and slope, land cover, statistics '
    'of a year. Any grid, CRS, type and number of bands; a few principal components stand for all of them, and what '
    'does not help on clear pixels is left out.'
)


def covariates():
    """Rasters of any kind that teach what lies under clouds."""
    return rasters(
        'COVARIATES',
        'Layers that no cloud hides',
        COVARIATES_HELP,
        optional=True,
        remedy='Choose rasters that GDAL can open, or leave COVARIATES empty.',
    )


def delivery() -> tuple[Parameter, ...]:
    """Return AREA and COMPRESSION, which every task that writes rasters takes: they are of its run, not its request."""
    return (
        Parameter(
            'AREA',
            'Area to write',
            'Polygons outside of which the results hold no data, in any CRS; a layer, or the features selected in it. '
            'All of INPUT teaches nonetheless, and is counted. Empty = everything. EXTENT limits what is read and '
            'saves time.',
            'polygons',
        ),
        compression(),
    )


def compression() -> Parameter:
    """Return COMPRESSION, with the codecs that this GDAL can write."""
    return choice(
        'COMPRESSION',
        'Compression',
        codecs.writable(),
        codecs.COMPRESSIONS[0],
        'deflate = every program reads it. zstd = as small, written in a third of the time; some builds of QGIS for '
        'macOS cannot open it. none = quickest, and large.',
        advanced=True,
    )
