"""The table of SAR to optical: the network beside mean colours and ridge regression, place by place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.model.card import ModelCard
from sar2optical_qgis.core.model.channels import LANDCOVER_CHANNELS, SAR_CHANNELS, SceneStatistics
from sar2optical_qgis.core.sar_to_optical import colorize
from training.baselines.colours import MeanColour, Ridge, colour_examples
from training.baselines.pixel_mlp import PixelMLP
from training.data.examples import Example
from training.data.sar_optical import SarOpticalData, whole
from training.evaluation.contact_sheet import shown_doubt
from training.evaluation.reliability import Reliability
from training.evaluation.scores import (
    Evaluation,
    edge_agreement,
    half_interval,
    identity_collapse,
    invented_edges,
    matched,
    place_means,
)
from training.export.model import Model

Results = dict[str, dict[str, list[np.ndarray]]]  # row of the table: place: COLUMNS of each chip
Method = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]  # planes without, planes with classes, truth
STYLED = ('network', 'network, classes given')  # rows that get more of them in the plugin's other styles
SHOWN = 2  # chips of a place on the contact sheet
COLUMNS = ('PSNR', 'SSIM', 'PSNR matched', 'SSIM matched', 'edges', 'invented', 'collapse')


def score(estimate: np.ndarray, truth: np.ndarray, valid: np.ndarray, radar: np.ndarray) -> np.ndarray:
    """Return COLUMNS of one chip; collapse is |estimate - radar| / |estimate - truth|, above 1 far from the radar."""
    best = matched(estimate, truth, valid)
    collapse = identity_collapse(estimate, truth, valid, radar)
    return np.array([
        metrics.psnr(estimate, truth, valid), metrics.ssim(estimate, truth, valid),
        metrics.psnr(best, truth, valid), metrics.ssim(best, truth, valid), edge_agreement(estimate, truth, valid),
        100 * invented_edges(estimate, truth, valid), collapse,
    ])  # fmt: skip


def radar_picture(planes: np.ndarray) -> np.ndarray:
    """Return the radar as a grey picture 0..1: -25..0 dB, or two spreads around the median where dB are unknown."""
    absolute, has_vv = planes[6].max() > 0, planes[4].max() > 0
    plane = planes[0 if has_vv else 1] if absolute else planes[2 if has_vv else 3]
    return np.clip((plane + 1.0) / 2.5 if absolute else (plane + 2.0) / 4.0, 0, 1)


def structure(example: Example) -> np.ndarray:
    """Return the radar's structure (rows, cols) as STYLE colorized draws it over the network's colours."""
    good = {p: np.isfinite(values) for p, values in example.db.items()}
    db = {p: np.nan_to_num(values.astype(np.float32), nan=-50.0) for p, values in example.db.items()}
    statistics = {p: SceneStatistics.of(values[good[p]]) for p, values in db.items()}
    joint, there = colorize.joined(db, good, statistics)
    return colorize.structure(joint, there, colorize.speckle(joint, there))


def methods(train: list[Example], model: Model, others: Sequence[Model] = ()) -> dict[str, Method]:
    """Return every row of the table: a name and how it makes its estimate."""

    def network(planes: np.ndarray) -> np.ndarray:
        return model(planes)[0]

    perceptrons = [PixelMLP.fit(train, with_classes) for with_classes in (False, True)]
    mean, ridge, ridge_classes = MeanColour.fit(train), Ridge.fit(train, False), Ridge.fit(train, True)
    first = len(SAR_CHANNELS)
    order = np.random.default_rng(3).permutation(len(LANDCOVER_CHANNELS))
    while (order == np.arange(len(order))).any():
        order = np.random.default_rng(int(order[0]) + 17).permutation(len(order))

    def shuffled(planes: np.ndarray) -> np.ndarray:
        return np.concatenate([planes[:first], planes[first:][order]])

    return {
        "truth's own mean colour (oracle)": lambda p, c, t: np.broadcast_to(t.mean((1, 2), keepdims=True), t.shape),
        'training mean colour': lambda p, c, t: mean.predict(p),
        'ridge on smoothed VV, VH, VV-VH': lambda p, c, t: ridge.predict(p),
        'per-pixel network on the same': lambda p, c, t: perceptrons[0].predict(p),
        **{o.card.name: lambda p, c, t, o=o: o(p)[0] for o in others},
        'network': lambda p, c, t: network(p),
        'class-mean colour, classes given': lambda p, c, t: mean.predict(c),
        'ridge, classes given': lambda p, c, t: ridge_classes.predict(c),
        'per-pixel network, classes given': lambda p, c, t: perceptrons[1].predict(c),
        **{f'{o.card.name}, classes given': lambda p, c, t, o=o: o(c)[0] for o in others},
        'network, classes given': lambda p, c, t: network(c),
        'network, classes shuffled (control)': lambda p, c, t: network(shuffled(c)),
    }


@dataclass
class Measured:
    """Scores of every method on held-out places, pictures of each place's first chips, and the network's sigma."""

    results: Results = field(default_factory=dict)
    shown: list[tuple[np.ndarray, ...]] = field(default_factory=list)
    reliability: Reliability = field(default_factory=Reliability)


def measure(network: Model, data: SarOpticalData, beside: Sequence[Model] = ()) -> Measured:
    """Return what every method makes of the data's held-out places."""
    data.shares = {**data.shares, 'simulated': 0.0}
    data.setup('fit')
    rows = methods(colour_examples(data.examples), network, beside)
    found = Measured()
    for example in colour_examples(data.held):
        rows_, cols = (min(n, 512) // 16 * 16 for n in example.valid.shape)
        planes, cut = whole(example, rows_, cols, False)
        with_classes, _ = whole(example, rows_, cols, True) if example.classes is not None else (planes, cut)
        truth, radar = cut.target.astype(np.float32), radar_picture(planes)
        made, sigma = network(planes)
        found.reliability.add(np.abs(made - truth), sigma, cut.valid, network.card.bands)
        if len(found.results.get('network', {}).get(example.place, ())) < SHOWN:
            told = network(with_classes)[0]
            grey, detail = np.repeat(radar[None], 3, 0), structure(cut)
            drawn = colorize.colorize(made, detail), colorize.vivid(made, detail), colorize.vivid(told, detail)
            found.shown.append((grey, *(o(planes)[0] for o in beside), made, *drawn, shown_doubt(sigma), truth))
        for name, method in rows.items():
            made = {name: np.array(method(planes, with_classes, truth))}
            if name in STYLED:
                detail = structure(cut)
                made[f'{name}, STYLE colorized (default)'] = colorize.colorize(made[name], detail)
                made[f'{name}, STYLE vivid'] = colorize.vivid(made[name], detail)
            for row, picture in made.items():
                scores = score(picture, truth, cut.valid, radar)
                found.results.setdefault(row, {}).setdefault(example.place, []).append(scores)
    return found


def evaluate(model: Path, data: SarOpticalData, card: ModelCard, others: Sequence[Path] = ()) -> Evaluation:
    """Measure a model on the data's held-out places; the pictures are of each place's first two chips.

    ``others``: models that get rows of their own beside ``model``, which is called network.
    """
    beside = [Model.open(path) for path in others]
    found = measure(Model.open(model), data, beside)
    styles = ('network', 'STYLE colorized', 'STYLE vivid', 'STYLE vivid, classes given')
    legend = ('radar', *(o.card.name for o in beside), *styles, 'uncertainty', 'truth')
    title = f'## SAR to optical ({card.name}, version {card.version}, trained at {card.commit or "unknown"})'
    lines = [title, '', *table(found.results), '', 'PSNR, place by place (matched in brackets):', '']
    lines += [*_by_place(found.results), '', *found.reliability.lines('the values')]
    return Evaluation('\n'.join(lines), _scores(found.results), tuple(found.shown), legend, found.reliability.plot())


def _scores(results: Results) -> dict[str, float]:
    scores = {}
    for key, name in (
        ('', 'network'),
        ('_landcover', 'network, classes given'),
        ('_mean_colour', 'training mean colour'),
    ):
        mean = place_means(results[name]).mean(0)
        scores.update({f'psnr{key}': round(float(mean[0]), 3), f'ssim{key}': round(float(mean[1]), 4)})
    return scores


def table(results: Results) -> list[str]:
    """Return the markdown lines of COLUMNS, one row a method, and what they mean."""
    places = next(iter(results.values()))
    lines = [
        f'{len(places)} places, {sum(map(len, places.values()))} chips, each place counts alike. PSNR (± half of',
        'the 90 % bootstrap interval over places) and SSIM of natural-colour pictures 0..1;',
        '"matched": after the best gain and bias of each band; edges: correlation of the gradients of estimate and',
        'truth; invented: pixels in a hundred with an edge (five grey levels a pixel) that the truth lacks; collapse:',
        '|estimate - radar| / |estimate - truth|.',
        'Classes are pseudo-classes made from the truth by spectral rules (an upper bound of what a map gives); the',
        'control permutes their names.',
        '',
        '| method | ' + ' | '.join(COLUMNS) + ' |',
        '|---|' + '---|' * len(COLUMNS),
    ]
    rng = np.random.default_rng(0)
    for name, found in results.items():
        by_place = place_means(found)
        cells = [f'{v:.{d}f}' for v, d in zip(by_place.mean(0), (2, 3, 2, 3, 3, 2, 2))]
        cells[0] += f' ± {half_interval(by_place[:, 0], rng):.1f}'
        lines.append(f'| {name} | ' + ' | '.join(cells) + ' |')
    return lines


def _by_place(results: Results) -> list[str]:
    places = list(next(iter(results.values())))
    lines = ['| method | ' + ' | '.join(places) + ' |', '|---|' + '---|' * len(places)]
    for name, found in results.items():
        cells = [np.mean(found[p], axis=0) for p in places]
        lines.append(f'| {name} | ' + ' | '.join(f'{c[0]:.1f} ({c[2]:.1f})' for c in cells) + ' |')
    return lines
