"""Scenes of a batch: requests of the engine read from JSON, run wherever Dask puts them, each finished once.

Outputs appear whole or not at all, so a scene whose outputs are there and newer than its inputs is finished: it is
skipped when the batch runs again, and when a worker dies after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from ..cloud_mask.request import DetectClouds
from ..composite.request import CloudFreeComposite
from ..errors import InputError
from ..remove_clouds.request import RemoveClouds
from ..sar_to_optical.request import SarToOptical

if TYPE_CHECKING:
    from distributed import Client

REQUESTS = {
    'sartooptical': SarToOptical,
    'removeclouds': RemoveClouds,
    'cloudfreecomposite': CloudFreeComposite,
    'cloudmask': DetectClouds,
}
INPUTS = (
    'input', 'mask', 'sar', 'reference', 'reference_masks', 'covariates', 'landcover', 'inputs', 'masks', 'sars',
    'others',
)  # fmt: skip
OUTPUTS = ('output', 'generated_mask', 'source', 'uncertainty', 'cover', 'probability')
FOLDERS = ('folder',)  # that outputs go into


@dataclass(frozen=True)
class Scene:
    """One request of an algorithm."""

    algorithm: str
    request: SarToOptical | RemoveClouds | CloudFreeComposite | DetectClouds

    @classmethod
    def of(cls, entry: dict, folder: Path) -> Scene:
        """Read a scene; raise InputError for what cannot be one. Paths are taken relative to ``folder``."""
        known = REQUESTS.get(entry.get('algorithm', '')) if isinstance(entry, dict) else None
        if known is None:
            raise InputError(f'A scene needs an "algorithm": one of {", ".join(REQUESTS)}. Found: {entry}.')
        names = {field.name for field in fields(known)}
        values = {key: value for key, value in entry.items() if key != 'algorithm'}
        if strange := sorted(set(values) - names):
            raise InputError(f'{entry["algorithm"]} knows no "{strange[0]}". It takes {", ".join(sorted(names))}.')
        for key, value in values.items():
            if key in (*INPUTS, *OUTPUTS, *FOLDERS):
                several = isinstance(value, list) or key.endswith('s')
                values[key] = tuple(_beside(folder, v) for v in value) if several else _beside(folder, value)
            elif isinstance(value, list):
                values[key] = tuple(value)
        try:
            request = known(**values)
        except TypeError as error:
            raise InputError(f'{entry["algorithm"]} cannot start: {error}.') from error
        scene = cls(entry['algorithm'], request.with_mask_beside() if known is RemoveClouds else request)
        if not scene.outputs:
            raise InputError(f'A scene names no output: {entry}. Add "output".')
        return scene

    @property
    def outputs(self) -> tuple[Path, ...]:
        """Return the files that the scene makes, the main one first."""
        paths = tuple(Path(path) for path in (getattr(self.request, key, '') for key in OUTPUTS) if path)
        return paths + (self.request.masks if isinstance(self.request, DetectClouds) else ())

    @property
    def finished(self) -> bool:
        """Whether all outputs are there and none is older than an input that is a file or folder."""
        inputs: list[Path] = []
        for value in (getattr(self.request, key, '') for key in INPUTS):
            inputs += [Path(path) for path in ([value] if isinstance(value, str) else value) if path]
        newest = max((path.stat().st_mtime for path in inputs if path.exists()), default=0.0)
        return all(path.is_file() and path.stat().st_mtime >= newest for path in self.outputs)


def _beside(folder: Path, path: str) -> str:
    """Return a path relative to ``folder``; names that GDAL alone understands (/vsis3/..., NETCDF:...) stay."""
    return path if not path or ':' in path or path.startswith('/') else str(folder / path)


@dataclass(frozen=True)
class Outcome:
    """How a scene ended: 'done', 'skipped' (finished before) or 'failed', with a sentence."""

    scene: Scene
    state: str
    sentence: str = ''


def read_scenes(path: Path) -> list[Scene]:
    """Return the scenes of a JSON file; raise InputError where it cannot be used."""
    try:
        entries = json.loads(path.read_text('utf-8'))
    except (OSError, ValueError) as error:
        raise InputError(f'{path.name} cannot be read as JSON ({error}). Write a list of scenes.') from error
    if not isinstance(entries, list) or not entries:
        raise InputError(f'{path.name} holds no list of scenes. Write [{{"algorithm": ..., "input": ...}}, ...].')
    scenes = [Scene.of(entry, path.resolve().parent) for entry in entries]
    outputs = [output for scene in scenes for output in scene.outputs]
    if twice := [output for output in outputs if outputs.count(output) > 1]:
        raise InputError(f'Two scenes write {twice[0]}. Give each an output of its own.')
    return scenes


def perform(scene: Scene) -> Outcome:
    """Run one scene in this process, unless it is finished. What an input makes impossible fails for good."""
    if scene.finished:
        return Outcome(scene, 'skipped')
    for path in scene.outputs:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        report = scene.request.run()
    except InputError as error:  # the same on every worker: no use in trying again
        return Outcome(scene, 'failed', str(error))
    return Outcome(scene, 'done', f'on {report.device}')


def run_all(scenes: list[Scene], client: Client, retries: int) -> Iterator[Outcome]:
    """Yield the outcome of each scene as it ends. One whose worker dies or whose device fails is tried again."""
    from distributed import as_completed

    futures = {}
    for scene in scenes:
        if scene.finished:
            yield Outcome(scene, 'skipped')
        else:
            futures[client.submit(perform, scene, retries=retries, pure=False)] = scene
    for future in as_completed(list(futures)):
        error, scene = future.exception(), futures.pop(future)
        if error is None:
            yield future.result()
        else:
            yield Outcome(scene, 'failed', (str(error).splitlines() or [type(error).__name__])[0])
