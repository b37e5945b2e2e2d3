"""Tiny runs of the committed configs: what to put on the command line."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIGS = ROOT / 'training' / 'configs'
SMALL = {  # config -> what makes its network small
    'encoder_decoder': ['network.init_args.widths=[8,8,8]'],
    'experts': ['network.init_args.expert.init_args.widths=[8,8]', 'network.init_args.router_widths=[8,8]'],
    'pix2pix': ['network.init_args.width=4', 'network.init_args.depth=6', 'discriminator_width=4'],
    'pix2pix_sen12': [
        'network.init_args.width=4',
        'network.init_args.depth=6',
        'discriminator_width=4',
        'adversarial=hinge',
    ],
    'region_clouds': ['widths=[8,8,8,8]'],
    'region_sar': ['widths=[8,8,8,8]'],
    'timegate': [
        'network.init_args.width=8',
        'network.init_args.widths=[8,8]',
        'network.init_args.blocks=[1,1]',
    ],
    'unet_masked': ['network.init_args.widths=[8,8,8]'],
}
ELSEWHERE = {  # test_smoke.py, terramind/, test_cloud_mask.py ...
    'older_picture', 'sar_to_optical', 'cloud_removal', 'terramind', 'timegate_terramind', 'cloud_mask',
}  # fmt: skip


def arguments(name: str, data: Path, folder: Path, steps: int = 2) -> list[str]:
    """Return the committed config's overrides for a tiny run into ``folder``."""
    return arguments_of(SMALL[name], data, folder, steps)


def arguments_of(small: list[str], data: Path, folder: Path, steps: int = 2) -> list[str]:
    """Return overrides for a tiny run of a network that ``small`` makes small."""
    model = [f'--model.init_args.{item}' for item in [*small, 'minutes=0']]
    batches = ['root=' + str(data), 'size=64', 'batch_size=2', 'workers=0']
    trainer = [
        f'max_steps={steps}', f'val_check_interval={steps}', 'precision=32-true', f'default_root_dir={folder}',
        'enable_progress_bar=false', 'logger=false', 'callbacks=[training.tasks.callbacks.KeepLast]',
        f'callbacks.dirpath={folder}',
    ]  # fmt: skip
    return [
        *model,
        *(f'--data.init_args.{item}' for item in batches),
        *(f'--trainer.{item}' for item in trainer),
    ]


def for_tools(name: str, data: Path) -> list[str]:
    """Return the overrides that export, evaluate and predict need: network and data."""
    return [a for a in arguments(name, data, data) if not a.startswith('--trainer')]
