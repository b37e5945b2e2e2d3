"""What is written into every output: that it is generated, by what, from what, on what."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..model.registry import ModelFile

PREFIX = 'SAR2OPTICAL_'


@lru_cache(maxsize=1)
def plugin_version() -> str:
    """Return the version of metadata.txt: inside the installed plugin, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[2]
    for path in (package / 'metadata.txt', package.parent / 'metadata.txt'):
        if path.is_file():
            for line in path.read_text('utf-8').splitlines():
                if line.startswith('version='):
                    return line.split('=', 1)[1].strip()
    return 'unknown'


def provenance(
    method: str, model: ModelFile | None, device: str, inputs: dict[str, str], decisions: tuple[str, ...]
) -> dict[str, str]:
    """Return GDAL metadata items for a generated raster. Inputs are named by file, never by folder."""
    items = {
        'SYNTHETIC': 'YES',
        'METHOD': method,
        'VERSION': plugin_version(),
        'DEVICE': device,
        'INPUTS': ', '.join(f'{role}={Path(path).name}' for role, path in inputs.items() if path),
        'DECISIONS': ' '.join(decisions),
        'MODEL': model.name if model else '',
        'MODEL_SHA256': model.sha256 if model else '',
        'MODEL_LICENCE': model.card.licence if model else '',
    }
    return {f'{PREFIX}{key}': value for key, value in items.items() if value}
