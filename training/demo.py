"""The demo: all algorithms through qgis_process, one overview picture, and what came out against the truth.

    python -m training.demo [--sar S1.tif] [--s2 S2.tif --scl SCL.tif] [--landcover LC.tif] [--method regression]

Without files it runs on the simulated sample scene and its series of five dates, whose truth under the clouds is known.
Ends with 1 where a step failed.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.sentinel.radiometry import natural_colour

from .delivery import overview
from .delivery.overview import Picture
from .delivery.processing import ProcessingError, QgisProcess, find_qgis_process

gdal.UseExceptions()
ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / 'resources' / 'sample'
SERIES = SAMPLE / 'series'


@dataclass(frozen=True)
class Inputs:
    """Files of the demo; None = not given. `truth` is the clear picture, known for the sample alone."""

    sar: Path | None
    s2: Path | None
    scl: Path | None
    landcover: Path | None
    truth: Path | None


@dataclass(frozen=True)
class Outputs:
    """Files that the demo writes into its folder."""

    folder: Path

    def __getattr__(self, name: str) -> Path:
        return self.folder / f'{name}.tif'


def choose_inputs(options: argparse.Namespace) -> Inputs:
    """The user's files, or the sample where none is given. Raises ValueError where they do not fit together."""
    given = Inputs(options.sar, options.s2, options.scl, options.landcover, None)
    if given == Inputs(None, None, None, None, None):
        names = ('s1', 's2_cloudy', 'scl', 'landcover', 's2_clear')
        return Inputs(*(SAMPLE / f'{name}.tif' for name in names))
    if (given.s2 is None) != (given.scl is None):
        raise ValueError('S2 and SCL belong together: give both, or only SAR.')
    if given.sar is None and given.s2 is None:
        raise ValueError('There is nothing to do: give SAR, or S2 with SCL, or all three.')
    for path in filter(None, (given.sar, given.s2, given.scl, given.landcover)):
        try:
            gdal.Open(str(path))
        except RuntimeError as error:
            raise ValueError(f'{path} cannot be opened as a raster.') from error
    return given


def translate_radar(qgis: QgisProcess, inputs: Inputs, files: Outputs) -> None:
    """Run sar2optical:sartooptical."""
    parameters = {'INPUT': inputs.sar, 'OUTPUT': files.optical, 'UNCERTAINTY': files.optical_uncertainty}
    if inputs.landcover:
        parameters['LANDCOVER'] = inputs.landcover
    qgis.run('sar2optical:sartooptical', parameters)


def remove_clouds(qgis: QgisProcess, inputs: Inputs, files: Outputs, method: str) -> None:
    """Run sar2optical:removeclouds, with the radar where there is one."""
    parameters = {'INPUT': inputs.s2, 'SCL': inputs.scl, 'OUTPUT': files.cloud_free, 'MASK': files.generated}
    parameters['UNCERTAINTY'] = files.cloud_free_uncertainty
    if inputs.sar:
        parameters['SAR'] = inputs.sar
    if method:
        parameters['METHOD'] = method
    qgis.run('sar2optical:removeclouds', parameters)


def compose(qgis: QgisProcess, files: Outputs) -> None:
    """Run sar2optical:cloudfreecomposite on the sample series: the usual median too, to compare with."""
    dates = {'INPUTS': sorted(SERIES.glob('s2_*.tif')), 'SCLS': sorted(SERIES.glob('scl_*.tif'))}
    qgis.run('sar2optical:cloudfreecomposite', {**dates, 'METHOD': 'median', 'OUTPUT': files.composite_median})
    outputs = {'OUTPUT': files.composite, 'SOURCE': files.composite_source, 'UNCERTAINTY': files.composite_uncertainty}
    qgis.run('sar2optical:cloudfreecomposite', {**dates, **outputs})


def read(path: Path) -> np.ndarray:
    """All bands of a raster, (bands, rows, cols) float32."""
    array = gdal.Open(str(path)).ReadAsArray().astype(np.float32)
    return array if array.ndim == 3 else array[None]


def provenance_note(path: Path) -> str:
    """Model (or method) and device as the output itself names them."""
    items = gdal.Open(str(path)).GetMetadata()
    maker = items.get('SAR2OPTICAL_MODEL') or items.get('SAR2OPTICAL_METHOD', '')
    return f'{maker} on {items.get("SAR2OPTICAL_DEVICE", "?")}'.strip()


