"""TimeGate with TerraMind: the gates' aggregate of any number of dates through a foundation model, as a residual.

The encoder gets no raw dates but their aggregate as S2L2A, and the radar of the target date beside it as S1GRD. Of
TerraMind's twelve bands the networks' ten lack B01 and B09: these, and what a layer lacks, are its mean. A decoder
makes a residual of the tokens, times a learned gamma that starts at zero: a new network is its aggregate.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn

from sar2optical_qgis.core.names import S2_BANDS
from training.networks.gates import Gates
from training.networks.terramind import WIDTHS, Decoder
from training.networks.terramind_encoder import S2L2A, WINDOW, Encoder
from training.networks.timegate import CHANGE, LOG_SIGMA_RANGE, SMALLEST


class TimeGateTerraMind(Gates):
    """Entries (N, dates, planes, H, W) to mean and log-sigma (N, bands, H, W); H and W multiples of ``window``.

    ``radar``: whether the encoder has the modality S1GRD at all. Other options as of Encoder.
    """

    def __init__(
        self,
        planes: int,
        bands: int,
        width: int = 32,
        encoder: str = 'terramind_v1_base',
        pretrained: bool = True,
        weights: str = '',
        sha256: str = '',
        tuning: Literal['frozen', 'lora', 'whole'] = 'frozen',
        radar: bool = True,
        window: int = WINDOW,
    ):
        super().__init__(planes, bands, width)
        self.stride, self.radar = window, radar
        modalities = ['S2L2A', 'S1GRD'] if radar else ['S2L2A']
        self.encoder = Encoder(encoder, modalities, pretrained, weights, sha256, tuning, window)
        self.decoder = Decoder(self.encoder.dimension)
        self.head = nn.Conv2d(WIDTHS[-1] + 2 * bands + 1, 2 * bands, 3, padding=1)
        self.gamma = nn.Parameter(torch.zeros(1))
        self.register_buffer('place', torch.tensor([S2L2A.index(band) for band in S2_BANDS]), persistent=False)

    def forward(self, series: Tensor) -> tuple[Tensor, Tensor]:
        b = self.bands
        weights, beyond, _ = self.gates(series)
        base, sigma = series[:, 0, :b].float(), series[:, 0, b : 2 * b].float()
        aggregate = base + (weights * beyond).sum(1)
        seen, clear = series[:, 1, b : 2 * b], series[:, 1, 2 * b : 2 * b + 1]
        tokens = self.encoder(*self.modalities(aggregate, base, series[:, 1]))
        features = torch.cat((self.decoder(tokens), aggregate, seen, clear), 1)
        residual, change = self.head(features).float().split(b, 1)
        log_sigma = sigma.clamp_min(SMALLEST).log() + CHANGE * torch.tanh(self.gamma * change)
        return aggregate + self.gamma * residual, log_sigma.clamp(*LOG_SIGMA_RANGE)

    def modalities(self, aggregate: Tensor, base: Tensor, target: Tensor) -> tuple[dict, dict]:
        """Return the encoder's images by modality and where they are known; ``target``: the target date's entry."""
        n, b, rows, cols = aggregate.shape
        twelve = aggregate.new_zeros(n, len(S2L2A), rows, cols)
        inside = base.amax(1, keepdim=True) > 0
        has = (inside & (base.amax((2, 3), keepdim=True) > 0)).to(aggregate.dtype)
        images = {'S2L2A': twelve.index_copy(1, self.place, aggregate * 1e4)}
        known = {'S2L2A': twelve.index_copy(1, self.place, has)}
        if self.radar:
            backscatter = target[:, 2 * b + 2 : 2 * b + 4]
            images['S1GRD'] = backscatter * 10.0 - 15.0
            known['S1GRD'] = (backscatter != 0).to(aggregate.dtype) * target[:, 2 * b + 4 : 2 * b + 5]
        return images, known
