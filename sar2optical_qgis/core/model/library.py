"""The user's library of models: a folder of the profile; added files are copied into it, after a look inside."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from ..errors import ModelError
from .registry import DEFAULTS, ModelFile, default_names, find_model, load_model, shipped_models, user_models


def library_folder(profile: str | Path) -> Path:
    """Return the folder below a profile."""
    return Path(profile) / 'sar2optical' / 'models'


@dataclass(frozen=True)
class Entry:
    """A model as a list shows it."""

    model: ModelFile
    is_shipped: bool
    is_default: bool  # what its task takes where none is named

    @property
    def megabytes(self) -> float:
        """Return the size of the file."""
        return Path(self.model.path).stat().st_size / 1e6

    @property
    def scores(self) -> str:
        """Return the held-out scores of the card: 'psnr 19.5, ssim 0.54'."""
        return ', '.join(f'{name} {value:.4g}' for name, value in self.model.card.scores.items())


def entries() -> list[Entry]:
    """Return all models, shipped ones first."""
    shipped = shipped_models()
    models = shipped + user_models()
    chosen = {task: find_model('', task).path for task in {m.card.task for m in models}}
    return [Entry(m, m in shipped, chosen[m.card.task] == m.path) for m in models]


def add(path: str | Path, folder: Path) -> ModelFile:
    """Copy a model into the library; raise ModelError where it is none of ours or its name is taken."""
    model = load_model(path)
    if model.name in {m.name for m in shipped_models() + user_models()}:
        raise ModelError(f'There is a model named {model.name} already. Remove it first, or export with another name.')
    target = folder / f'{model.sha256[:12]}.onnx'
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    except OSError as error:
        raise ModelError(f'The model was not copied to {folder} ({error.strerror}). Check the profile.') from error
    return load_model(target)


def remove(model: ModelFile, folder: Path) -> None:
    """Delete a model of the library; shipped ones stay."""
    path = Path(model.path)
    if path.parent != folder:
        raise ModelError(f'{model.name} ships with the plugin and stays.')
    try:
        path.unlink()
    except OSError as error:
        raise ModelError(f'{model.name} was not removed ({error.strerror}). Restart QGIS, then try again.') from error
    _save({task: name for task, name in default_names().items() if name != model.name}, folder)


def set_default(model: ModelFile, folder: Path) -> None:
    """Let the model's task take it where no model is named."""
    _save({**default_names(), model.card.task: model.name}, folder)


def _save(chosen: dict[str, str], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / DEFAULTS).write_text(json.dumps(chosen, indent=1), 'utf-8')
    except OSError as error:
        raise ModelError(f'{folder} cannot be written ({error.strerror}). Check the profile.') from error
