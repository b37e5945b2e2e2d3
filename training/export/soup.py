"""Two checkpoints of one run as one: a mean of their weights (Wortsman et al. 2022, WiSE-FT).

    python -m training.export.soup EARLY.ckpt LATE.ckpt --share 0.6 --output soup.ckpt

Early weights are right where nothing is known, late ones know the few cloudy places by heart; between the two lies a
network that does both better than either.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from sar2optical_qgis.core.errors import ModelError


def mixed(early: dict, late: dict, share: float) -> dict:
    """Return a checkpoint whose weights lie at ``share`` of the way from ``early`` to ``late``."""
    a, b = early['state_dict'], late['state_dict']
    if {k: v.shape for k, v in a.items()} != {k: v.shape for k, v in b.items()}:
        raise ModelError('The checkpoints hold different networks. Give two of one run.')
    weights = {key: torch.lerp(a[key], b[key], share) if a[key].is_floating_point() else b[key] for key in a}
    trained = f'{early.get("trained", "")}; {late.get("trained", "")}; {share:g} of the way'
    return {**late, 'state_dict': weights, 'trained': trained}


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and write the checkpoint."""
    parser = argparse.ArgumentParser(prog='python -m training.export.soup', description=main.__doc__)
    parser.add_argument('early', type=Path)
    parser.add_argument('late', type=Path)
    parser.add_argument('--share', type=float, default=0.6)
    parser.add_argument('--output', type=Path, required=True)
    options = parser.parse_args(arguments)
    early, late = (torch.load(p, map_location='cpu', weights_only=True) for p in (options.early, options.late))
    torch.save(mixed(early, late, options.share), options.output)


if __name__ == '__main__':
    main()
