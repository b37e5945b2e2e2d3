"""Reading, work and writing run at the same time; the first error or a cancel stops all of them."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections import Counter
from functools import partial

import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import Cancelled, DeviceError, memory_told
from sar2optical_qgis.core.raster import block_cache as blockcache
from sar2optical_qgis.core.run import pipeline
from sar2optical_qgis.core.run.pipeline import stream


def test_every_item_passes_all_stages_in_order():
    written = []
    stream(range(50), lambda k: k * 2, lambda items: [k + 1 for k in items], written.append, lambda: 4)
    assert written == [2 * k + 1 for k in range(50)]


@pytest.mark.parametrize('group', [1, 4])
def test_several_threads_read_at_once_and_the_order_stays(group):
    together, most = threading.Semaphore(0), []
    reading, lock = [], threading.Lock()

    def read(k):
        with lock:
            reading.append(k)
            most.append(len(reading))
            if len(reading) == 3:
                together.release(3)
        if k < 3:
            assert together.acquire(timeout=5)  # the first three wait for each other: one thread would never get on
        time.sleep(0.003 * (k % 4))
        with lock:
            reading.remove(k)
        return k

    written = []
    stream(range(40), read, lambda items: items, written.append, lambda: group, readers=3)
    assert written == list(range(40)) and max(most) == 3


def test_no_item_at_all_and_fewer_items_than_readers_end_as_well():
    for count in (0, 1, 2):
        written = []
        stream(range(count), lambda k: k, lambda items: items, written.append, readers=4)
        assert written == list(range(count))


def test_a_first_pass_gives_its_findings_in_the_order_of_the_windows_and_tells_how_far_it_is(monkeypatch):
    monkeypatch.setattr(pipeline, 'threads_to_read', lambda beside_network: 3)
    told = []
    found = pipeline.for_each(list(range(20)), lambda k: time.sleep(0.002 * (k % 3)) or k * k, told.append)
    assert found == [k * k for k in range(20)] and told[-1] == 1.0 and told == sorted(told)


def test_the_stages_overlap_in_time():
    at_once, seen, lock = Counter(), set(), threading.Lock()

    def stage(name, value):
        with lock:
            at_once[name] += 1
            seen.add(frozenset(+at_once))
        time.sleep(0.01)
        with lock:
            at_once[name] -= 1
        return value

    def work(items):
        return [stage('work', k) for k in items]

    stream(range(30), lambda k: stage('read', k), work, lambda k: stage('write', k))
    assert {'read', 'work', 'write'} in seen


@pytest.mark.parametrize('readers', [1, 4])
@pytest.mark.parametrize('stage', ['read', 'work', 'write'])
def test_an_error_of_any_stage_reaches_the_caller_and_ends_all_threads(stage, readers):
    def fail_at(name):
        def job(value):
            if name == stage and (value == 7 or value == [7]):
                raise ValueError(f'broken {name}')
            return value

        return job

    before = threading.active_count()
    with pytest.raises(ValueError, match=f'broken {stage}'):
        stream(range(1000), fail_at('read'), fail_at('work'), fail_at('write'), readers=readers)
    assert threading.active_count() == before


def test_a_cancel_stops_within_a_moment_even_while_reading_is_stuck():
    begun, release = threading.Event(), threading.Event()

    def stuck(value):
        begun.set()
        release.wait(5)
        return value

    threading.Timer(0.3, release.set).start()
    with pytest.raises(Cancelled):
        stream(range(10), stuck, lambda items: items, lambda _: None, cancelled=begun.is_set)


def test_memory_that_runs_out_in_a_thread_is_told_with_a_remedy():
    def greedy(_):
        raise MemoryError

    with pytest.raises(DeviceError, match='smaller TILE_SIZE'), memory_told():
        stream(range(3), greedy, lambda items: items, lambda _: None)


def test_two_runs_at_once_leave_the_cache_as_it_was():
    before = gdal.GetCacheMax()
    try:
        gdal.SetCacheMax(4 * blockcache.LIMIT)
        first, second = blockcache.bounded_cache(300 * 2**20), blockcache.bounded_cache(200 * 2**20)
        first.__enter__()
        second.__enter__()
        assert gdal.GetCacheMax() == blockcache.LIMIT  # together they ask for more
        first.__exit__(None, None, None)  # the one that came first goes first
        assert gdal.GetCacheMax() == 200 * 2**20
        second.__exit__(None, None, None)
        assert gdal.GetCacheMax() == 4 * blockcache.LIMIT
    finally:
        gdal.SetCacheMax(before)


def test_errors_of_several_readers_hold_nothing_that_they_had_in_hand():
    class Tile:
        pass

    def failing(_, tile):
        both.wait(timeout=5)  # two threads fail at once
        raise ValueError('broken')

    both, tile = threading.Barrier(2), Tile()
    gone = weakref.ref(tile)
    gc.collect()
    gc.disable()
    try:
        with pytest.raises(ValueError, match='broken'):
            stream(range(4), partial(failing, tile=tile), lambda items: items, lambda _: None, readers=2)
        del tile
        assert gone() is None
    finally:
        gc.enable()


def test_a_thread_that_cannot_be_started_is_told_and_the_others_end(monkeypatch):
    start, started = threading.Thread.start, []

    def starting(thread):
        started.append(thread)
        if len(started) == 3:
            raise RuntimeError("can't start new thread")
        start(thread)

    before = threading.active_count()
    monkeypatch.setattr(threading.Thread, 'start', starting)
    with pytest.raises(RuntimeError, match='new thread'):
        stream(range(100), lambda k: k, lambda items: items, lambda _: None, readers=4)
    assert threading.active_count() == before


def test_the_cache_of_blocks_is_bounded_while_tiles_pass_and_put_back_even_after_an_error():
    before, seen = gdal.GetCacheMax(), []
    try:
        gdal.SetCacheMax(4 * blockcache.LIMIT)
        stream(range(3), lambda k: seen.append(gdal.GetCacheMax()), lambda items: items, lambda _: None)
        assert gdal.GetCacheMax() == 4 * blockcache.LIMIT and seen[-1] == blockcache.LIMIT
        with pytest.raises(ValueError):
            stream(range(3), int, lambda items: [int('no')], lambda _: None)
        assert gdal.GetCacheMax() == 4 * blockcache.LIMIT
        gdal.SetCacheMax(blockcache.LIMIT // 2)  # a smaller one is the user's own wish
        stream(range(3), lambda k: seen.append(gdal.GetCacheMax()), lambda items: items, lambda _: None)
        assert seen[-1] == blockcache.LIMIT // 2
    finally:
        gdal.SetCacheMax(before)
