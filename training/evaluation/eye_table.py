"""The judge's verdicts as markdown: one row a method, then by cover, by source, and the gain that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sar2optical_qgis.core.sentinel.cover import COVERS
from training.evaluation.forest import ious, mean_iou
from training.evaluation.judge import FLAT, GREY, TREES, TRUTH, Verdicts
from training.evaluation.scores import half_interval

HEAD = (
    'method', 'PSNR', 'matched', 'SSIM', 'contrast (R G B)', 'reader', 'all together', 'water: AUC dark',
    'dark or blue', 'off its colour', 'land - water', 'bluer', 'edges', 'invented',
)  # fmt: skip
MEANING = (
    'Every place counts alike; ± is half of the 90 % bootstrap interval over places. Contrast: standard deviation over '
    "the truth's, of chips whose truth varies by five grey levels or more. Reader: mean IoU of cover (water, forest, "
    'green, bare, built, snow) named from the picture by a forest of trees on colour and texture that was trained on '
    'true pictures of other places; the last row names it from the radar (VV, VH, 5 to 31 px), trained on the same '
    'places. Water: area under the curve of telling it from land by darkness, and by darkness or blueness; of the '
    "trees' row by the 5 x 5 mean of VV, and by the trees' own probability. Off its colour: mean difference of the "
    'mean colour of water to the true one, grey levels. Land - water: luminance 0..1; bluer: blue less red of water, '
    'less that of land. Edges: correlation of gradients; invented: pixels in a hundred with an edge that the truth has '
    'not.'
)


def table(found: Verdicts, places: Sequence[str] | None = None) -> list[str]:
    """Return markdown lines, one row a method, of all places or of some."""
    lines = ['| ' + ' | '.join(HEAD) + ' |', '|---' * len(HEAD) + '|']
    order = [TRUTH, FLAT, GREY, *(name for name in found.numbers if name not in (TRUTH, FLAT, GREY)), TREES]
    for name in order:
        lines.append(f'| {name} | ' + ' | '.join(_cells(found, name, places)) + ' |')
    return lines


def _cells(found: Verdicts, name: str, places: Sequence[str] | None) -> list[str]:
    psnr, matched, ssim, *bands, edges, invented = found.mean(name, places)
    dark, blue, distance, darker, bluer = found.mean(name, places, of_water=True)
    read = np.array(list(found.reader(name, places).values()))
    half = half_interval(read, np.random.default_rng(5)) if len(read) > 1 else np.nan
    colours = ' '.join(_number(b, 2) for b in bands)
    return [
        _number(psnr, 2), _number(matched, 2), _number(ssim, 3),
        f'{_number(np.nanmean(bands), 2)} ({colours})' if np.isfinite(bands).any() else '',
        f'{read.mean():.3f}{f" ± {half:.3f}" if np.isfinite(half) else ""}' if len(read) else '',
        _number(mean_iou(found.all_together(name)), 3) if places is None else '',
        _number(dark, 3), _number(blue, 3), _number(distance, 1), _number(darker, 3), _number(bluer, 3),
        _number(edges, 3), _number(invented, 2),
    ]  # fmt: skip


def _number(value: float, digits: int) -> str:
    return f'{value:.{digits}f}' if np.isfinite(value) else ''


def by_cover(found: Verdicts) -> list[str]:
    """Return markdown lines of the IoU of every cover, read from every method's pictures."""
    lines = ['| reader | ' + ' | '.join(COVERS) + ' |', '|---' * (len(COVERS) + 1) + '|']
    for name in (*found.numbers, TREES):
        values = ious(found.all_together(name))
        lines.append(f'| {name} | ' + ' | '.join(_number(v, 2) for v in values) + ' |')
    return lines


def by_source(found: Verdicts) -> list[str]:
    """Return markdown lines: contrast; reader; AUC of darkness; PSNR matched, of every source (number of places)."""
    sources = sorted(set(found.source.values()))
    heads = [f'{s} ({len(found.places(s))})' for s in sources]
    lines = ['| contrast; reader; AUC; matched | ' + ' | '.join(heads) + ' |', '|---' * (len(sources) + 1) + '|']
    for name in (*found.numbers, TREES):
        cells = []
        for source in sources:
            places = found.places(source)
            row, waters = found.mean(name, places), found.mean(name, places, of_water=True)
            bands = row[3:6][np.isfinite(row[3:6])]
            contrast = bands.mean() if len(bands) else np.nan
            numbers = (contrast, 2), (_mean(found.reader(name, places)), 2), (waters[0], 2), (row[1], 1)
            cells.append('; '.join(_number(value, digits) or '-' for value, digits in numbers))
        lines.append(f'| {name} | ' + ' | '.join(cells) + ' |')
    return lines


def gains(found: Verdicts, bar: str) -> list[str]:
    """Return sentences: the reader's paired gain of every method over a bar, with its 90 % interval over places."""
    lines, base, rng = [], found.reader(bar), np.random.default_rng(5)
    for name in (*found.numbers, TREES):
        own = found.reader(name)
        both = [place for place in own if place in base]
        if name in (bar, TRUTH) or len(both) < 2:
            continue
        gain = np.array([own[place] - base[place] for place in both])
        half = half_interval(gain, rng)
        lines.append(f'- {name} over {bar}: {gain.mean():+.3f} ± {half:.3f} ({len(both)} places)')
    return lines


def _mean(values: dict[str, float]) -> float:
    return float(np.mean(list(values.values()))) if values else float('nan')
