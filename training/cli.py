"""LightningCLI with our defaults, and the way back: a config and a checkpoint as a task and its data."""

from __future__ import annotations

import contextlib
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from lightning.pytorch.cli import LightningCLI
from lightning.pytorch.utilities import rank_zero_info
from lightning.pytorch.utilities.model_helpers import is_overridden

from sar2optical_qgis.core.errors import InputError, ModelError


def has_bfloat16() -> bool:
    """Return whether the processor multiplies bfloat16 itself; without, PyTorch converts every number."""
    return torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


class TrainingCLI(LightningCLI):
    """Subcommands fit, validate and test. A task without a test of its own is tested as it is validated."""

    def before_instantiate_classes(self) -> None:
        trainer = (self.config[self.subcommand] if self.subcommand else self.config).trainer
        if trainer.precision == 'bf16-mixed' and not (torch.cuda.is_available() or has_bfloat16()):
            trainer.precision = '32-true'
            rank_zero_info('This processor has no instructions for bfloat16: float32 is some ten times faster here.')

    def before_test(self) -> None:
        if not is_overridden('test_step', self.model):
            self.model.test_step = self.model.validation_step
        if not is_overridden('test_dataloader', self.datamodule):
            self.datamodule.test_dataloader = self.datamodule.val_dataloader


@contextlib.contextmanager
def command_line(arguments: Sequence[str]) -> Iterator[None]:
    """Let ``arguments`` be the command line: Lightning parses it, and starts the other processes of DDP with it."""
    before = sys.argv
    sys.argv = [before[0], *arguments]
    try:
        yield
    finally:
        sys.argv = before


def _build(arguments: Sequence[str], **options) -> LightningCLI:
    with command_line(arguments):
        return TrainingCLI(
            subclass_mode_model=True, subclass_mode_data=True, seed_everything_default=7,
            parser_kwargs={'exit_on_error': False}, **options,
        )  # fmt: skip


def option(arguments: Sequence[str], *names: str) -> str:
    """Return the last value given for one of the option names, '' where none is."""
    value = ''
    for word, after in zip(arguments, [*arguments[1:], '']):
        name, equals, inside = word.partition('=')
        if name in names:
            value = inside if equals else after
    return value


def fit(arguments: Sequence[str]) -> LightningCLI:
    """Run a LightningCLI subcommand, such as ``fit -c training/configs/sar_to_optical.yaml``.

    Raises InputError naming the config where it is wrong, ModelError naming a checkpoint that does not fit it.
    """
    with named_errors(option(arguments, '-c', '--config'), option(arguments, '--ckpt_path')):
        return _build(arguments, save_config_kwargs={'overwrite': True})


def load(config: str, checkpoint: str = '', overrides: Sequence[str] = ()):
    """Return (task, data) as the config and ``overrides`` describe them, with a checkpoint's weights where given."""
    with named_errors(config, checkpoint):
        cli = _build(['-c', config, *overrides], run=False, save_config_callback=None)
        if checkpoint and not Path(checkpoint).is_file():
            raise InputError(f'The checkpoint {checkpoint} does not exist. The config says where fit writes it.')
        if checkpoint:
            state = torch.load(checkpoint, map_location='cpu', weights_only=True)
            cli.model.load_state_dict(state['state_dict'])
            cli.model.card = replace(cli.model.card, trained=state.get('trained', ''))
    return cli.model.eval(), cli.datamodule


@contextlib.contextmanager
def named_errors(config: str, checkpoint: str) -> Iterator[None]:
    """Name the file in what goes wrong with a config or a checkpoint."""
    from jsonargparse import ArgumentError

    try:
        yield
    except ArgumentError as error:
        raise InputError(f'{config or "The command line"} is not understood: {error}') from error
    except RuntimeError as error:
        if 'state_dict' not in str(error):
            raise
        first = ' '.join(str(error).split())[:300]
        raise ModelError(
            f'{checkpoint} holds the weights of another network than {config} describes: {first}'
        ) from error
    except (pickle.UnpicklingError, EOFError, KeyError) as error:
        if not checkpoint:
            raise
        raise ModelError(f'{checkpoint} is not a checkpoint of this training ({error}). Give a .ckpt of it.') from error
