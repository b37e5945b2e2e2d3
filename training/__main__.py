"""``python -m training fit|test|evaluate|export|predict|compare|fetch|terramind|mask-labels``: training/README.md."""

from __future__ import annotations

import sys

from sar2optical_qgis.core.errors import Sar2OpticalError


def main(arguments: list[str]) -> None:
    """Hand a command of our own to its module, everything else to LightningCLI."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ('--help', [])
    if command == 'export':
        from training.export.to_onnx import main as run
    elif command == 'evaluate':
        from training.evaluation.command import main as run
    elif command == 'predict':
        from training.evaluation.predict import main as run
    elif command == 'compare':
        from training.evaluation.compare import main as run
    elif command == 'fetch':
        from training.data.fetch import main as run
    elif command == 'terramind':
        from training.baselines.terramind import main as run
    elif command == 'mask-labels':
        from training.data.masks.labels import main as run
    else:
        from training.cli import fit as run

        rest = [command, *rest]
    run(rest)


if __name__ == '__main__':
    try:
        main(sys.argv[1:])
    except Sar2OpticalError as error:
        sys.exit(f'Error: {error}')
