"""What a job's process does with its order: look at uploads, or run a task of the engine and draw what it makes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from osgeo import gdal, osr

from ..core.assess import report
from ..core.description import Description
from ..core.errors import DeviceError, InputError, ModelError, OutputError, RuntimeMissingError, Sar2OpticalError
from ..core.model.network import Network, runtime_report
from ..core.model.registry import find_model
from ..core.preview import Window, preview
from ..core.raster.delivery import Delivery, delivering
from ..core.raster.grid import Grid
from ..core.remove_clouds.request import RemoveClouds
from ..core.run.pipeline import Report
from ..core.sentinel.layers import open_layer
from . import pictures, rasters
from .catalogue import DESCRIPTIONS, ENDINGS
from .limits import Limits
from .looks import look
from .rasters import Refused
from .zips import unpack

Tell = Callable[..., None]
COARSE = 60_000  # pixels of the first, coarse picture
NO_RUNTIME = (
    'The network cannot run on this server, because onnxruntime is missing there. '
    'Whoever runs the server can install it; METHOD regression does without.'
)


def warm_up(folder: Path) -> None:
    """Load what every order needs, and take from GDAL what no order may have."""
    rasters.shut_out()
    gdal.SetConfigOption('CPL_TMPDIR', str(folder))
    osr.SpatialReference().ImportFromEPSG(32632)  # opens the database of PROJ
    runtime_report()  # loads onnxruntime, where there is one
    with suppress(Sar2OpticalError):
        Network(find_model('', 'sar-to-optical'), 'cpu')  # the models are looked at, and onnxruntime has run, once


def perform(order: dict, folder: Path, tell: Tell) -> None:
    """Do what ``order`` says with the files in ``folder``; raise Refused with a sentence for the client."""
    limits = Limits(**order.get('limits', {}))
    try:
        {'look': _look, 'run': _run}[order['task']](order, folder, tell, limits)
    except RuntimeMissingError as error:
        raise Refused(NO_RUNTIME, 503) from error
    except (DeviceError, OutputError) as error:
        raise Refused(str(error), 413 if 'emory' in str(error) else 500) from error
    except Sar2OpticalError as error:
        raise Refused(str(error), 400) from error
    except (RuntimeError, OSError) as error:  # GDAL's own, and files that are not what they seemed
        raise Refused('A file cannot be read to its end. Get it again, or export it as GeoTIFF.', 400) from error


def _look(order: dict, folder: Path, tell: Tell, limits: Limits) -> None:
    """Check each file and draw it; a zip is unpacked first."""
    for number, name in enumerate(order['files']):
        path = folder / 'in' / str(number) / name
        if path.suffix == '.zip':
            path = unpack(path, folder / 'unpacked' / str(number), limits)
        rasters.check(path, name, limits)
        seen = look(path, folder / f'{number}.png')
        tell('seen', number=number, path=str(path.relative_to(folder)), **seen)
    tell('done')


def _run(order: dict, folder: Path, tell: Tell, limits: Limits) -> None:
    told = DESCRIPTIONS[order['process']]
    values = _values(told, order['inputs'], folder, limits)
    (folder / 'out').mkdir(exist_ok=True)
    if told.id == 'assess':
        _assess(told, values, order, folder, tell)
        return
    with delivering(Delivery(values.pop('compression'))):
        _generate(told, values, order, folder, tell)


def _values(told: Description, inputs: dict, folder: Path, limits: Limits) -> dict:
    """Return the request's fields; paths in ``inputs`` are relative to the folder, and what they name is checked."""
    values = {}
    for part in told.parameters:
        value = inputs.get(part.id, part.default)
        if part.kind in ('raster', 'rasters') and value:
            paths = [folder / each for each in ([value] if part.kind == 'raster' else value)]
            for path in paths:
                rasters.check(path, path.name, limits)
            value = str(paths[0]) if part.kind == 'raster' else tuple(map(str, paths))
        values[part.field] = value
    first = next(part for part in told.parameters if part.kind in ('raster', 'rasters'))
    if values.get('extent'):
        path = values[first.field] if first.kind == 'raster' else values[first.field][0]
        values['extent'] = _bounds(values['extent'], open_layer(path, first.id, is_picture=True).grid)
    return values


