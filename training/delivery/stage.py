"""Stage the plugin: a complete copy of what users get, in one folder named sar2optical_qgis.

    python -m training.delivery.stage build/plugins/sar2optical_qgis

In the checkout the package, resources/, metadata.txt and LICENSE lie side by side; QGIS and plugins.qgis.org want them
in one folder. The copy is made beside the target and swapped in, so that a running QGIS never sees half a plugin.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = 'sar2optical_qgis'
BESIDE_THE_PACKAGE = ('resources', 'metadata.txt', 'LICENSE')
LEFT_OUT = ('__pycache__', '*.pyc', '*.pyo', '.*', '*.aux.xml', '*.tmp', '*.ts', 'images', 'web')
# images are the README's; web is a service, which a plugin does not bring


def stage(root: Path, target: Path) -> Path:
    """Copy the plugin of the checkout `root` to the folder `target`, replacing what was there.

    Files lose their executable bits, which plugins.qgis.org refuses. Raises FileNotFoundError where a part is missing.
    """
    fresh = target.with_name(target.name + '.new')
    old = target.with_name(target.name + '.old')
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(root / PACKAGE, fresh, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in BESIDE_THE_PACKAGE:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, fresh / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
        else:
            shutil.copy2(source, fresh / name)
    for path in fresh.rglob('*'):
        path.chmod(0o755 if path.is_dir() else 0o644)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return target


def main(arguments: list[str]) -> int:
    """Stage into the folder given as the only argument."""
    if len(arguments) != 1:
        sys.stderr.write('usage: python -m training.delivery.stage FOLDER\n')
        return 2
    target = Path(arguments[0]).absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    stage(ROOT, target)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
