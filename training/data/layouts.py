"""Every layout of a data set by its name: one reader each, all of them giving chips."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sar2optical_qgis.core.errors import InputError
from training.data.files import check_chips, split_chips, spread
from training.data.folder_units import require_known_units
from training.data.index import Chip, read_index
from training.data.paired_folder import read_folder
from training.data.sen12 import read_sen12
from training.data.sen12mscr import read_sen12mscr
from training.data.sen12mscrts import read_sen12mscrts
from training.data.terramesh import read_terramesh

LAYOUTS = {
    'folder': read_folder,
    'index': lambda root: read_index(str(root)),
    'sen12': read_sen12,
    'sen12mscr': read_sen12mscr,
    'sen12mscrts': read_sen12mscrts,
    'terramesh': read_terramesh,
}


def read_layout(layout: str, root: str, options: dict[str, Any] | None = None) -> tuple[Chip, ...]:
    """Return the chips below ``root``; ``options`` go to the layout's reader."""
    if layout not in LAYOUTS:
        raise InputError(f'The layout "{layout}" is unknown. Use {", ".join(LAYOUTS)}.')
    if not root or not Path(root).is_dir():
        raise InputError(f'The data folder "{root}" does not exist. Give it as --data.init_args.root FOLDER.')
    return LAYOUTS[layout](Path(root).resolve(), **(options or {}))


def read_sides(
    layout: str, root: str, options: dict[str, Any] | None, how: str, val_share: float, held: str, most: int
) -> tuple[tuple[Chip, ...], tuple[Chip, ...]]:
    """Return (train, held out) chips of a layout, at most ``most`` of each, spread over places and checked."""
    train, out = split_chips(read_layout(layout, root, options), how, val_share, held)
    train, out = check_chips(spread(train, most)), check_chips(spread(out, most))
    if layout == 'folder':  # the others come in known units
        require_known_units(train + out)
    return train, out
