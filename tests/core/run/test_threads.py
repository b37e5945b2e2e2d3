"""Pictures do not depend on how many threads read: not by a digit, uncertainty included."""

from __future__ import annotations

import pytest

from sar2optical_qgis.core.machine import cores
from tests.core.conftest import TEN, make_place
from tests.core.runs import clean, compose, translate
from tests.core.series_place import make_series
from tests.makers import read


def removed(folder) -> list:
    place = make_place(folder, size=700)  # four windows of the first pass, as many tiles
    made, mask, _ = clean(place, sar=place.s1, uncertainty=str(folder / 'sigma.tif'), tile_size=512)
    return [made, mask, read(folder / 'sigma.tif')]


def composed(folder, method: str) -> list:
    return list(compose(make_series(folder, size=700), method=method)[:3])


def with_reference(folder) -> list:
    place = make_place(folder, size=700)
    older, sigma = place.write('older.tif', place.clear, TEN, nodata=0), folder / 'sigma.tif'
    out, _ = translate(place, '', reference=older, reference_sar=place.s1, uncertainty=str(sigma))
    return [read(out), read(sigma)]


RUNS = {
    'removeclouds': removed,
    'regression': lambda folder: composed(folder, 'regression'),
    'median': lambda folder: composed(folder, 'median'),
    'reference': with_reference,
}


@pytest.mark.parametrize('run', RUNS)
def test_one_thread_and_four_give_the_same_to_the_last_digit(tmp_path, monkeypatch, run):
    made = {}
    for threads in (1, 4):
        monkeypatch.setattr(cores, 'readers', lambda beside_network, n=threads: n)
        for module in ('pipeline.threads_to_read', 'job.readers'):
            monkeypatch.setattr(f'sar2optical_qgis.core.run.{module}', lambda beside_network, n=threads: n)
        folder = tmp_path / str(threads)
        folder.mkdir()
        made[threads] = RUNS[run](folder)
    for one, four in zip(made[1], made[4]):
        assert one.tobytes() == four.tobytes()
