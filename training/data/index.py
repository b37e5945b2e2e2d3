"""The index of chips: one row a chip, read into frozen Chip objects and split by place."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sar2optical_qgis.core.errors import InputError

ROOT_VARIABLE = 'SAR2OPTICAL_DATA'
DEFAULT_ROOT = '../shared/data'


class LeakError(InputError, ValueError):
    """A place, or a date of a place, is on both sides of a split."""


@dataclass(frozen=True)
class Chip:
    """One row of the index. Paths are absolute, or '' where the chip has no such file."""

    id: str
    kind: str  # triple pair clear cloudy series pair8 mask
    source: str
    group: str  # the place: splits go by it
    split: str  # train or val
    date: str
    gsd_m: float
    level: str  # L1C L2A or ''
    bands: tuple[str, ...]
    s1: str
    s2: str
    s2_cloudy: str
    mask: str
    mask_kind: str
    label: str
    landcover: str


def data_root(root: str = '') -> Path:
    """Return the data folder: ``root``, else the environment variable SAR2OPTICAL_DATA, else ../shared/data."""
    path = Path(root or os.environ.get(ROOT_VARIABLE, '') or DEFAULT_ROOT).resolve()
    if not (path / 'index.csv').is_file():
        raise FileNotFoundError(f'{path} holds no index.csv: give the data folder, or set {ROOT_VARIABLE}.')
    return path


def read_index(root: str = '') -> tuple[Chip, ...]:
    """Read every row of index.csv in the data folder."""
    folder = data_root(root)
    with open(folder / 'index.csv', newline='', encoding='utf-8') as file:
        return tuple(_chip(row, folder) for row in csv.DictReader(file))


def _chip(row: dict[str, str], folder: Path) -> Chip:
    paths = {
        key: str(folder / row[key]) if row.get(key) else '' for key in ('s1', 's2', 's2_cloudy', 'mask', 'landcover')
    }
    texts = {
        key: row.get(key, '')
        for key in ('id', 'kind', 'source', 'group', 'split', 'date', 'level', 'mask_kind', 'label')
    }
    gsd = float(row['gsd_m']) if row.get('gsd_m') else float('nan')
    return Chip(gsd_m=gsd, bands=tuple(row.get('bands', '').split()), **texts, **paths)


def split_by_group(
    chips: Iterable[Chip], held_out: Sequence[str] = (), in_time: Sequence[str] = ('hainaut',)
) -> tuple[tuple[Chip, ...], tuple[Chip, ...]]:
    """Return (train, val) chips: the index's own split, or ``held_out`` groups as val where given.

    ``in_time`` groups may be split by date within the group by the index; every other group is proven to be on one
    side.
    """
    chips = tuple(chips)
    if held_out:
        train = tuple(c for c in chips if c.group not in held_out)
        val = tuple(c for c in chips if c.group in held_out)
    else:
        train = tuple(c for c in chips if c.split != 'val')
        val = tuple(c for c in chips if c.split == 'val')
    prove_disjoint(train, val, () if held_out else in_time)
    return train, val


def prove_disjoint(train: Iterable[Chip], val: Iterable[Chip], in_time: Sequence[str] = ()) -> None:
    """Raise LeakError where a place is on both sides; ``in_time`` groups must then share no date."""
    train, val = tuple(train), tuple(val)
    shared = {c.group for c in train} & {c.group for c in val}
    leaked = sorted(shared - set(in_time))
    if leaked:
        names = [next(c.s2 or c.id for c in side if c.group == leaked[0]) for side in (train, val)]
        raise LeakError(
            f'Places on both sides of the split: {", ".join(leaked[:5])} (in training {names[0]}, held out {names[1]}).'
        )
    for group in shared:
        both = {c.date for c in train if c.group == group} & {c.date for c in val if c.group == group}
        if both:
            raise LeakError(f'Dates of {group} on both sides of the split: {", ".join(sorted(both)[:5])}.')
