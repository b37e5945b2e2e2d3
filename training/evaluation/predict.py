"""Pictures of the held-out chips by a checkpoint: GeoTIFFs of mean and sigma, and a PNG to look at."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from osgeo import gdal

from training.evaluation.contact_sheet import beside, picture, sheet, shown_doubt, write_png

gdal.UseExceptions()
SHEET_ROWS = 12


def write_tiff(path: Path, values: np.ndarray, names: Sequence[str], kind: str) -> None:
    """Write (bands, rows, cols) float32 with band descriptions, marked as synthetic."""
    dataset = gdal.GetDriverByName('GTiff').Create(
        str(path), values.shape[2], values.shape[1], len(values), gdal.GDT_Float32, ['COMPRESS=DEFLATE', 'PREDICTOR=3']
    )
    dataset.SetMetadata({'SAR2OPTICAL_SYNTHETIC': 'YES', 'SAR2OPTICAL_LAYER': kind})
    for number, (band, name) in enumerate(zip(values, names), 1):
        dataset.GetRasterBand(number).WriteArray(band)
        dataset.GetRasterBand(number).SetDescription(name)
    dataset.FlushCache()


def shown_input(planes: np.ndarray, channels: Sequence[str]) -> np.ndarray:
    """Return the input as a picture: the cloudy image (of a series the first date), or the radar in grey."""
    planes = planes[0] if planes.ndim == 4 else planes
    names = [c.removeprefix('obs_').removeprefix('says_') for c in channels]
    if 'B04' in names:
        return picture(planes, names, 'reflectance')
    absolute = planes[list(channels).index('absolute')].max() > 0
    name = next((n for n in ('vv', 'vh') if planes[list(channels).index(f'has_{n}')].max() > 0), 'vv')
    grey = planes[list(channels).index(name if absolute else f'{name}_scene')]
    return np.repeat(np.clip((grey + 1.0) / 2.5 if absolute else (grey + 2.0) / 4.0, 0, 1)[None], 3, 0)


@torch.no_grad()
def predict(task, batches, folder: Path, most: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Write mean, sigma and a row of pictures (input, output, uncertainty, truth) of examples, and one sheet.

    Return the pictures of output and truth.
    """
    folder.mkdir(parents=True, exist_ok=True)
    card, rows, pairs = task.card, [], []
    for batch in batches:
        batch = task.on_after_batch_transfer(batch, 0)
        mean, log_sigma = (x.numpy() for x in task(batch['input']))
        for planes, made, sigma, truth in zip(batch['input'].numpy(), mean, np.exp(log_sigma), batch['target'].numpy()):
            if len(pairs) == most:
                break
            number = len(pairs) + 1
            write_tiff(folder / f'{number:04}.tif', made, card.bands, 'mean')
            write_tiff(folder / f'{number:04}_sigma.tif', sigma, card.bands, 'sigma')
            pair = tuple(picture(values, card.bands, card.units) for values in (made, truth))
            pairs.append(pair)
            row = [shown_input(planes, card.channels), pair[0], shown_doubt(sigma), pair[1]]
            write_png(folder / f'{number:04}.png', beside(row))
            rows += [row] if len(rows) < SHEET_ROWS else []
        if len(pairs) == most:
            break
    if rows:
        write_png(folder / 'sheet.png', sheet(rows))
    return pairs


def main(arguments: list[str]) -> None:
    """``python -m training predict -c CONFIG --checkpoint FILE --output FOLDER [--most 50] [--data... ]``"""
    from training.cli import load

    parser = argparse.ArgumentParser(prog='training predict', description=main.__doc__)
    parser.add_argument('-c', '--config', required=True)
    parser.add_argument('--checkpoint', required=True)
    parser.add_argument('--output', required=True, type=Path)
    parser.add_argument('--most', type=int, default=50, help='how many held-out examples')
    parser.add_argument('--fid', action='store_true', help='Fréchet distance to the truth (needs torch-fidelity)')
    options, overrides = parser.parse_known_args(arguments)
    task, data = load(options.config, options.checkpoint, overrides)
    data.setup('validate')
    pairs = predict(task, data.val_dataloader(), options.output, options.most)
    print(
        f'{options.output}: {len(pairs)} examples (mean, sigma, and PNG: input, output, uncertainty, truth), sheet.png'
    )
    if options.fid:
        from training.evaluation.fid import FEATURES, frechet_distance

        print(f'FID {frechet_distance(*zip(*pairs)):.1f} ({FEATURES}, {len(pairs)} pictures)')
