"""The measures of REFERENCE on made dates: every row is there, and what nobody can know is given to all or to none."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from training.data.cloud_examples import Scene
from training.data.clouded_series import Dated
from training.evaluation.reference_pairs import pairs
from training.evaluation.references import cloud_case
from training.evaluation.sar_references import BEST, OURS, ROWS, SarCases, all_dates, markdown

pytest.importorskip('onnxruntime')
SIZE, BANDS = 96, ('B02', 'B03', 'B04', 'B08')


def dated(number: int, rng: np.random.Generator) -> Dated:
    """A date of fields of 16 pixels, whose green and backscatter rise alike."""
    grown = np.kron(rng.random((SIZE // 16, SIZE // 16)), np.ones((16, 16)))
    noise = rng.normal(0.0, 0.003, (4, SIZE, SIZE))
    values = np.stack([0.05 - 0.02 * grown, 0.08 - 0.01 * grown, 0.1 - 0.07 * grown, 0.15 + 0.3 * grown]) + noise
    db = {'VV': -14 + 6 * grown + rng.normal(0, 1, grown.shape), 'VH': -21 + 7 * grown + rng.normal(0, 1, grown.shape)}
    radar = {k: v.astype(np.float16) for k, v in db.items()}
    scene = Scene(f'd{number}', 'here', BANDS, values.astype(np.float16), np.ones(grown.shape, bool), radar)
    return Dated(date(2020, 3, 1) + timedelta(days=30 * number), number > 0, scene)


@pytest.fixture(scope='module')
def dates() -> list[Dated]:
    rng = np.random.default_rng(5)
    return [dated(number, rng) for number in range(3)]


def test_every_row_of_radar_with_a_reference_is_measured(dates, tmp_path):
    cases = SarCases(np.full(3, 0.4), {'here': dates, 'there': dates}, tmp_path)
    found, covered = cases.measure('here', dates[1], dates[0])
    assert set(found) == set(ROWS) and all(np.isfinite(values).all() for values in found.values())
    assert len(covered) == len(OURS)
    for name in ('reference', *OURS):  # the oracle can only help
        assert found[name + BEST][1] >= found[name][1] - 0.01
    text = markdown({'here': {row: [values] for row, values in found.items()}}, {'here': [covered]}, unseen=False)
    assert all(f'| {row} |' in text for row in ROWS)
    once = {'here': {row: [values] for row, values in found.items()}}
    assert all_dates(once, {}).splitlines()[4:] == all_dates(once, once).splitlines()[4:]  # the same means
    assert '| here (2) |' in all_dates(once, once)


def test_each_date_is_a_target_once_either_early_or_late(dates):
    late, early = ([target for target, _ in pairs(dates, 1, early)] for early in (False, True))
    assert late == dates[1:] and early == []
    none = [Dated(d.day, False, d.scene) for d in dates for _ in range(3)]
    assert [t for e in (True, False) for t, _ in pairs(none, 1, e)] == none[1:]


def test_an_older_image_helps_where_the_fields_are_the_same(dates, tmp_path):
    hidden = np.zeros((SIZE, SIZE), bool)
    hidden[30:60, 30:60] = True
    found = cloud_case(dates[1], dates[1], hidden, tmp_path)
    assert found['METHOD regression, REFERENCE'][0] < 0.5 * found['METHOD regression'][0]
