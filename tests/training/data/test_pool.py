"""Crops that stay on the device: every batch is drawn from the newest, turned, and what fails is told."""

from __future__ import annotations

import itertools
import threading

import pytest
import torch
from torch.utils.data import IterableDataset

from training.data.pool import FIRST, Pool

SIDE = 4


class Numbered(IterableDataset):
    """Crops that hold their own number; three at a time."""

    def __init__(self, last: int = 10**9):
        self.last = last

    def __iter__(self):
        for k in itertools.count(0, 3):
            if k >= self.last:
                raise ValueError('no more crops')
            numbers = torch.arange(k, k + 3, dtype=torch.float32) % 1024
            yield {'input': numbers[:, None, None, None].expand(3, 2, SIDE, SIDE), 'has': numbers[:, None]}


def test_batches_are_drawn_from_what_is_there_and_crops_stay_whole():
    batches = list(itertools.islice(Pool(Numbered(), 64, 8, 0, torch.device('cpu')), 30))
    for batch in batches:
        assert batch['input'].shape == (8, 2, SIDE, SIDE) and batch['input'].dtype == torch.float32
        assert (batch['input'] == batch['has'][:, :, None, None]).all()
    assert len({float(k) for batch in batches for k in batch['has']}) > 20


def test_crops_are_turned_and_flipped():
    class Corner(IterableDataset):
        def __iter__(self):
            crop = torch.zeros(1, 1, SIDE, SIDE)
            crop[..., 0, 1] = 1.0
            while True:
                yield {'input': crop, 'has': torch.ones(1, 1)}

    batches = itertools.islice(Pool(Corner(), 16, 2, 0, torch.device('cpu')), 200)
    assert len({tuple(batch['input'][0].flatten().tolist()) for batch in batches}) == 8


def test_what_fails_in_a_worker_is_raised_and_no_thread_stays():
    before = threading.active_count()
    with pytest.raises(ValueError, match='no more crops'):
        list(itertools.islice(Pool(Numbered(5 * FIRST), 64, 100, 0, torch.device('cpu')), 3))
    batches = iter(Pool(Numbered(), 64, 8, 0, torch.device('cpu')))
    next(batches)
    batches.close()
    assert threading.active_count() == before