def _bounds(box: dict, grid: Grid) -> tuple[float, float, float, float]:
    """Return xmin, ymin, xmax, ymax in the grid's CRS of {bbox, crs}; CRS84 where no other is named."""
    if not grid.crs:
        raise InputError('EXTENT needs a layer with a place on the map. Leave EXTENT empty.')
    code = re.search(r'EPSG[:/].*?(\d{4,6})$', box.get('crs') or '')
    reference = osr.SpatialReference()
    try:
        reference.ImportFromEPSG(int(code.group(1)) if code else 4326)
        xmin, ymin, xmax, ymax = box['bbox']
        whole = Grid(reference.ExportToWkt(), (xmin, xmax - xmin, 0.0, ymax, 0.0, ymin - ymax), 1, 1)
    except RuntimeError as error:
        raise InputError("The CRS of EXTENT is unknown. Use EPSG:4326, or the layer's own.") from error
    return whole.bounds_in(grid.crs)


def _generate(told: Description, values: dict, order: dict, folder: Path, tell: Tell) -> None:
    paths = {
        output.field: str(folder / 'out' / f'{output.id}.tif')
        for output in told.outputs
        if output.id in order['outputs']
    }
    request = told.request(**values, **paths)
    request = request.with_mask_beside() if isinstance(request, RemoveClouds) else request
    if order.get('pictures') and told.id in ('sartooptical', 'removeclouds'):
        _coarse(told.request(**values), folder, tell)
    done = _through(request, bool(order.get('pictures')), tell)
    named = {output.field: output.id for output in told.outputs}
    made = {named[field]: path for field, path in paths.items() if Path(path).is_file()}
    wanted = list(made) if order.get('pictures') else [name for name in made if order['outputs'][name] == 'image/png']
    for name in sorted(wanted, key=lambda name: name != 'OUTPUT'):  # the picture first, its overlays after
        tell('picture', name=name, **pictures.draw_result(made[name], name, folder / f'{name}.png'))
    for name in wanted:
        marks = gdal.OpenEx(made[name], gdal.OF_RASTER).GetMetadata()
        pictures.mark(folder / f'{name}.png', folder / 'out' / f'{name}.png', marks)
    tell(
        'done', outputs=sorted(made), pictures=sorted(wanted), device=done.device, model=done.model,
        model_sha256=done.model_sha256, pixels=done.pixels, seconds={k: round(v, 3) for k, v in done.seconds.items()},
    )  # fmt: skip


def _through(request: object, may_lack: bool, tell: Tell) -> Report:
    """Run a request. COVER needs a network that tells it: who asks for all outputs (``may_lack``) can do without."""

    def run(each: object) -> Report:
        return each.run(
            progress=lambda share: tell('progress', share=round(share, 3)), log=lambda text: tell('decision', text=text)
        )

    try:
        return run(request)
    except (ModelError, RuntimeMissingError):
        if not (may_lack and getattr(request, 'cover', '')):
            raise
    return run(replace(request, cover=''))


def _coarse(request: object, folder: Path, tell: Tell) -> None:
    """Draw the whole layer with few pixels, at once; what goes wrong here is left to the whole run to tell."""
    grid = open_layer(request.input, 'INPUT', is_picture=True).grid
    if grid.width * grid.height <= 2 * COARSE:
        return
    (folder / 'coarse').mkdir()
    pixel = abs(grid.transform[1]) * (grid.width * grid.height / COARSE) ** 0.5
    try:
        made = preview(
            replace(request, extent=request.extent),
            Window(request.extent or grid.bounds, pixel),
            folder / 'coarse',
            most=COARSE,
        )
    except Sar2OpticalError:
        return
    tell('picture', name='coarse', **pictures.draw_result(made.path, 'OUTPUT', folder / 'coarse.png'))


def _assess(told: Description, values: dict, order: dict, folder: Path, tell: Tell) -> None:
    findings = told.request(**values).run(lambda share: tell('progress', share=round(share, 3)))
    for text in findings.decisions:
        tell('decision', text=text)
    names = Path(values['generated']).name, Path(values['reference']).name
    content = {'REPORT': lambda: report.page(findings, *names), 'METRICS': lambda: report.metrics_json(findings)}
    kinds = {output.id: output.kind for output in told.outputs}
    for name in order['outputs']:
        (folder / 'out' / f'{name}{ENDINGS[kinds[name]]}').write_text(content[name](), 'utf-8')
    area = 'generated' if findings.scores.get('generated', {}).get('pixels') else 'all'
    scores = {key: value for key, value in findings.scores[area].items() if key != 'bands'}
    tell('done', outputs=sorted(order['outputs']), scores=json.loads(json.dumps(scores)))
