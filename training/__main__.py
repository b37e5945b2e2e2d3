"""``python -m training fit|validate|evaluate|export ...``: see training/README.md."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> None:
    """Hand evaluate and export to their modules, everything else to LightningCLI."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ('--help', [])
    if command == 'export':
        from training.export import main as run
    elif command == 'evaluate':
        from training.evaluate import main as run
    else:
        from training.cli import fit as run

        rest = [command, *rest]
    run(rest)


if __name__ == '__main__':
    main(sys.argv[1:])