def score_radar(inputs: Inputs, files: Outputs) -> list[tuple[str, ...]]:
    """Rows of the table: the generated picture, and the truth's mean colour as the bar to pass."""
    numbers = overview.band_numbers(inputs.truth, ('B04', 'B03', 'B02'))
    truth = natural_colour(read(inputs.truth)[[number - 1 for number in numbers]] / 10000)
    made = read(files.optical)[:3] / 255
    flat = np.broadcast_to(truth.mean(axis=(1, 2), keepdims=True), truth.shape)
    return [_scores('generated from radar', made, truth), _scores('  its mean colour, flat', flat, truth)]


def score_clouds(inputs: Inputs, files: Outputs) -> tuple[list[tuple[str, ...]], str]:
    """Rows of the table, on hidden pixels only, and a sentence on the clear ones and on the uncertainty."""
    truth, made, cloudy = (read(path) / 10000 for path in (inputs.truth, files.cloud_free, inputs.s2))
    hidden = read(files.generated)[0] == 1
    rows = [
        _scores('cloud-free', made, truth, hidden),
        _scores('  as it came, cloudy', cloudy, truth, hidden),
        _scores("  clear pixels' mean, flat", _flat(cloudy, ~hidden), truth, hidden),
    ]
    changed = int((made != cloudy).any(axis=0)[~hidden].sum())
    sigma = read(files.cloud_free_uncertainty)[:, hidden] / 10000
    inside = [float((np.abs(made - truth)[:, hidden] <= times * sigma).mean()) for times in (1, 2)]
    return rows, (
        f'{hidden.mean():.1%} of the pixels were generated; {changed} of the others changed. '
        f'{inside[0]:.0%} of the errors lie within one standard deviation of UNCERTAINTY, {inside[1]:.0%} within two.'
    )


def score_composite(files: Outputs) -> list[tuple[str, ...]]:
    """Rows of the table, on the pixels of the target date that its clouds hide."""
    truth, made, median = (read(path) / 10000 for path in (_truth_of_series(), files.composite, files.composite_median))
    hidden = read(files.composite_source)[2] != 0
    return [
        _scores('composite of the latest date', made, truth, hidden),
        _scores('  median of all dates', median, truth, hidden),
    ]


def _truth_of_series() -> Path:
    return next(SERIES.glob('clear_*.tif'))


def _flat(picture: np.ndarray, where: np.ndarray) -> np.ndarray:
    return np.broadcast_to(picture[:, where].mean(axis=1)[:, None, None], picture.shape)


def _scores(name: str, made: np.ndarray, truth: np.ndarray, valid: np.ndarray | None = None) -> tuple[str, ...]:
    values = (metrics.mae, metrics.rmse, metrics.psnr, metrics.ssim, metrics.sam)
    mae, rmse, psnr, ssim, sam = (measure(made, truth, valid) for measure in values)
    return name, f'{mae:.4f}', f'{rmse:.4f}', f'{psnr:.1f}', f'{ssim:.3f}', f'{sam:.1f}'


def draw(inputs: Inputs, files: Outputs, done: list[str]) -> Path:
    """Write overview.png with a row for each algorithm that ran."""
    rows = []
    truth = (
        [Picture('Truth', 'Sentinel-2 without clouds', overview.optical_picture(inputs.truth))] if inputs.truth else []
    )
    if 'radar' in done:
        heat, top = overview.heat_picture(files.optical_uncertainty)
        pictures = [
            Picture('Radar', 'Sentinel-1: VV, VH, VV', overview.radar_picture(inputs.sar)),
            Picture('Generated', provenance_note(files.optical), overview.read_small(files.optical, (1, 2, 3)) / 255),
            Picture('Uncertainty', f'one standard deviation, 0 to {top:.0f} of 255', heat),
        ]
        rows.append(('SAR to optical', pictures + truth))
    if 'clouds' in done:
        heat, top = overview.heat_picture(files.cloud_free_uncertainty)
        pictures = [
            Picture('Cloudy', 'Sentinel-2 as it came', overview.optical_picture(inputs.s2)),
            Picture('Clouds removed', provenance_note(files.cloud_free), overview.optical_picture(files.cloud_free)),
            Picture('Uncertainty', f'one standard deviation, 0 (kept) to {top:.3g}, units of the input', heat),
        ]
        rows.append(('Remove clouds', pictures + truth))
    if 'series' in done:
        dates = sorted(SERIES.glob('s2_*.tif'))
        heat, top = overview.heat_picture(files.composite_uncertainty)
        pictures = [
            Picture(dates[0].stem[3:], f'the first of {len(dates)} dates', overview.optical_picture(dates[0])),
            Picture(dates[-1].stem[3:], 'the date wanted, as it came', overview.optical_picture(dates[-1])),
            Picture('Composite', provenance_note(files.composite), overview.optical_picture(files.composite)),
            Picture('Uncertainty', f'one standard deviation, 0 (kept) to {top:.3g}, units of the input', heat),
            Picture('Truth', 'the date wanted without clouds', overview.optical_picture(_truth_of_series())),
        ]
        rows.append(('Cloud-free composite', pictures))
    path = files.folder / 'overview.png'
    title = 'SAR2Optical on its simulated sample scene' if inputs.truth else 'SAR2Optical'
    overview.draw_sheet(path, title, rows)
    return path


