"""Labels of clouds by vote: ``python -m training mask-labels --wheels FOLDER --output FOLDER``.

Two teachers and, where a clear date of the place is known, the excess of blue over it. Pixels on which they do not
agree are ignored. A file an image: thick, thin, shadow, weight, each 0..1 as 0..255.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from sar2optical_qgis.core.raster.filters import box_mean
from training.data.index import read_index
from training.data.masks.images import MaskImage, read_images
from training.data.masks.teachers import CsMask, Sentle

CLOUD, CLEAR = 0.04, 0.015  # excess of blue from which it is a cloud, below which it is none
SURE = 0.75  # a teacher that is alone must be so sure
THICK = (0.22, 0.38)  # of blue: where no teacher tells thick from thin
MAJORITY = 0.6  # weight of pixels on which two of three agree
DIM, LIT = 0.78, 0.93  # infrared as a share of that of clear dates: shadow up to here, none from here
FEW = 0.01  # of the image that has to be clear to tell how much brighter or darker the season is


@dataclass(frozen=True)
class Labels:
    """Shares of thick, thin and shadow (3, rows, cols), and how much each pixel counts (rows, cols)."""

    shares: np.ndarray
    weight: np.ndarray
    votes: dict[str, np.ndarray]  # classes 0 clear 1 cloud 2 shadow by teacher


def vote(image: MaskImage, csmask: np.ndarray | None, sentle: np.ndarray | None) -> Labels:
    """Return labels of an image from what the teachers say of it."""
    shape = image.valid.shape
    clouds, shadows, votes = [], [], {}
    if csmask is not None:
        clouds.append(csmask[1])
        shadows.append(csmask[2])
        votes['csmask'] = csmask.argmax(0).astype(np.uint8)
    if sentle is not None:
        clouds.append(sentle[1] + sentle[2])
        shadows.append(sentle[3])
        votes['sentle'] = np.array([0, 1, 1, 2], np.uint8)[sentle.argmax(0)]
    teachers = len(clouds)
    ballots = [np.where(p > 0.5, 1, -1) for p in clouds]
    if teachers == 1:
        ballots = [np.where(np.abs(clouds[0] - 0.5) > SURE - 0.5, ballots[0], 0)]
    if image.excess is not None:
        ballots.append(np.where(image.excess > CLOUD, 1, np.where(image.excess < CLEAR, -1, 0)))
    if image.is_called_clear:
        ballots.append(np.full(shape, -1))
    total, count = sum(ballots, np.zeros(shape, int)), sum((b != 0 for b in ballots), np.zeros(shape, int))
    cloud = total > 0
    weight = np.where(total == 0, 0.0, np.where(np.abs(total) == count, 1.0, MAJORITY))
    shadow = np.zeros(shape, bool)
    if teachers:
        yes = sum((s > 0.5).astype(int) for s in shadows)
        shadow = ~cloud & (yes == teachers)
        weight = np.where(~cloud & (yes > 0) & (yes < teachers), 0.3 if image.is_called_clear else 0.0, weight)
    if sentle is not None:
        thick = sentle[1] / np.maximum(sentle[1] + sentle[2], 1e-3)
    else:
        thick = np.clip((image.bands['B02'] - THICK[0]) / (THICK[1] - THICK[0]), 0.0, 1.0)
    shares = np.stack([cloud * thick, cloud * (1.0 - thick), shadow]).astype(np.float32)
    return Labels(shares, (weight * image.valid).astype(np.float32), votes)


def dimness(image: MaskImage, clear: np.ndarray) -> np.ndarray:
    """Return 1 where light is missing, -1 where it is not, 0 between and where nothing is known (rows, cols).

    ``clear``: pixels that are surely clear, whose change between the dates is that of the season.
    """
    if image.light is None:
        return np.zeros(image.valid.shape, int)
    known = np.isfinite(image.light) & image.valid
    light = box_mean(np.where(known, image.light, 0.0).astype(np.float32), known, 2)
    clear = clear & known
    usual = np.median(light[clear]) if clear.mean() > FEW else 1.0
    return known * ((light < DIM * usual).astype(int) - (light > LIT * usual))


def save(path: Path, labels: Labels) -> None:
    """Write labels in whole numbers."""
    planes = np.concatenate([labels.shares, labels.weight[None]])
    np.savez_compressed(path, planes=np.rint(255 * planes).astype(np.uint8), **labels.votes)


def load(path: Path) -> Labels:
    """Read what save() has written."""
    with np.load(path) as file:
        planes = file['planes'].astype(np.float32) / 255
        return Labels(planes[:3], planes[3], {name: file[name] for name in file.files if name != 'planes'})


def main(arguments: list[str]) -> None:
    """Make the labels of every image of the index."""
    parser = argparse.ArgumentParser(prog='training mask-labels', description=__doc__)
    parser.add_argument('--wheels', type=Path, required=True, help='folder of the wheels of ukis-csmask and sentle')
    parser.add_argument('--output', type=Path, default=Path('runs/mask_labels'))
    parser.add_argument('--root', default='', help='data folder; default $SAR2OPTICAL_DATA or ../shared/data')
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    csmask, sentle = CsMask(options.wheels), Sentle(options.wheels)
    options.output.mkdir(parents=True, exist_ok=True)
    images = read_images(read_index(options.root))
    for k, image in enumerate(images, 1):
        labels = vote(image, csmask(image), sentle(image))
        save(options.output / f'{image.id}.npz', labels)
        seen = labels.weight.sum()
        share = (labels.shares * labels.weight).sum(axis=(1, 2)) / max(seen, 1e-6)
        print(f'{k}/{len(images)} {image.id}: thick {share[0]:.2f} thin {share[1]:.2f} shadow {share[2]:.2f}, '
              f'{(labels.weight == 0).mean():.2f} ignored', flush=True)  # fmt: skip
