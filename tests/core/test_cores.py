"""How many threads read follows from the cores, and from who else computes on them."""

from __future__ import annotations

import pytest

from sar2optical_qgis.core import cores


@pytest.mark.parametrize(('count', 'beside', 'alone'), [(1, 1, 1), (2, 1, 2), (4, 2, 4), (8, 4, 4), (64, 4, 4)])
def test_half_of_the_cores_read_beside_a_network_all_of_them_without_at_most_four(monkeypatch, count, beside, alone):
    monkeypatch.setenv(cores.THREADS, str(count))
    assert cores.readers(beside_network=True) == beside
    assert cores.readers(beside_network=False) == alone


def test_a_run_that_is_told_nothing_counts_the_cores_it_may_use(monkeypatch):
    monkeypatch.delenv(cores.THREADS, raising=False)
    assert cores.cores() >= 1
    monkeypatch.setenv(cores.THREADS, '0')
    assert cores.cores() >= 1
