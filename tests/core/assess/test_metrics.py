"""The metrics agree with their definitions and with torchmetrics."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.assess import metrics

RNG = np.random.default_rng(0)
A = RNG.random((3, 40, 50))
B = np.clip(A + RNG.normal(0, 0.1, A.shape), 0, 1)


def test_equal_images_are_perfect():
    assert metrics.mae(A, A) == 0 and metrics.psnr(A, A) == float('inf')
    assert metrics.ssim(A, A) == pytest.approx(1) and metrics.sam(A, A) == pytest.approx(0, abs=1e-4)


def test_known_errors_give_known_numbers():
    assert metrics.mae(A, A + 0.1) == pytest.approx(0.1) and metrics.psnr(A, A + 0.1) == pytest.approx(20)
    right = np.stack([np.ones((5, 5)), np.zeros((5, 5))])
    assert metrics.sam(right, right[::-1]) == pytest.approx(90) and metrics.sam(A, 3 * A) == pytest.approx(0, abs=1e-4)


def test_invalid_pixels_do_not_count():
    valid = np.ones((40, 50), bool)
    valid[:10] = False
    spoiled = B.copy()
    spoiled[:, :10] = 77
    assert metrics.mae(A, spoiled, valid) == pytest.approx(metrics.mae(A[:, 10:], B[:, 10:]))
    assert np.isnan(metrics.mae(A, B, np.zeros((40, 50), bool))) and np.isnan(
        metrics.psnr(A, B, np.zeros((40, 50), bool))
    )


def test_images_of_different_shape_are_refused():
    with pytest.raises(ValueError, match='shapes differ'):
        metrics.ssim(A, B[:, 1:])


def test_ssim_and_sam_agree_with_torchmetrics():
    torch = pytest.importorskip('torch')
    functional = pytest.importorskip('torchmetrics.functional.image')
    a, b = torch.from_numpy(A)[None], torch.from_numpy(B)[None]
    theirs = functional.structural_similarity_index_measure(
        a, b, data_range=1.0, return_full_image=True, gaussian_kernel=True, sigma=1.5, kernel_size=11
    )[1][..., 5:-5, 5:-5].mean()
    assert metrics.ssim(A, B) == pytest.approx(float(theirs), abs=1e-4)
    assert metrics.sam(A, B) == pytest.approx(float(torch.rad2deg(functional.spectral_angle_mapper(a, b))), abs=1e-3)
