"""Train the earlier systems and ours for the same time, export them, and measure them in one table with what ships.

``python -m training compare [--task sar-to-optical|cloud-removal] [--minutes 20] [--runs runs/compare]``

Minutes are those of the processors, so that other work on the machine favours nobody. What is there already is not
made again: a run that was broken off goes on with the next system.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from training.data.index import data_root
from training.evaluation import command as evaluate

ROOT = Path(__file__).resolve().parents[2]
CONFIGS = ROOT / 'training' / 'configs'


@dataclass(frozen=True)
class System:
    """A config under the name of its row, and the command line's options beyond the config."""

    name: str
    config: str
    options: tuple[str, ...] = ()
    needs: str = ''  # a package without which it is left out


TERRAMIND = tuple(
    f'--model.init_args.network.init_args.{item}' for item in ('encoder=terramind_v1_tiny', 'pretrained=false')
)  # the pretrained base: the config as it is
SYSTEMS = {
    'sar-to-optical': (
        System('pix2pix', 'pix2pix', ('--trainer.precision', 'bf16-mixed')),  # 32 bits would halve its steps
        System('experts', 'experts'),
        System('ours, same time', 'sar_to_optical'),
        System('TerraMind tiny, random weights', 'terramind', TERRAMIND, 'terratorch'),
    ),
    'cloud-removal': (
        System('CNN encoder-decoder, MSE under cloud', 'encoder_decoder'),
        System('U-Net, masked MSE', 'unet_masked'),
        System('U-Net, inverted mask', 'unet_masked', ('--model.init_args.area', 'inverted')),
        System('ours, same time', 'cloud_removal'),
    ),
}
SHIPPED = {'sar-to-optical': 'sar_to_optical', 'cloud-removal': 'cloud_removal'}


def _training(folder: Path, *arguments: str) -> None:
    """Run a training command inside ``folder``: the configs write to runs/ of where they are started."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        'OMP_WAIT_POLICY': 'PASSIVE', **os.environ,
        'PYTHONPATH': str(ROOT), 'SAR2OPTICAL_DATA': str(data_root('').resolve()),
    }  # fmt: skip
    subprocess.run([sys.executable, '-m', 'training', *arguments], cwd=folder, env=environment, check=True)


def model_of(system: System, folder: Path, minutes: float) -> Path:
    """Train and export a system where that is not done yet; return its ONNX file."""
    config, checkpoint, model = f'{CONFIGS / system.config}.yaml', folder / 'trained.ckpt', folder / 'model.onnx'
    if not checkpoint.exists():
        budget = ('minutes', str(minutes)), ('clock', 'processor')
        _training(
            folder, 'fit', '-c', config, *system.options,
            *(f'--model.init_args.{key}={value}' for key, value in budget),
            '--trainer.max_steps', '1000000', '--trainer.enable_progress_bar', 'false',
        )  # fmt: skip
        (folder / 'runs' / system.config / 'last.ckpt').rename(checkpoint)
    if not model.exists():
        _training(
            folder, 'export', '--full', '-c', config, '--checkpoint', str(checkpoint), '--output', str(model.resolve()),
            '--model.init_args.card.name', system.name, *system.options,
        )  # fmt: skip
    return model


def is_there(system: System) -> bool:
    """Whether the package that a system needs is installed; tell where it is not."""
    found = find_spec(system.needs) is not None
    if not found:
        print(f'{system.name} is left out: this Python has no {system.needs}. "make terramind" makes one that has.')
    return found


def main(arguments: list[str]) -> None:
    """Train, export and measure; the table goes into RESULTS.md as that of the shipped model."""
    parser = argparse.ArgumentParser(prog='training compare', description=main.__doc__)
    parser.add_argument('--task', choices=list(SYSTEMS), help='one task only')
    parser.add_argument('--minutes', type=float, default=20.0, help='processor minutes for each system')
    parser.add_argument('--runs', type=Path, default=Path('runs/compare'))
    parser.add_argument('--only', nargs='+', default=[''], help='systems whose names hold one of these words')
    options, rest = parser.parse_known_args(arguments)
    for task in [options.task] if options.task else SYSTEMS:
        models = [
            model_of(system, (options.runs / task / system.name.replace(' ', '_')).resolve(), options.minutes)
            for system in SYSTEMS[task]
            if any(word in system.name for word in options.only) and (not system.needs or is_there(system))
        ]
        shipped = ROOT / 'resources' / 'models' / f'{SHIPPED[task]}.onnx'
        evaluate.main([
            '-c', f'{CONFIGS / SHIPPED[task]}.yaml', '--model', str(shipped), '--others', *map(str, models), *rest,
        ])  # fmt: skip
