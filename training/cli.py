"""LightningCLI with our defaults, and the way back: a config and a checkpoint as a task and its data."""

from __future__ import annotations

import torch
from lightning.pytorch.cli import LightningCLI


def fit(arguments: list[str]) -> LightningCLI:
    """Run a LightningCLI subcommand, such as ``fit -c training/configs/sar_to_optical.yaml``."""
    return LightningCLI(
        subclass_mode_model=True,
        subclass_mode_data=True,
        seed_everything_default=7,
        save_config_kwargs={'overwrite': True},
        args=arguments,
    )


def load(config: str, checkpoint: str = ''):
    """Return (task, data) as the config describes them, with the checkpoint's weights where one is given."""
    cli = LightningCLI(
        subclass_mode_model=True, subclass_mode_data=True, seed_everything_default=7, run=False, args=['-c', config],
        save_config_callback=None,
    )  # fmt: skip
    if checkpoint:
        state = torch.load(checkpoint, map_location='cpu', weights_only=True)
        cli.model.load_state_dict(state['state_dict'])
    return cli.model.eval(), cli.datamodule
