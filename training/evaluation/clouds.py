"""The table of cloud removal: every method on the same clouded held-out places, errors on hidden pixels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.assess import metrics
from sar2optical_qgis.core.model.card import ModelCard
from sar2optical_qgis.core.names import S2_BANDS
from sar2optical_qgis.core.remove_clouds.correction import Correction, planes_needed
from training.baselines import inpainting, plain_ridge
from training.data.cloud_examples import CASES, CHANNELS, Example, held_out_examples
from training.data.cloud_scenes import CloudData
from training.evaluation.area_table import area_row, area_table
from training.evaluation.contact_sheet import picture, shown_doubt
from training.evaluation.mask_faults import mask_table
from training.evaluation.reliability import Reliability
from training.evaluation.scores import Evaluation, half_interval, place_means
from training.export.model import Model, index_of

SHOWN_CASES = ('opaque, image alone', 'thin, image alone')  # those on the contact sheet
FIT, PLAIN = 'same-image fit (METHOD regression)', 'plain ridge same-image fit'
BASELINES = ('nearest clear pixel', 'push-pull', 'Telea', PLAIN)
ROBUST = ('push-pull', FIT, 'network')  # methods tried with wrong masks
AREA_CASE = 'opaque, radar'  # the case that is told in all areas


def estimates(example: Example, model: Model, others: Sequence[Model] = ()) -> dict[str, np.ndarray]:
    """Return each method's reflectance (bands, rows, cols), and the network's sigma under 'sigma'."""
    observed, clear = example.clouded.observed, example.scene.valid & ~example.hidden
    mean, sigma = answer(example, model)
    index = [S2_BANDS.index(b) for b in example.scene.bands]
    made = {} if example.reference is None else reference_estimates(example, clear)
    plain = {}
    if len(example.visible):
        plain[PLAIN] = plain_ridge.fill(observed, clear, [example.visible], [example.known])
    return {
        **made,
        'nearest clear pixel': inpainting.nearest(observed, clear),
        'push-pull': inpainting.push_pull(observed, clear),
        'Telea': inpainting.telea(observed, clear),
        **plain,
        FIT: example.base,
        **{o.card.name: answer(example, o)[0][index] for o in others},
        'network': mean[index],
        'sigma': sigma[index],
    }


def answer(example: Example, model: Model) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and sigma of the model's bands as the product uses them: what of a correction is believed."""
    planes = example.planes[index_of(model.card, CHANNELS)]
    mean, sigma = model(planes)
    bands, answers = example.scene.bands, [model.card.bands.index(band) for band in example.scene.bands]
    if set(planes_needed(bands)) <= set(model.card.channels):
        Correction(example.left_over, bands, answers, model.card.channels).filter(planes, mean)
    return mean, sigma


def reference_estimates(example: Example, clear: np.ndarray) -> dict[str, np.ndarray]:
    """Return the older image as it is, and after the best gain and bias of each band on the clear pixels."""
    older, observed = example.reference.reflectance, example.clouded.observed
    fitted = [np.polyval(np.polyfit(a[clear], b[clear], 1), a) for a, b in zip(older, observed)]
    return {'reference': older, 'reference, gain and bias': np.stack(fitted).astype(np.float32)}


