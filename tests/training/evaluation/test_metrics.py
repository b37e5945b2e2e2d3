"""The torch metrics are the numpy ones; the scores that both tables share do what they say."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sar2optical_qgis.core.assess import metrics as core
from training.evaluation import metrics, scores

RNG = np.random.default_rng(0)
TRUTH = RNG.random((2, 4, 40, 48)).astype(np.float32)
ESTIMATE = np.clip(TRUTH + RNG.normal(0, 0.1, TRUTH.shape), 0, 1).astype(np.float32)
VALID = RNG.random((2, 1, 40, 48)) > 0.3


def tensors(*arrays: np.ndarray) -> list[torch.Tensor]:
    return [torch.from_numpy(np.asarray(a, np.float32)) for a in arrays]


@pytest.mark.parametrize('name', ['mae', 'rmse', 'psnr', 'ssim', 'sam'])
def test_one_definition(name: str):
    wanted = np.mean([getattr(core, name)(e, t, v[0]) for e, t, v in zip(ESTIMATE, TRUTH, VALID)])
    found = metrics.PictureMetrics()
    for k in range(2):  # in two batches
        found.update(*tensors(ESTIMATE[k : k + 1], TRUTH[k : k + 1], VALID[k : k + 1]))
    assert found.compute()[name].item() == pytest.approx(wanted, rel=1e-5)


def test_an_image_without_valid_pixels_does_not_count():
    found = metrics.PictureMetrics()
    found.update(*tensors(ESTIMATE, TRUTH, np.stack([VALID[0], np.zeros_like(VALID[1])])))
    assert found.compute()['mae'].item() == pytest.approx(core.mae(ESTIMATE[0], TRUTH[0], VALID[0, 0]), rel=1e-5)


def test_areas():
    hidden = np.zeros((2, 1, 40, 48), bool)
    hidden[:, :, 14:20, 20:30] = True
    found = metrics.AreaMetrics()
    found.update(*tensors(ESTIMATE, TRUTH, hidden, VALID))
    computed = found.compute()
    for name in ('hidden', 'ring', 'whole'):
        masks = [scores.areas(h[0], v[0])[name] for h, v in zip(hidden, VALID)]
        for key in ('mae', 'psnr', 'sam'):
            wanted = np.mean([getattr(core, key)(e, t, m) for e, t, m in zip(ESTIMATE, TRUTH, masks)])
            assert computed[f'{name}_{key}'].item() == pytest.approx(wanted, rel=1e-5)
    masks = scores.areas(hidden[0, 0], VALID[0, 0])
    assert not (masks['ring'] & masks['hidden']).any() and masks['whole'].sum() == VALID[0].sum()


def test_ndvi():
    bands = ('B02', 'B04', 'B03', 'B08')
    wanted = np.mean([scores.ndvi_mae(e, t, bands, v[0]) for e, t, v in zip(ESTIMATE, TRUTH, VALID)])
    metric = metrics.NdviMAE(1, 3)
    metric.update(*tensors(ESTIMATE, TRUTH, VALID))
    assert metric.compute().item() == pytest.approx(wanted, rel=1e-5) and wanted > 0
    assert np.isnan(scores.ndvi_mae(ESTIMATE[0], TRUTH[0], ('B02', 'B03', 'B04', 'B05')))


def test_a_stretched_picture_matches_its_truth():
    stretched = 0.4 * TRUTH + np.array([0.1, 0.2, 0.3, 0.0], np.float32)[:, None, None]
    plain, best = metrics.ImageMean(metrics.psnr), metrics.Matched(metrics.ImageMean(metrics.psnr))
    for metric in (plain, best):
        metric.update(*tensors(stretched, TRUTH, VALID))
    assert best.compute() > 60 > plain.compute()
    np.testing.assert_allclose(scores.matched(stretched[0], TRUTH[0], VALID[0, 0]), TRUTH[0], atol=1e-3)


def test_collapse():
    radar = RNG.random((2, 1, 40, 48)).astype(np.float32)
    wanted = np.mean([scores.identity_collapse(e, t, v[0], r[0]) for e, t, v, r in zip(ESTIMATE, TRUTH, VALID, radar)])
    metric = metrics.IdentityCollapse()
    metric.update(*tensors(ESTIMATE, TRUTH, VALID, radar))
    assert metric.compute().item() == pytest.approx(wanted, rel=1e-5) and wanted > 1
    grey = np.repeat(radar[0], 4, 0)
    assert scores.identity_collapse(grey, TRUTH[0], VALID[0, 0], radar[0, 0]) == 0


def test_the_interval_is_over_places():
    rows = {'a': [np.array([1.0]), np.array([3.0])], 'b': [np.array([4.0])]}
    means = scores.place_means(rows)
    assert means.tolist() == [[2.0], [4.0]]
    assert 0.5 < scores.half_interval(means[:, 0], np.random.default_rng(0)) <= 1.0
    assert scores.half_interval(np.array([2.0, 2.0]), np.random.default_rng(0)) == 0
