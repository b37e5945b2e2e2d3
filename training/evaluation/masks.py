"""Cloud masks against each other: ours, the scene classification, the teachers, the masks that came with the data.

    python -m training.evaluation.masks [--labels runs/mask_labels] [--model FILE.onnx] [--dry]

Four judges: the vote of teachers and time (labels.py) on places that are held out, which is not independent of the
teachers; the excess of blue over a clear date and the infrared that is missing from it, which no detector has had a say
in; and clear chips, on which every cloud is false.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.cloud_mask.detection import KEPT, THRESHOLD, classes_of, enlarged, water_of
from sar2optical_qgis.core.cloud_mask.planes import BANDS, CHANNELS, factor_of, mask_planes
from sar2optical_qgis.core.model.channels import stack
from sar2optical_qgis.core.model.registry import find_model
from training.data.index import read_index
from training.data.masks.data import SCL_CODES, Labelled, labelled, reduced
from training.data.masks.images import MaskImage, read_images
from training.data.masks.labels import Labels, dimness, load
from training.evaluation.command import write_section
from training.export.model import Model

EXCESS = 0.03  # of blue over a clear date: from here it is cloud
CLOUDS = (1, 2)
OURS, FOUR, HINTED = 'ours', 'ours, 4 bands', 'ours with SCL'
KINDS = (
    ('snow and ice', lambda i: '35VNJ' in i.id or 'T35VNJ' in i.id or i.id == 'tm_snow'),
    ('desert', lambda i: i.source == 'SentinelDataDownloaderTool'),
    ('towns', lambda i: i.source in ('OSCD + DS_UNet', 'sentinel2-landslide-detection')),
    ('coasts and ships', lambda i: i.source in ('eotdl tutorial data', 'rsgislib test data')),
    ('floods and rivers, 30 m', lambda i: i.source == 'HLS flood chips'),
    ('burnt and dry, 20 m', lambda i: i.source == 'Wildfire_Detection'),
)


def infer(model: Model, planes: np.ndarray) -> np.ndarray:
    """Return probabilities (4, rows, cols) of planes, mirrored up to the stride as the product mirrors rims."""
    rows, cols = planes.shape[1:]
    edge, stride = 16, model.card.stride
    pad = ((0, 0), (edge, edge + -rows % stride), (edge, edge + -cols % stride))
    made = model.session.run(None, {'input': np.pad(planes, pad, 'symmetric')[None]})[0][0]
    return made[:, edge : edge + rows, edge : edge + cols]


def ours(model: Model, image: Labelled, bands: int = len(BANDS), given: bool = False) -> np.ndarray:
    """Return the product's classes (rows, cols) of an image, by its first ``bands``, with its SCL as hint or not."""
    factor = factor_of(image.gsd_m)
    part = reduced(image, factor)
    seen = dict(list(zip(image.names, part['values']))[:bands])
    hint = part.get('given') if given else None
    share = infer(model, stack(CHANNELS, mask_planes(seen, part['valid'], hint)))
    classes = enlarged(classes_of(share, THRESHOLD, water_of(seen)), factor)
    if hint is not None:
        rows, cols = classes.shape
        told = image.given[:rows, :cols]
        kept = (told > 0) & (told < 4) & ~enlarged(share[0] > 1.0 - KEPT, factor)
        classes = np.where((classes == 0) & kept, told, classes)
    return classes


def opinions(model: Model, image: MaskImage, one: Labelled, labels: Labels) -> dict[str, np.ndarray]:
    """Return what each detector takes the pixels for, 0 clear, 1 cloud, 2 shadow (rows, cols)."""
    found = {OURS: ours(model, one), FOUR: ours(model, one, 4)}
    rows, cols = found[OURS].shape
    if one.given is not None:
        found[HINTED] = ours(model, one, given=True)
    found = {name: np.array([0, 1, 1, 2])[classes] for name, classes in found.items()}
    for name, classes in labels.votes.items():
        found[name] = classes[:rows, :cols].astype(int)
    if image.given_kind == 'SCL':
        codes = SCL_CODES[image.given.astype(np.uint8)][:rows, :cols]
        found['SCL'] = np.select([np.isin(codes, CLOUDS), codes == 3], [1, 2], 0)
    elif image.given_kind == 'cloud01':
        found['s2cloudless'] = (image.given[:rows, :cols] == 1).astype(int)
    elif image.given_kind == 'CLP':
        found['cloud probability'] = ((image.given[:rows, :cols] >= 40) & (image.given[:rows, :cols] <= 100)).astype(
            int
        )
    return found


