"""Products are the same whichever BLAS the host has."""

from __future__ import annotations

import numpy as np
import pytest

from sar2optical_qgis.core.machine import matmul


@pytest.fixture
def slow_host(monkeypatch, tmp_path):
    """A process that seems to have loaded these libraries."""

    def pretend(text):
        (tmp_path / 'maps').write_text(text)
        monkeypatch.setattr(matmul, 'MAPS', tmp_path / 'maps')
        matmul._system_gemm.cache_clear()

    yield pretend
    matmul._system_gemm.cache_clear()


def test_gsl_is_seen_among_the_libraries_of_the_process(slow_host):
    slow_host('7f /usr/lib/libgslcblas.so.0\n')
    assert matmul.has_slow_blas()
    slow_host('7f /usr/lib/libblas.so.3\n')
    assert not matmul.has_slow_blas()


def test_no_list_of_libraries_means_no_detour(slow_host, monkeypatch, tmp_path):
    slow_host('')
    monkeypatch.setattr(matmul, 'MAPS', tmp_path / 'nothing')
    assert not matmul.has_slow_blas()


def test_the_detour_gives_the_same_products(slow_host):
    slow_host('7f /usr/lib/libgslcblas.so.0\n')
    if matmul._system_gemm() is None:
        pytest.skip('needs a system BLAS (libblas.so.3)')
    rng = np.random.default_rng(3)
    a, b = (rng.normal(size=shape).astype(np.float32) for shape in ((70, 30), (70, 5)))
    for left, right in ((a.T, b), (a.T, a), (b.T, a), (a, a.T), (a[:, ::2].T, b), (a, b[:30].copy())):
        assert np.allclose(matmul.matmul(left, right), left @ right, rtol=1e-4, atol=1e-4)
    wide = np.zeros((30, 9), np.float32)
    assert matmul.matmul(a.T, b, out=wide[:, 2:7]) is not None
    assert np.allclose(wide[:, 2:7], a.T @ b, rtol=1e-4, atol=1e-4) and not wide[:, 7:].any()


def test_without_a_system_blas_numpy_does_it(slow_host, monkeypatch):
    slow_host('7f /usr/lib/libgslcblas.so.0\n')
    monkeypatch.setattr(matmul, 'SYSTEM_BLAS', 'libnothere.so')
    a = np.eye(4, dtype=np.float32)
    assert np.array_equal(matmul.matmul(a, a), a)


@pytest.mark.parametrize(
    ('loaded', 'is_slow'),
    [
        ('/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.12.1', True),
        ('/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3', False),
        ('/usr/lib/x86_64-linux-gnu/blas/libblas.so.3\n7f /venv/numpy.libs/libscipy_openblas64_.so', False),
        ('/usr/lib/libgslcblas.so.0', False),
    ],
)
def test_the_reference_blas_is_known_by_its_name(slow_host, loaded, is_slow):
    slow_host(f'7f {loaded}\n')
    assert matmul.is_reference_blas() is is_slow
    assert bool(matmul.slow_blas()) is is_slow
