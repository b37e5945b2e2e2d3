"""What of an older picture still holds: pairs of dates as the product sees them, cells, some steps, a model."""

from __future__ import annotations

import pickle
from datetime import date

import numpy as np
import onnxruntime
import pytest

from sar2optical_qgis.core.model.network import Network
from sar2optical_qgis.core.model.registry import find_model
from sar2optical_qgis.core.sar_to_optical.older_picture import CHANNELS
from sar2optical_qgis.core.sentinel.cover import UNKNOWN
from sar2optical_qgis.core.sentinel.radiometry import natural_colour
from tests.training.tiny import CONFIGS
from training.cli import load
from training.data.dated_looks import Look
from training.data.older_pairs import Plan, pair_of
from training.data.simulation.covers import BANDS
from training.data.simulator import simulate
from training.data.transplant import Givers
from training.export.to_onnx import export
from training.tasks.older_cells import CellDraws, Label, cells_of, whole_planes


def look(seed: int, day: date, place: str = 'here') -> Look:
    scene = simulate(seed=seed, size=96)
    picture = natural_colour(scene.s2_clear[[BANDS.index(b) for b in ('B04', 'B03', 'B02')]] / np.float32(1e4))
    db = {name: values.astype(np.float16) for name, values in zip(('VV', 'VH'), scene.s1)}
    picture, shape = picture.astype(np.float16), picture.shape[1:]
    return Look(place, place, day, picture, picture, np.ones(shape, bool), db, np.full(shape, UNKNOWN, np.uint8))


@pytest.fixture(scope='module')
def found(tmp_path_factory):
    """Pairs and cells of one place on two dates, with ground of another one in a part of today's."""
    folder, rng = tmp_path_factory.mktemp('pairs'), np.random.default_rng(0)
    older, today, other = look(1, date(2023, 5, 1)), look(1, date(2024, 8, 1)), look(5, date(2024, 8, 1), 'there')
    givers, network = Givers([other.example()]), Network(find_model('', 'sar-to-optical'), 'cpu')
    made = []
    for plan in (
        Plan(older, today, True),
        Plan(older, today, False, varied=True),
        Plan(older, today, True, changed=True),
    ):
        pair = pair_of(plan, givers, folder, rng)
        made.append((pair, cells_of(pair, whole_planes(pair, network), 200, rng)))
    return made


def test_ground_of_another_place_is_in_todays_truth_and_the_older_picture_stays(found):
    plain, _, changed = (pair for pair, _ in found)
    assert not plain.pasted.any() and 0.05 < changed.pasted.mean() < 0.65
    older = [CHANNELS.index(f'older_{band}') for band in ('B04', 'B03', 'B02')]
    assert np.array_equal(plain.planes[older], changed.planes[older])
    off = np.abs(changed.planes[older].astype(np.float32) - changed.truth.astype(np.float32)).mean(axis=0)
    assert off[changed.pasted].mean() > 10 * off[~changed.pasted].mean()


def test_half_of_the_cells_of_a_changed_pair_have_changed(found):
    assert found[2][1]['pasted'].mean() == 0.5 and not found[0][1]['pasted'].any()


def test_every_member_learns_from_its_own_places(found):
    cells = [(Label(f'place {k}', bool(k % 2)), found[0][1]) for k in range(40)]
    bags = CellDraws(cells, 64, 0.7, 8).arrays['bags']
    assert 0.4 < bags.mean() < 0.8 and len({tuple(bag) for bag in bags.T}) == 8


def test_some_steps_of_the_config_make_a_model(found, tmp_path, monkeypatch):
    (tmp_path / 'index.csv').write_text('id,kind,source,group,split\n')
    cells = tmp_path / 'cells.pkl'
    cells.write_bytes(pickle.dumps([(Label(f'place {k}', pair.plan.changed), c) for k, (pair, c) in enumerate(found)]))
    config = str(CONFIGS / 'older_picture.yaml')
    task, data = load(config, overrides=['--data.init_args.root', str(tmp_path), '--data.init_args.cells', str(cells),
                                          '--data.init_args.batch_size', '256'])  # fmt: skip
    data.setup('fit')
    batches = iter(data.train_dataloader())
    monkeypatch.setattr(task, 'log_dict', lambda *_: None)
    monkeypatch.setattr(task, 'log', lambda *_, **__: None)
    optimizer = __import__('torch').optim.AdamW(task.network.parameters(), 1e-2)
    losses = []
    for _ in range(25):
        loss = task.training_step(next(batches), 0)
        optimizer.zero_grad(), loss.backward(), optimizer.step()
        losses.append(float(loss))
    assert losses[-1] < losses[0]
    export(task.network.eval(), task.card, tmp_path / 'm.onnx')
    session = onnxruntime.InferenceSession(str(tmp_path / 'm.onnx'), providers=['CPUExecutionProvider'])
    assert [output.name for output in session.get_outputs()] == ['mean', 'sigma', 'shares']
