"""Build the zip for plugins.qgis.org from the staged plugin, and check it.

    python -m training.delivery.package build/plugins/sar2optical_qgis dist

The same stage gives the same bytes: entries are sorted and have one date. A zip with findings is not left behind.
"""

from __future__ import annotations

import configparser
import sys
import zipfile
from pathlib import Path

from .check import check_zip

DATE = (2000, 1, 1, 0, 0, 0)


def version_of(stage: Path) -> str:
    """The version in the stage's metadata.txt."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(stage / 'metadata.txt', encoding='utf-8')
    return parser['general']['version']


def build_zip(stage: Path, target: Path) -> None:
    """Zip the folder `stage`, under its own name, into the file `target`."""
    with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(stage.rglob('*')):
            if path.is_dir() or '__pycache__' in path.parts:
                continue
            entry = zipfile.ZipInfo(f'{stage.name}/{path.relative_to(stage).as_posix()}', DATE)
            entry.external_attr = (path.stat().st_mode & 0o177777) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def main(arguments: list[str]) -> int:
    """Build and check; returns 1, with all findings on stderr, where the zip would be refused."""
    if len(arguments) != 2:
        sys.stderr.write('usage: python -m training.delivery.package STAGE FOLDER\n')
        return 2
    stage, folder = Path(arguments[0]), Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f'{stage.name}-{version_of(stage)}.zip'
    unchecked = target.with_suffix('.zip.unchecked')
    build_zip(stage, unchecked)
    findings = check_zip(unchecked)
    if findings:
        unchecked.unlink()
        target.unlink(missing_ok=True)
        sys.stderr.write('The package was not built:\n' + ''.join(f'  {finding}\n' for finding in findings))
        return 1
    unchecked.replace(target)
    sys.stdout.write(f'{target}  {target.stat().st_size / 1e6:.1f} MB, checked\n')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
