"""TerraMind as a generator (Jakubik et al. 2025): radar to Sentinel-2 or land cover, one draw a seed.

terratorch leaves what it finds no weights for random, tokenizers in silence: here a generator is whole or none.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.errors import InputError
from training.data.distilled import RANDOM, WEIGHTS
from training.networks.offline_weights import read_weights, sha256_of, take_weights
from training.networks.terramind_encoder import S2L2A, require_name, require_terratorch, statistics, unreachable

# What the tokenizer of ESRI's land cover was taught, in the order of its planes, and how each is drawn.
COVER = (
    ('no data', (0, 0, 0)), ('water', (26, 91, 171)), ('trees', (53, 130, 33)), ('flooded vegetation', (135, 209, 158)),
    ('crops', (255, 219, 92)), ('built area', (237, 2, 42)), ('bare ground', (237, 233, 228)),
    ('snow and ice', (242, 250, 255)), ('clouds', (200, 200, 200)), ('rangeland', (198, 173, 141)),
)  # fmt: skip
TOKENS = {'S2L2A': 'tok_sen2l2a@224', 'LULC': 'tok_lulc@224'}
PLANES = {'S2L2A': len(S2L2A), 'LULC': len(COVER)}


@dataclass(frozen=True)
class Weights:
    """Where weights come from: files with their sha256 ('': as FILE.sha256 beside tells), the hub, or nowhere."""

    checkpoint: str = ''
    tokenizer: str = ''
    checkpoint_sha256: str = ''
    tokenizer_sha256: str = ''
    random: bool = False

    def __post_init__(self) -> None:
        if self.random and (self.checkpoint or self.tokenizer):
            raise InputError('Weights cannot be random and from a file. Leave --random or the files out.')
        if bool(self.checkpoint) != bool(self.tokenizer):
            lacking = 'tokenizer' if self.checkpoint else 'checkpoint'
            raise InputError(
                f'The {lacking} is missing: its weights would stay random, and the picture mean nothing. Give '
                f'--{lacking} FILE as well; the model hub has it beside the other.'
            )

    @property
    def source(self) -> str:
        """Return what the output's metadata say of them."""
        return RANDOM if self.random else 'file' if self.checkpoint else 'hub'

    @property
    def sha256(self) -> str:
        """Return the sha256 of the checkpoint's file, '' without one."""
        return sha256_of(Path(self.checkpoint)) if self.checkpoint else ''


class Generator:
    """Decibels of VV and VH to what TerraMind draws of them, on a GPU where there is one."""

    def __init__(self, name: str, output: str, weights: Weights, steps: int = 10, draws: int = 1, seed: int = 0):
        """``output`` is S2L2A or LULC; ``steps``: of the diffusion that decodes S2L2A's tokens."""
        if draws < 1 or steps < 1:
            raise InputError('DRAWS and STEPS are at least 1.')
        require_name(name)
        require_terratorch()
        self.output, self.steps, self.draws, self.seed = output, steps, draws, seed
        self.device = 'cuda' if torch.cuda.is_available() else 'cpu'
        self.mean_db = statistics('S1GRD')[0].flatten()
        self.name, self.weights = name, weights
        self.model = build(name, output, weights).eval().to(self.device)

    @property
    def method(self) -> str:
        """Return what the outputs' metadata say of how they were made."""
        return f'TerraMind, {self.output}, mean of {self.draws} draws from seed {self.seed}, {self.steps} steps'

    @property
    def items(self) -> dict[str, str]:
        """Return the outputs' metadata of the model."""
        return {'MODEL': self.name, WEIGHTS: self.weights.source, 'MODEL_SHA256': self.weights.sha256}

    @property
    def decisions(self) -> list[str]:
        """Return what must be told with every output."""
        nothing = 'The weights are random: the output shows that the machinery runs, and nothing of the ground.'
        return [nothing] if self.weights.source == RANDOM else []

    @property
    def planes(self) -> int:
        """Return how many planes come out: of S2L2A the mean, then with more than one draw the spread."""
        return PLANES[self.output] * (2 if self.output == 'S2L2A' and self.draws > 1 else 1)

    @torch.no_grad()
    def __call__(self, decibel: Tensor) -> Tensor:
        """Return (N, planes, H, W) of dB (N, 2, H, W), nan where H and W 224.

        Mean and spread of reflectance x 10000, or the mean probability of each class of COVER.
        """
        unknown = self.mean_db.to(decibel.device).view(1, 2, 1, 1)
        decibel = torch.where(torch.isfinite(decibel), decibel, unknown).to(self.device)
        drawn = torch.stack([self._draw(decibel, self.seed + number) for number in range(self.draws)])
        if self.output == 'LULC':
            return drawn.softmax(2).mean(0)
        mean = drawn.mean(0)
        return mean if self.draws == 1 else torch.cat((mean, drawn.std(0)), 1)

    def _draw(self, decibel: Tensor, seed: int) -> Tensor:
        random.seed(seed)  # of the tokens' order
        torch.manual_seed(seed)  # of the diffusion's noise
        return self.model({'S1GRD': decibel.clone()}, timesteps=self.steps)[self.output].float()


def build(name: str, output: str, weights: Weights) -> nn.Module:
    """Return terratorch's generator with all weights of the model and of the tokenizer; else raise InputError."""
    from terratorch.registry import FULL_MODEL_REGISTRY

    if output not in TOKENS:
        raise InputError(f'TerraMind is not asked for {output} here. Take {" or ".join(TOKENS)}.')
    try:
        model = FULL_MODEL_REGISTRY.build(
            f'{name}_generate', pretrained=weights.source == 'hub', modalities=['S1GRD'], output_modalities=[output],
            standardize=True,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise unreachable(f'{name} and its tokenizer', error) from error
    if set(model.tokenizer) != {TOKENS[output]}:
        raise InputError(f'This terratorch has no tokenizer of {output}. Install the one that "make terramind" does.')
    if weights.checkpoint:
        state = read_weights(weights.checkpoint, weights.checkpoint_sha256)
        take_weights(model.sampler.model, state, weights.checkpoint)
        state = read_weights(weights.tokenizer, weights.tokenizer_sha256)
        take_weights(model.tokenizer[TOKENS[output]], state, weights.tokenizer)
    return model
