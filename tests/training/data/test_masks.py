"""Labels by vote, masks with faults, made-up skies, and the crops that the mask network learns from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from sar2optical_qgis.core.cloud_mask.planes import BANDS, CHANNELS
from sar2optical_qgis.core.errors import InputError
from training.data.fractal_bank import FractalBank
from training.data.masks.data import Labelled, MaskDraws, labelled, reduced
from training.data.masks.faults import with_faults
from training.data.masks.images import MaskImage, _low
from training.data.masks.labels import dimness, load, save, vote
from training.data.masks.predecessor import SAY, Predecessor
from training.data.masks.skies import KINDS, lay_sky
from training.data.masks.teachers import CsMask

SIZE = 64
ROOT = Path(__file__).parents[3]


def image(**changes):
    bands = {name: np.full((SIZE, SIZE), 0.1, np.float32) for name in BANDS}
    plain = MaskImage(
        'a', 'place', 'source', '', False, False, 10.0, 'L2A', bands, np.ones((SIZE, SIZE), bool), None, '', None, None
    )
    return replace(plain, **changes)


def sure(classes, count):
    """Probabilities (count, rows, cols) of a teacher that is sure of these classes."""
    return np.stack([np.where(classes == k, 0.94, 0.06 / (count - 1)) for k in range(count)]).astype(np.float32)


def test_pixels_on_which_the_teachers_disagree_are_ignored_unless_time_decides():
    cloud, none = np.ones((SIZE, SIZE), int), np.zeros((SIZE, SIZE), int)
    cs, se = sure(cloud, 3), sure(none, 4)
    assert vote(image(), cs, se).weight.max() == 0
    bright = vote(image(excess=np.full((SIZE, SIZE), 0.1)), cs, se)
    dark = vote(image(excess=np.zeros((SIZE, SIZE))), cs, se)
    assert 0 < bright.weight.min() < 1 and bright.shares[:2].sum(0).min() == pytest.approx(1, abs=1e-5)
    assert 0 < dark.weight.min() < 1 and dark.shares.max() == 0
    agreed = vote(image(), cs, sure(cloud, 4))
    assert agreed.weight.min() == 1 and agreed.shares[0].min() > 0.8 and agreed.shares[2].max() == 0


def test_a_chip_that_is_called_clear_outvotes_one_teacher_but_not_two():
    cloud, none = np.ones((SIZE, SIZE), int), np.zeros((SIZE, SIZE), int)
    calm = image(is_called_clear=True)
    assert vote(calm, sure(cloud, 3), sure(none, 4)).shares.max() == 0
    assert vote(calm, sure(cloud, 3), sure(cloud, 4)).shares[:2].sum(0).min() > 0.9


def test_light_is_missing_where_the_infrared_is_less_than_the_season_makes_it():
    light, clear = np.ones((SIZE, SIZE)), np.ones((SIZE, SIZE), bool)
    light[:, SIZE // 2 :], clear[:, SIZE // 2 :] = 0.5, False
    dim = dimness(image(light=light), clear)
    assert dim[0, -1] == 1 and dim[0, 0] == -1
    assert (dimness(image(light=0.6 * light), clear) == dim).all()
    light[:8] = np.nan
    assert (dimness(image(light=light), clear)[:8] == 0).all() and not dimness(image(), clear).any()


def test_labels_come_back_from_their_file(tmp_path):
    labels = vote(image(), sure(np.ones((SIZE, SIZE), int), 3), sure(np.full((SIZE, SIZE), 2), 4))
    save(tmp_path / 'a.npz', labels)
    again = load(tmp_path / 'a.npz')
    assert np.abs(again.shares - labels.shares).max() < 0.003 and (again.votes['sentle'] == 1).all()
    assert labelled(image(), tmp_path).names == BANDS
    with pytest.raises(InputError, match='mask-labels'):
        labelled(image(id='b'), tmp_path)


def test_the_low_of_a_series_knows_nothing_where_no_date_does():
    blue = np.array([[[0.1, np.nan]], [[0.2, np.nan]], [[0.3, np.nan]], [[0.9, np.nan]]])
    low = _low(blue)
    assert low[0, 0] == pytest.approx(0.2) and np.isnan(low[0, 1])


def test_a_missing_wheel_is_told_with_the_way_to_get_it(tmp_path):
    with pytest.raises(InputError, match='pip download --no-deps ukis-csmask'):
        CsMask(tmp_path)


def test_masks_with_faults_are_masks_and_differ_from_the_true_one():
    rng = np.random.default_rng(0)
    true = np.zeros((SIZE, SIZE), np.uint8)
    true[10:30, 10:40], true[40:50, 20:50], true[30:36, 10:40] = 1, 2, 3
    made = [with_faults(true, rng.random((SIZE, SIZE)), rng) for _ in range(40)]
    assert all(m.max() <= 3 for m in made) and np.mean([(m != true).mean() for m in made]) > 0.1
    assert any((m == 0).all() for m in made)


@pytest.mark.parametrize('kind', KINDS)
def test_skies_hide_what_they_say_and_ground_that_looks_like_cloud_is_clear(kind):
    rng, seen = np.random.default_rng(3), []
    clear = np.full((len(BANDS), SIZE, SIZE), 0.08, np.float32)
    for _ in range(4):
        sky = lay_sky(clear, BANDS, FractalBank(), rng, kind)
        assert sky.observed.shape == clear.shape and np.isfinite(sky.observed).all()
        thick = sky.classes == 1
        assert not thick.any() or sky.observed[0][thick].mean() > 0.25
        seen.append(((sky.classes > 0) * sky.weight).mean())
    assert (max(seen) == 0) == (kind in ('snow', 'mud'))


def test_crops_have_every_plane_and_shares_that_add_up():
    labels = np.zeros((4, SIZE, SIZE), np.float16)
    labels[0, :20], labels[3] = 1, 1
    values = np.full((len(BANDS), SIZE, SIZE), 0.1, np.float16)
    cloudy = Labelled('a', 'p', 's', False, 10.0, BANDS, values, np.ones((SIZE, SIZE), bool), labels, None)
    clear = replace(cloudy, labels=labels * np.array([0, 0, 0, 1], np.float16)[:, None, None])
    assert cloudy.is_cloudy and not clear.is_cloudy
    torch.manual_seed(0)
    draws = iter(MaskDraws([cloudy, clear], FractalBank(), 48, 0.4, 0.4, 0.5, 2))
    for item in (next(draws) for _ in range(12)):
        assert item['input'].shape == (len(CHANNELS), 48, 48) and item['weight'].shape == (1, 48, 48)
        assert torch.allclose(item['target'].sum(0), torch.ones(48, 48), atol=2e-3)


def test_an_earlier_network_has_a_say_where_labels_are_ignored_and_less_where_they_are_not():
    teacher = Predecessor(ROOT / 'resources' / 'models' / 'cloud_mask.onnx')
    bands = {band: np.full((40, 50), 0.08, np.float32) for band in BANDS}
    for plane in bands.values():
        plane[8:28, 8:28] = 0.7
    valid = np.ones((40, 50), bool)
    said = teacher(bands, valid)
    assert said.shape == (4, 40, 50) and said[1, 18, 18] > 0.5 and said[0, 36, 44] > 0.5
    shares, weight = teacher.added(np.zeros((3, 40, 50), np.float32), np.float32(valid), bands, valid)
    assert shares[0, 18, 18] == pytest.approx(SAY * said[1, 18, 18]) and weight.max() == pytest.approx(1.0)
    shares, weight = teacher.added(np.zeros((3, 40, 50), np.float32), np.zeros((40, 50), np.float32), bands, valid)
    assert shares[0, 18, 18] == pytest.approx(said[1, 18, 18]) and weight[18, 18] == pytest.approx(SAY)
    assert teacher.false_cloud(bands, valid) > 0.1


def test_a_pixel_whose_parts_differ_is_a_share_of_each():
    labels = np.zeros((4, SIZE, SIZE), np.float16)
    labels[0, :, ::2], labels[3] = 1, 1
    values = np.full((len(BANDS), SIZE, SIZE), 0.1, np.float16)
    one = Labelled('a', 'p', 's', False, 10.0, BANDS, values, np.ones((SIZE, SIZE), bool), labels, None)
    assert reduced(one, 2)['shares'][0].tolist() == np.full((SIZE // 2, SIZE // 2), 0.5).tolist()
