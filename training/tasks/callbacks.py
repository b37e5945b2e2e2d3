"""Callbacks of the configs."""

from __future__ import annotations

from pathlib import Path

from lightning.pytorch.callbacks import ModelCheckpoint


class KeepLast(ModelCheckpoint):
    """Write ``dirpath``/last.ckpt every so many steps, on an exception, and when the training ends, however it ends."""

    def __init__(self, dirpath: str, every_n_train_steps: int = 250):
        super().__init__(
            dirpath,
            'last',
            every_n_train_steps=every_n_train_steps,
            save_on_exception=True,
            enable_version_counter=False,
        )

    def on_train_end(self, trainer, pl_module) -> None:
        super().on_train_end(trainer, pl_module)
        trainer.save_checkpoint(Path(self.dirpath) / 'last.ckpt')
