"""Crops that stay on the device: workers go on making new ones, and every step draws from all that are there.

A crop of cloud removal takes longer to make (a fit each) than a graphics card takes to learn from it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

FIRST = 4  # batches that must be there before the first is drawn


class Pool:
    """Endless batches of crops, turned and flipped at random, as float32 on ``device``.

    ``crops`` yields dicts of tensors (n, ...), n crops at a time, from ``workers`` processes; the newest ``size`` crops
    are kept, in half precision.
    """

    def __init__(self, crops: IterableDataset, size: int, batch_size: int, workers: int, device: torch.device) -> None:
        self.crops, self.size, self.batch_size = crops, max(size, FIRST * batch_size), batch_size
        self.workers, self.device = workers, device

    def __iter__(self) -> Iterator[dict[str, Tensor]]:
        kept: dict[str, Tensor] = {}
        count, stop, errors = [0], threading.Event(), []
        some = threading.Condition()

        def fill() -> None:
            try:
                for crops in DataLoader(self.crops, None, num_workers=self.workers):
                    here = {key: value.to(self.device, torch.half) for key, value in crops.items()}
                    number = len(next(iter(here.values())))
                    at = ((count[0] + torch.arange(number)) % self.size).to(self.device)
                    with some:  # nobody draws a crop of which a part is another's
                        for key, value in here.items():
                            if key not in kept:
                                kept[key] = value.new_empty((self.size, *value.shape[1:]))
                            kept[key][at] = value
                        count[0] += number
                        some.notify()
                    if stop.is_set():
                        return
            except BaseException as error:  # raised where the batches are drawn
                errors.append(error)
                with some:
                    some.notify()

        thread = threading.Thread(target=fill, daemon=True)
        thread.start()
        try:
            while True:
                with some:
                    some.wait_for(lambda: errors or count[0] >= FIRST * self.batch_size)
                    if errors:
                        raise errors[0]
                    chosen = torch.randint(min(count[0], self.size), (self.batch_size,), device=self.device)
                    drawn = {key: value[chosen] for key, value in kept.items()}
                turns, flip = int(torch.randint(4, ())), bool(torch.randint(2, ()))
                yield {key: _turned(value.float(), turns, flip) for key, value in drawn.items()}
        finally:
            stop.set()
            thread.join()


def _turned(values: Tensor, turns: int, flip: bool) -> Tensor:
    """Return pictures (N, bands, rows, cols) turned and flipped; anything else as it is."""
    if values.ndim < 4:
        return values
    values = torch.rot90(values, turns, (-2, -1))
    return (values.flip(-1) if flip else values).contiguous()
