"""The judge for the eye: what it says of pictures whose worth is known beforehand."""

import numpy as np
import pytest

from sar2optical_qgis.core.sentinel.cover import BARE, FOREST, GREEN, UNKNOWN, WATER
from training.evaluation import cover as told_cover
from training.evaluation import water
from training.evaluation.contrast import contrast
from training.evaluation.eye_table import by_cover, by_source, gains, table
from training.evaluation.forest import Forest, Labelled, confusion, ious, mean_iou
from training.evaluation.judge import FLAT, GREY, TREES, TRUTH, judge
from training.evaluation.judged import FOLDS, Judged, Readers, folds_of

COLOURS = {WATER: (0.25, 0.33, 0.36), FOREST: (0.15, 0.22, 0.15), GREEN: (0.3, 0.45, 0.3), BARE: (0.6, 0.5, 0.4)}
BACKSCATTER = {WATER: -20.0, FOREST: -9.0, GREEN: -12.0, BARE: -16.0}
SIDE = 48


def place(name, seed):
    """A place of four quarters, each of one cover, with noise and speckle."""
    rng = np.random.default_rng(seed)
    cover = np.zeros((SIDE, SIDE), np.uint8)
    for number, quarter in enumerate(rng.permutation(list(COLOURS))):
        row, col = divmod(number, 2)
        cover[row * SIDE // 2 :, col * SIDE // 2 :] = quarter
    truth = np.stack([np.vectorize(lambda k, b=b: COLOURS[k][b])(cover) for b in range(3)])
    truth = truth + rng.normal(0, 0.02, truth.shape)
    vv = np.vectorize(BACKSCATTER.get)(cover) + rng.normal(0, 1.5, cover.shape)
    valid = np.ones(cover.shape, bool)
    return Judged(name, name, 'made', {'VV': vv.astype(np.float32)}, True, truth.astype(np.float32), valid, cover)


@pytest.fixture(scope='module')
def places():
    return [place(f'place {k}', k) for k in range(8)]


@pytest.fixture(scope='module')
def readers(places):
    return Readers.fit(places, cache=None)


@pytest.fixture(scope='module')
def verdicts(places, readers):
    methods = {'same': lambda chip: chip.truth, 'inside out': lambda chip: 0.6 - chip.truth}
    return judge(places, methods, readers)


def test_a_flat_picture_has_no_contrast():
    truth = np.random.default_rng(0).uniform(0, 1, (3, 20, 20))
    assert (contrast(np.full_like(truth, 0.5), truth, np.ones((20, 20), bool)) == 0).all()


def test_half_the_variation_is_half_the_contrast_and_a_flat_truth_has_none():
    truth = np.random.default_rng(0).uniform(0, 1, (3, 20, 20))
    valid = np.ones((20, 20), bool)
    assert np.allclose(contrast(truth / 2, truth, valid), 0.5)
    assert np.isnan(contrast(truth, truth * 1e-3, valid)).all()


def test_contrast_looks_at_valid_pixels_alone():
    truth = np.random.default_rng(0).uniform(0, 1, (3, 20, 20))
    valid = np.ones((20, 20), bool)
    valid[:10] = False
    picture = truth.copy()
    picture[:, :10] = 0
    assert np.allclose(contrast(picture, truth, valid), 1)


def test_auc_is_one_for_order_half_for_ties_and_none_for_the_contrary():
    positive = np.array([True, True, False, False])
    assert water.auc(np.array([3.0, 2.0, 1.0, 0.0]), positive) == 1
    assert water.auc(np.ones(4), positive) == 0.5
    assert water.auc(np.array([0.0, 1.0, 2.0, 3.0]), positive) == 0


def test_places_without_water_have_no_say_about_it():
    cover = np.full((40, 40), GREEN, np.uint8)
    assert not water.both_there(cover)
    cover[:10] = WATER
    assert water.both_there(cover)


def test_iou_counts_what_is_missed_and_what_is_named_too_much():
    truth = np.array([WATER, WATER, GREEN, GREEN, UNKNOWN])
    named = np.array([WATER, GREEN, GREEN, GREEN, BARE])
    counts = confusion(truth, named)
    assert counts.sum() == 4
    assert ious(counts)[WATER] == 1 / 2 and ious(counts)[GREEN] == 2 / 3 and np.isnan(ious(counts)[FOREST])
    assert mean_iou(counts) == pytest.approx(7 / 12)


def test_a_rare_class_is_not_asked_for():
    counts = confusion(np.array([WATER] + [GREEN] * 99), np.array([GREEN] * 100))
    assert mean_iou(counts, 0.02) == pytest.approx(0.99)


def test_a_forest_tells_apart_what_it_was_taught():
    rng = np.random.default_rng(0)
    cover = rng.integers(0, 2, 400).astype(np.uint8)
    features = cover[:, None] + rng.normal(0, 0.1, (400, 1))
    features[::10] = np.nan
    forest = Forest.fit([Labelled('here', features[:300], cover[:300])])
    seen = np.isfinite(features[300:, 0])
    assert (forest.likely(features[300:]).argmax(1) == cover[300:])[seen].mean() > 0.95
    assert np.allclose(forest.likely(features[300:]).sum(1), 1)


def test_neighbours_are_in_one_fold():
    fold = folds_of([f'place {k}' for k in range(40)] + ['T11SLT', 'T11SMT'])
    assert fold['T11SLT'] == fold['T11SMT']
    assert set(fold.values()) == set(range(FOLDS))


def test_nobody_reads_a_place_that_taught_him(places, monkeypatch):
    samples = []
    monkeypatch.setattr(Forest, 'fit', classmethod(lambda cls, own: samples.append({x.place for x in own})))
    fold = Readers.fit(places, cache=None).fold
    folds = sorted(set(fold.values()))
    for number, taught in zip([*folds, *folds], samples):
        assert taught == {p for p in fold if fold[p] != number}


def test_a_picture_that_equals_the_truth_reads_as_the_truth(verdicts):
    assert verdicts.reader('same') == verdicts.reader(TRUTH)
    assert np.mean(list(verdicts.reader(TRUTH).values())) > 0.8
    assert np.allclose(verdicts.mean('same')[2:], [1, 1, 1, 1, 1, 0])


def test_a_flat_picture_reads_as_one_cover(verdicts):
    assert np.mean(list(verdicts.reader(FLAT).values())) < 0.2
    assert (verdicts.mean(FLAT)[3:6] < 1e-6).all()
    assert verdicts.mean(FLAT, of_water=True)[0] == 0.5


def test_wrong_colours_of_right_contrast_are_not_read(verdicts):
    assert np.allclose(verdicts.mean('inside out')[3:6], 1, atol=0.05)
    assert np.mean(list(verdicts.reader('inside out').values())) < 0.4


def test_the_radar_itself_tells_cover_and_water(verdicts):
    assert np.mean(list(verdicts.reader(TREES).values())) > 0.6
    assert verdicts.mean(TREES, of_water=True)[0] > 0.95
    assert verdicts.mean(GREY, of_water=True)[0] > 0.9


def test_water_of_the_truth_is_not_off_its_colour(verdicts):
    assert verdicts.mean('same', of_water=True)[2] == 0
    assert verdicts.mean('inside out', of_water=True)[2] > 10
    assert verdicts.mean('inside out', of_water=True)[3] < 0


def test_a_method_without_a_picture_is_left_out(places, readers):
    found = judge(places[:2], {'none': lambda chip: None}, readers)
    assert 'none' not in found.numbers


def test_the_tables_have_a_row_for_every_method(verdicts):
    for lines in (table(verdicts), by_cover(verdicts), by_source(verdicts)):
        rows = ''.join(lines)
        assert all(f'| {name} |' in rows for name in (TRUTH, FLAT, GREY, 'same', 'inside out', TREES))
        assert len({line.count('|') for line in lines}) == 1


def test_the_gain_over_oneself_is_not_told_and_that_over_nonsense_is_large(verdicts):
    lines = gains(verdicts, 'inside out')
    assert not any(line.startswith('- inside out') for line in lines)
    same = next(line for line in lines if line.startswith('- same'))
    assert float(same.split(': ')[1].split()[0]) > 0.4


def test_cover_that_is_told_rightly_and_surely_is_told_so(places, readers):
    def tellers(chip):
        return np.eye(6, dtype=np.float32)[np.minimum(chip.cover, 5)].transpose(2, 0, 1)

    found = told_cover.measured(places, {'right': tellers, 'none': lambda chip: None}, readers)
    assert set(found) == {'right', TREES}
    by_place, together, *of_each, auc, surprise = map(float, found['right'].cells())
    assert by_place == together == auc == 1.0 and surprise == 0.0 and of_each[WATER] == 1.0
    assert float(found[TREES].cells()[1]) > 0.5
    assert '1.00 (1.00)' in told_cover.lines(found)[-2]