class Tally:
    """Counts of what is cloud or shadow and what is called so."""

    def __init__(self) -> None:
        self.counts = np.zeros((3, 3))  # true, called

    def add(self, true: np.ndarray, called: np.ndarray, counts: np.ndarray) -> None:
        self.counts += np.histogram2d(true[counts], called[counts], bins=3, range=((0, 3), (0, 3)))[0]

    def iou(self, kind: int) -> float:
        both = self.counts[kind, kind]
        union = self.counts[kind].sum() + self.counts[:, kind].sum() - both
        return both / union if union else np.nan

    def recall(self, kind: int) -> float:
        return self.counts[kind, kind] / self.counts[kind].sum() if self.counts[kind].any() else np.nan

    @property
    def balanced(self) -> float:
        """Return the balanced accuracy of hidden (cloud or shadow) against clear."""
        c = self.counts
        clear, hidden = c[0].sum(), c[1:].sum()
        return (c[0, 0] / clear + c[1:, 1:].sum() / hidden) / 2 if clear and hidden else np.nan


def evaluate(root: str, folder: Path, path: str) -> str:
    """Return the markdown of all tables."""
    model = Model.open(Path(path or find_model('', 'cloud-mask').path))
    held, timed, pairs, dims, false = (defaultdict(lambda: defaultdict(Tally)) for _ in range(5))
    for image in read_images(read_index(root)):
        one, labels = labelled(image, folder), load(folder / f'{image.id}.npz')
        found = opinions(model, image, one, labels)
        rows, cols = found[OURS].shape
        true = np.concatenate([0.5 * np.ones((1, *labels.weight.shape)), labels.shares[:2].sum(0, keepdims=True),
                               labels.shares[2:]]).argmax(0)[:rows, :cols]  # fmt: skip
        counts = labels.weight[:rows, :cols] > 0
        dim = dimness(image, (labels.weight == 1) & (labels.shares.sum(0) == 0))[:rows, :cols]
        for name, called in found.items():
            if image.is_held_out and not image.is_called_clear:
                held[image.source][name].add(true, called, counts)
            if image.excess is not None and not image.is_called_clear:
                excess = image.excess[:rows, :cols]
                known = np.isfinite(excess) & image.valid[:rows, :cols]
                where = 'held out' if image.is_held_out else 'training side'
                table = timed if image.place == 'hainaut' else pairs if image.source == 'SEN12MS-CR' else None
                if table is not None:
                    cloud = (excess > EXCESS).astype(int)
                    table[where][name].add(cloud, (called == 1).astype(int), known)
                lit_or_dim = known & (dim != 0) & (excess < EXCESS)
                key = f'{image.source}, {where}'
                dims[key][name].add(2 * (dim > 0), np.where(called == 2, 2, 0), lit_or_dim)
            if image.is_called_clear:
                kind = next((kind for kind, test in KINDS if test(image)), 'other ground')
                side = ', held out' if image.is_held_out else ''
                seen = image.valid[:rows, :cols]
                for key in (kind, 'all', *(('all, held out',) if side else ())):
                    false[key][name].add(np.zeros_like(called), called, seen)
    return '\n'.join(
        [
            '## Cloud masks', '', '`python -m training.evaluation.masks`', '',
            'IoU of cloud / of shadow (balanced accuracy of hidden against clear). The vote is that of the teachers '
            'and of time, so it flatters the teachers; pixels without agreement are left out.', '',
            *_table('held-out places, against the vote', held,
                    lambda t: f'{t.iou(1):.2f} / {t.iou(2):.2f} ({t.balanced:.2f})'), '',
            f'Against the excess of blue over the dark of near dates (> {EXCESS}), cloud alone, IoU. '
            'Shadows and change count as error.', '',
            *_table('hainaut in time', timed, lambda t: f'{t.iou(1):.2f}'),
            *_table('SEN12MS-CR, over the clear date', pairs, lambda t: f'{t.iou(1):.2f}'), '',
            'Shadow against missing infrared: less than .78 of that of clear dates, more than .93 is none, where blue '
            'is no brighter. What grew or was harvested meanwhile counts as error. IoU (recall).', '',
            *_table('shadow in time', dims, lambda t: f'{t.iou(2):.2f} ({t.recall(2):.2f})'), '',
            'False cloud / false shadow on clear chips, share of the pixels.', '',
            *_table('clear chips', false,
                    lambda t: f'{t.counts[0, 1] / t.counts[0].sum():.4f} / {t.counts[0, 2] / t.counts[0].sum():.4f}'),
        ]
    )  # fmt: skip


def _table(title: str, found: dict, cell) -> list[str]:
    names = list(dict.fromkeys(name for row in found.values() for name in row))
    return [
        f'| {title} | ' + ' | '.join(names) + ' |', '|---' * (len(names) + 1) + '|',
        *(f'| {key} | ' + ' | '.join(cell(row[n]) if n in row else '-' for n in names) + ' |'
          for key, row in sorted(found.items())), '',
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, measure, and write the section of RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluation.masks', description=main.__doc__)
    parser.add_argument('--root', default='', help='data folder; empty = SAR2OPTICAL_DATA or ../shared/data')
    parser.add_argument('--labels', type=Path, default=Path('runs/mask_labels'), help='made by training mask-labels')
    parser.add_argument('--model', default='', help='an exported model; empty = the one that ships')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    text = evaluate(options.root, options.labels, options.model)
    sys.stdout.write(text + '\n')
    if not options.dry:
        write_section('cloud masks', text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
