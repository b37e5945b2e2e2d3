"""Threads of numpy's products: one while stages overlap, as before afterwards."""

import numpy as np
import pytest

from sar2optical_qgis.core.machine.blas_threads import _controls, one_blas_thread

needs_openblas = pytest.mark.skipif(not _controls(), reason='this numpy was built for another BLAS')


def counts() -> list[int]:
    return [get() for get, _ in _controls()]


@needs_openblas
def test_products_get_one_thread_inside_and_theirs_back_afterwards():
    np.ones((8, 8)) @ np.ones((8, 8))
    before = counts()
    with one_blas_thread():
        assert set(counts()) == {1}
    assert counts() == before


@needs_openblas
def test_the_last_of_two_runs_at_once_puts_the_threads_back():
    before = counts()
    with one_blas_thread():
        with one_blas_thread():
            pass
        assert set(counts()) == {1}
    assert counts() == before


@needs_openblas
def test_an_error_inside_puts_the_threads_back():
    before = counts()
    with pytest.raises(ValueError, match='odd'), one_blas_thread():
        raise ValueError('odd')
    assert counts() == before