def evaluate(
    model: Path, data: CloudData, card: ModelCard, others: Sequence[Path] = (), repeats: int = 2
) -> Evaluation:
    """Measure a model on the data's held-out places; the pictures are of each place's first opaque and thin clouds.

    ``others``: models that get a row of their own beside ``model``, which is called network.
    """
    network, beside = Model.open(model), [Model.open(path) for path in others]
    in_areas: dict[str, dict[str, list[np.ndarray]]] = {}
    data.setup('validate')
    table, scores, reliability = {}, {}, Reliability()
    counts, shown, by_source = {}, [], {}
    for case, situation in CASES.items():
        found: dict[str, dict[str, list[np.ndarray]]] = {}
        for example in held_out_examples(data.held, data.held_bank, situation, repeats):
            made = estimates(example, network, beside)
            sigma, truth = made.pop('sigma'), example.scene.reflectance.astype(np.float32)
            area = example.hidden & example.scene.valid
            if case in SHOWN_CASES and example.scene.place not in found.get('network', {}):
                shown.append(_pictures(example, made, sigma, [o.card.name for o in beside]))
            reliability.add(np.abs(made['network'] - truth), sigma, area, example.scene.bands)
            by_source.setdefault(example.scene.source, {}).setdefault(case, {})
            for name, values in made.items():
                row = [
                    metrics.mae(values, truth, area),
                    metrics.psnr(values, truth, area),
                    metrics.sam(values, truth, area),
                ]
                found.setdefault(name, {}).setdefault(example.scene.place, []).append(np.array(row))
                here = by_source[example.scene.source][case].setdefault(name, {})
                here.setdefault(example.scene.place, []).append(np.array(row))
                if case == AREA_CASE:
                    row = area_row(values, truth, example)
                    in_areas.setdefault(name, {}).setdefault(example.scene.place, []).append(row)
        rng = np.random.default_rng(0)
        for name, places in found.items():
            by_place = place_means(places)
            table.setdefault(name, {})[case] = (by_place.mean(0), half_interval(by_place[:, 0], rng))
            if name in ('network', FIT):
                scores[f'{"network" if name == "network" else "fit"} MAE {case}'] = round(
                    float(by_place[:, 0].mean()), 5
                )
        counts[case] = f'{len(places)} places, {sum(map(len, places.values()))} images'
    scores['90 % interval covers'] = round(float(np.mean(list(reliability.covered().values()))), 3)
    lines = [
        '## Cloud removal: hidden pixels on held-out places',
        '',
        '`python -m training evaluate -c training/configs/cloud_removal.yaml '
        '--model resources/models/cloud_removal.onnx`',
        '',
        "Clear chips of the index's `val` places under clouds whose shapes were never seen in training, with the mask "
        'as a user would give it (wrong by up to 3 pixels, then dilated). MAE of reflectance (x 1000, with half of the '
        '90 % bootstrap interval over places), PSNR in dB and SAM in degrees, all over hidden pixels only; mean over '
        'places.',
        '',
        '| method | ' + ' | '.join(f'{c} ({counts[c]})' for c in CASES) + ' |',
        '|---' * (len(CASES) + 1) + '|',
    ]
    for name, cells in table.items():
        text = []
        for case in CASES:
            if case not in cells:
                text.append('')
                continue
            (mae, psnr, sam), spread = cells[case]
            text.append(f'{1000 * mae:.1f} ± {1000 * spread:.1f}, {psnr:.1f} dB, {sam:.1f}°')
        lines.append(f'| {name} | ' + ' | '.join(text) + ' |')
    ratios = []
    for case in CASES:
        others = [table[name][case][0][0] for name in BASELINES if case in table.get(name, {})]
        ratios.append(f'{table["network"][case][0][0] / min(others):.2f}' if others else '')
    lines += [
        '| network / best of nearest, push-pull, Telea, plain ridge | ' + ' | '.join(ratios) + ' |',
        '',
        *_source_table(by_source),
        '',
        *reliability.lines(),
        '',
        *mask_table(data.held, data.held_bank, lambda e: estimates(e, network), ROBUST),
        '',
        *area_table(AREA_CASE, in_areas),
    ]
    legend = ('cloudy', 'same-image fit', *(o.card.name for o in beside), 'network', 'uncertainty', 'truth')
    return Evaluation('\n'.join(lines), scores, tuple(shown), legend, reliability.plot())


def _source_table(by_source: dict[str, dict[str, dict[str, dict[str, list[np.ndarray]]]]]) -> list[str]:
    """Return the markdown lines: MAE x 1000 of the fit and of the network by source of the data, mean over places."""
    lines = ['By source, MAE x 1000 of fit / network:', '', '| source | ' + ' | '.join(CASES) + ' |']
    lines.append('|---' * (len(CASES) + 1) + '|')
    for source, cases in sorted(by_source.items()):
        cells = []
        for case in CASES:
            found = cases.get(case, {})
            means = [1000 * place_means(found[name])[:, 0].mean() for name in (FIT, 'network') if name in found]
            cells.append(' / '.join(f'{mean:.1f}' for mean in means))
        lines.append(f'| {source} | ' + ' | '.join(cells) + ' |')
    return lines


def _pictures(example: Example, made: dict[str, np.ndarray], sigma: np.ndarray, others: Sequence[str]) -> tuple:
    """Return the cloudy image, the fit, the other models' and the network's estimates, uncertainty and truth."""
    truth = example.scene.reflectance.astype(np.float32)
    bare = [example.clouded.observed, made[FIT], *(made[name] for name in others), made['network']]
    seen = [bare[0], *(np.where(example.hidden, values, truth) for values in bare[1:])]  # clear pixels stay
    panels = [picture(values, example.scene.bands, 'reflectance') for values in (*seen, truth)]
    return (*panels[:-1], shown_doubt(sigma * example.hidden), panels[-1])
