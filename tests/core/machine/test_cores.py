"""How many threads read follows from the cores, and from who else computes on them."""

from __future__ import annotations

import pytest

from sar2optical_qgis.core.machine import cores


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


@pytest.mark.parametrize(('left_mb', 'threads'), [(5000, 4), (1700, 3), (1450, 2), (1200, 1), (300, 1)])
def test_where_memory_is_scarce_fewer_threads_read(monkeypatch, left_mb, threads):
    monkeypatch.setenv(cores.THREADS, '8')
    monkeypatch.setattr(cores, 'has_room', lambda megabytes: megabytes <= left_mb)
    assert cores.readers(beside_network=True) == threads


@pytest.mark.parametrize(('count', 'megabytes'), [(1, 768), (2, 768), (8, 1152)])
def test_a_run_on_many_cores_needs_more_memory_at_least(monkeypatch, count, megabytes):
    monkeypatch.setenv(cores.THREADS, str(count))
    assert cores.headroom_mb() == megabytes


def test_without_memory_for_one_thread_no_run_begins_to_wait_for_it(monkeypatch):
    monkeypatch.setattr(cores, 'has_room', lambda megabytes: False)
    with pytest.raises(MemoryError):
        cores.readers(beside_network=False)
