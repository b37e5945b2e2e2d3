"""Weights that lie on this machine: taken only where their sha256 is the one that was told, and only as a whole."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.errors import InputError, ModelError


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal digits."""
    found = hashlib.sha256()
    with open(path, 'rb') as file:
        while part := file.read(1 << 20):
            found.update(part)
    return found.hexdigest()


def told_sha256(path: Path) -> str:
    """Return what ``sha256sum FILE > FILE.sha256`` has written beside a file, '' where nothing lies there."""
    beside = path.with_name(path.name + '.sha256')
    return beside.read_text(encoding='utf-8').split()[0].lower() if beside.is_file() else ''


def read_weights(path: str, sha256: str = '') -> dict[str, Tensor]:
    """Return the state dict in a file, whose sha256 is ``sha256`` or stands in FILE.sha256 beside it.

    Raises InputError where it is another's, none was told, or nothing but weights would have to be read.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(f'The weights {path} do not exist. Give the file as the model hub offers it (.pt).')
    wanted, found = sha256.lower() or told_sha256(file), sha256_of(file)
    if not wanted:
        raise InputError(
            f'No sha256 tells that {path} is what it should be. Compare {found} with the one that the model hub shows, '
            f'then give it, or write it into {file.name}.sha256 beside the file.'
        )
    if wanted != found:
        raise InputError(f'{path} has the sha256 {found}, not {wanted}. Get the file again.')
    try:
        state = torch.load(file, map_location='cpu', weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise ModelError(f'{path} holds no weights ({str(error).splitlines()[0]}). Get the file again.') from error
    return state.get('model', state) if isinstance(state, dict) else {}


def take_weights(module: nn.Module, state: dict[str, Tensor], name: str) -> None:
    """Give a module all of its weights from ``state``, which may hold more; raise ModelError where it lacks one.

    Positions of the tokens (buffers, the same in every model) may be missing.
    """
    own = module.state_dict()
    learned = {key for key, _ in module.named_parameters()}
    missing = sorted(key for key in learned if key not in state or state[key].shape != own[key].shape)
    if missing:
        raise ModelError(
            f'{name} lacks {len(missing)} of {len(learned)} weights, such as {missing[0]} of '
            f'{tuple(own[missing[0]].shape)}. They would stay random: give the file of this very model.'
        )
    module.load_state_dict({k: v for k, v in state.items() if k in own and v.shape == own[k].shape}, strict=False)
