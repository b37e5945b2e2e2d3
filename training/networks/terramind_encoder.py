"""TerraMind's encoder (Jakubik et al. 2025) through terratorch: images of its modalities to a grid of tokens.

It was taught on pictures of 224 pixels and looks at all of one at once: a larger one is cut into windows of that size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.errors import InputError, RuntimeMissingError
from training.networks.offline_weights import read_weights, take_weights

NAMES = tuple(f'terramind_v1_{size}' for size in ('tiny', 'small', 'base', 'large'))
PATCH, WINDOW = 16, 224  # pixels of a token, and of a picture as TerraMind was taught
MODALITIES = {'S1GRD': 'untok_sen1grd@224', 'S2L2A': 'untok_sen2l2a@224'}  # decibels of VV, VH; reflectance x 10000
S2L2A = ('B01', 'B02', 'B03', 'B04', 'B05', 'B06', 'B07', 'B08', 'B8A', 'B09', 'B11', 'B12')
LORA_RANK = 8
LINES = r'encoder\.\d+\.attn\.(qkv|proj)'  # where LoRA adds its matrices


def require_terratorch() -> None:
    """Raise RuntimeMissingError with the remedy where terratorch cannot be imported.

    Importing it makes single precision that of bfloat16 in every product of matrices of this process (its Clay model
    asks for that): 4e-3 of a token, and so much between torch and the exported file, which is exact. It is put right.
    """
    try:
        import terratorch  # noqa: F401
    except ImportError as error:
        raise RuntimeMissingError(
            f'TerraMind needs terratorch ({error}). "make terramind" makes an environment with it, for Python 3.10 or '
            'later; or: pip install terratorch torchvision peft.'
        ) from error
    torch.set_float32_matmul_precision('highest')


def statistics(modality: str) -> tuple[Tensor, Tensor]:
    """Return mean and spread (1, bands, 1, 1) of a modality, by which TerraMind's input is standardised."""
    from terratorch.models.backbones.terramind.model import terramind_register as register

    tables = register.v1_pretraining_mean, register.v1_pretraining_std
    mean, spread = (torch.tensor(table[MODALITIES[modality]]).view(1, -1, 1, 1) for table in tables)
    return mean, spread


def build(name: str, modalities: Sequence[str], pretrained: bool, weights: str, sha256: str) -> nn.Module:
    """Return terratorch's encoder ``name``, its weights from the file ``weights``, else the hub, else random ones."""
    require_terratorch()
    require_name(name)
    from terratorch.registry import BACKBONE_REGISTRY

    try:
        encoder = BACKBONE_REGISTRY.build(name, pretrained=pretrained and not weights, modalities=list(modalities))
    except (OSError, ValueError) as error:
        raise unreachable(name, error) from error
    if weights:
        take_weights(encoder, read_weights(weights, sha256), weights)
    return encoder


def require_name(name: str) -> None:
    """Raise InputError where a name is none of TerraMind's models."""
    if name not in NAMES:
        raise InputError(f'TerraMind has no model {name}. Take one of {", ".join(NAMES)}.')


def unreachable(name: str, error: Exception) -> InputError:
    """Return what to tell where the hub gave no weights."""
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    return InputError(
        f'The weights of {name} cannot be had from the model hub ({reason}). Download them elsewhere and give the '
        'file, or ask for random ones, which know nothing.'
    )


class Encoder(nn.Module):
    """Images by modality (N, bands, H, W) to tokens (N, dimension, H / 16, W / 16); H, W multiples of ``window``.

    ``tuning``: ``frozen`` keeps the encoder as it came, ``lora`` adds small matrices to its attention (needs peft),
    ``whole`` teaches all of it. ``weights``: an offline copy of the pretrained ones, with its sha256.
    """

    def __init__(
        self,
        name: str,
        modalities: Sequence[str],
        pretrained: bool = True,
        weights: str = '',
        sha256: str = '',
        tuning: Literal['frozen', 'lora', 'whole'] = 'whole',
        window: int = WINDOW,
    ):
        super().__init__()
        if window < PATCH or window % PATCH:
            raise InputError(f'A window of {window} pixels holds no whole patches of {PATCH}. Choose a multiple of it.')
        self.window, self.modalities = window, tuple(modalities)
        self.encoder = build(name, modalities, pretrained, weights, sha256)
        self.dimension = self.encoder.out_channels[-1]
        for modality in modalities:
            for key, values in zip(('mean', 'spread'), statistics(modality)):
                self.register_buffer(f'{modality}_{key}', values)
        self.encoder.requires_grad_(tuning == 'whole')
        if tuning == 'lora':
            _add_lora(self.encoder)

    def forward(self, images: dict[str, Tensor], known: dict[str, Tensor]) -> Tensor:
        """``known`` (N, 1 or bands, H, W): 1 where an image holds data; the modality's mean stands for the rest.

        Standardised, the mean is 0, and what is 0 adds nothing to a patch: as if its band had been left out.
        """
        standard = {}
        for modality in self.modalities:
            mean, spread = (getattr(self, f'{modality}_{key}') for key in ('mean', 'spread'))
            standard[modality] = self._windows((images[modality] - mean) / spread * known[modality])
        rows, cols = (size // self.window for size in images[self.modalities[0]].shape[-2:])
        side = self.window // PATCH
        tokens = self.encoder(standard)[-1].reshape(-1, rows, cols, side, side, self.dimension)
        return tokens.permute(0, 5, 1, 3, 2, 4).reshape(-1, self.dimension, rows * side, cols * side)

    def _windows(self, x: Tensor) -> Tensor:
        """Return the windows of a picture as a batch, row by row."""
        n, bands, rows, cols = x.shape
        side = self.window
        x = x.reshape(n, bands, rows // side, side, cols // side, side).permute(0, 2, 4, 1, 3, 5)
        return x.reshape(-1, bands, side, side)


def _add_lora(encoder: nn.Module) -> None:
    """Add matrices of low rank to the attention (Hu et al. 2021), which alone learn."""
    try:
        from peft import LoraConfig, inject_adapter_in_model
    except ImportError as error:
        raise RuntimeMissingError(f'LoRA needs peft ({error}). Install it with: pip install peft.') from error
    inject_adapter_in_model(LoraConfig(r=LORA_RANK, lora_alpha=2 * LORA_RANK, target_modules=LINES), encoder)
