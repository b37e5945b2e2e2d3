"""The models that ship with the plugin, those of the user's library, and those that a user names by path."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import ModelError
from .card import ModelCard
from .onnx_file import metadata_of, read_model

DEFAULTS = 'defaults.json'  # in the user's library


@dataclass(frozen=True)
class ModelFile:
    """A model on disk: its card, and the sha256 that results are marked with."""

    path: str
    sha256: str
    card: ModelCard

    @property
    def name(self) -> str:
        """Return the model's name as its card has it."""
        return self.card.name

    def read(self) -> bytes:
        """Return the file's content, the same that card and hash were read from; ModelError where it has changed."""
        content = read_model(self.path)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise ModelError(f'The model {Path(self.path).name} was changed while it was opened. Start the run again.')
        return content


def resources_dir() -> Path:
    """Return the folder of models, icons and styles: inside the installed plugin, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / 'resources'
    return inside if inside.is_dir() else package.parent / 'resources'


@lru_cache(maxsize=32)
def _load(path: str, size: int, modified_ns: int) -> ModelFile:
    content = read_model(path)
    return ModelFile(path, hashlib.sha256(content).hexdigest(), ModelCard.from_metadata(metadata_of(content, path)))


def load_model(path: str | Path) -> ModelFile:
    """Read card and hash of an .onnx file; raise ModelError where it is not one of ours."""
    path = Path(path)
    try:
        stat = path.stat()
    except (OSError, ValueError) as error:  # a path may hold what no path can hold
        reason = getattr(error, 'strerror', '') or error
        raise ModelError(f'The model {path} cannot be read ({reason}). Check the path.') from error
    return _load(str(path), stat.st_size, stat.st_mtime_ns)


def shipped_models() -> tuple[ModelFile, ...]:
    """Return the models that came with the plugin, by name; damaged files raise ModelError."""
    return tuple(load_model(path) for path in sorted((resources_dir() / 'models').glob('*.onnx')))


@dataclass
class _User:
    """The user's models, where the plugin runs in a profile."""

    folder: Path | None = None


_user = _User()


def use_library(folder: Path | None) -> None:
    """Let names and defaults be looked up in a folder of the user too (library.py fills it); None = shipped alone."""
    _user.folder = folder


def user_models() -> tuple[ModelFile, ...]:
    """Return the models of the user's library, by name; damaged files are left out."""
    found = []
    for path in sorted(_user.folder.glob('*.onnx')) if _user.folder else ():
        with suppress(ModelError):
            found.append(load_model(path))
    return tuple(found)


def default_names() -> dict[str, str]:
    """Return {task: name of the model that the user made its default}."""
    try:
        chosen = json.loads((_user.folder / DEFAULTS).read_text('utf-8')) if _user.folder else {}
    except (OSError, ValueError):  # none yet, or damaged: the shipped ones
        return {}
    return {str(task): str(name) for task, name in chosen.items()} if isinstance(chosen, dict) else {}


def find_model(name_or_path: str, task: str) -> ModelFile:
    """Return the model of that name or path for ``task``; '' is the user's default, else the first shipped one."""
    wanted = name_or_path.strip()
    if wanted.lower().endswith('.onnx') or '/' in wanted or '\\' in wanted:
        model = load_model(wanted)
    else:
        models = shipped_models() + user_models()
        preferred = default_names().get(task, '')
        if not wanted and any(m.name == preferred and m.card.task == task for m in models):
            wanted = preferred
        fitting = [m for m in models if (m.name == wanted if wanted else m.card.task == task)]
        if not fitting:
            names = ', '.join(m.name for m in models) or 'none'
            raise ModelError(
                f'There is no model "{wanted or task}" (there are: {names}). '
                'Name a shipped model, or give the path of an .onnx file.'
            )
        model = fitting[0]
    if model.card.task != task:
        raise ModelError(
            f'The model {model.name} is for {model.card.task}, not for {task}. Choose a model for this task.'
        )
    return model