def run(options: argparse.Namespace) -> int:
    """All steps in order; a failed one is told and the others still run."""
    inputs, files = choose_inputs(options), Outputs(options.folder)
    files.folder.mkdir(parents=True, exist_ok=True)
    qgis = find_qgis_process(options.plugins, options.plugins.parent / 'demo-profile')
    steps = []
    if inputs.sar:
        steps.append(('radar', 'SAR to optical', lambda: translate_radar(qgis, inputs, files)))
    if inputs.s2:
        steps.append(('clouds', 'Remove clouds', lambda: remove_clouds(qgis, inputs, files, options.method)))
    if inputs.truth:
        steps.append(('series', 'Cloud-free composite', lambda: compose(qgis, files)))
    done = []
    for key, title, step in steps:
        start = time.monotonic()
        try:
            step()
        except ProcessingError as error:
            _say(f'{title} failed. {error}')
            continue
        done.append(key)
        _say(f'{title}: {time.monotonic() - start:.1f} s')
    if done:
        _say(f'Pictures: {draw(inputs, files, done)} and the GeoTIFFs beside it')
    if inputs.truth and done:
        _report(inputs, files, done)
    return 0 if len(done) == len(steps) else 1


def _report(inputs: Inputs, files: Outputs, done: list[str]) -> None:
    """Print the table of the sample: everything against its truth."""
    table = [('against the truth', 'MAE', 'RMSE', 'PSNR dB', 'SSIM', 'SAM deg')]
    if 'radar' in done:
        table += [('SAR to optical (picture 0..1)',), *score_radar(inputs, files)]
    sentence = ''
    if 'clouds' in done:
        rows, sentence = score_clouds(inputs, files)
        table += [('Remove clouds (reflectance, hidden pixels)',), *rows]
    if 'series' in done:
        table += [('Cloud-free composite (reflectance, hidden pixels)',), *score_composite(files)]
    _say('')
    for name, *numbers in table:
        _say(f'{name:<30}' + ''.join(f'{number:>10}' for number in numbers))
    if sentence:
        _say(sentence)
    _say('The sample is simulated: real scenes are harder. What holds on real places stands in training/RESULTS.md.')


def _say(line: str) -> None:
    sys.stdout.write(line + '\n')
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog='python -m training.demo', description='Run the algorithms and look.')
    parser.add_argument('--folder', type=Path, default=ROOT / 'demo', help='where the results go')
    parser.add_argument('--plugins', type=Path, default=ROOT / 'build' / 'plugins', help='where the plugin is staged')
    parser.add_argument('--sar', type=Path, help='Sentinel-1, VV and VH')
    parser.add_argument('--s2', type=Path, help='cloudy Sentinel-2, with --scl')
    parser.add_argument('--scl', type=Path, help='its scene classification')
    parser.add_argument('--landcover', type=Path, help='ESA WorldCover of the place, for the colours of the radar')
    parser.add_argument('--method', default='', help='network or regression, for the clouds; empty = the default')
    try:
        return run(parser.parse_args(arguments))
    except (ValueError, ProcessingError, OSError) as error:
        _say(f'The demo stopped. {error}')
        return 1


if __name__ == '__main__':
    sys.exit(main())
