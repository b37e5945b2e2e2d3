"""The CNN encoder-decoder of an earlier cloud remover: three steps down, three up, no way around the bottleneck."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor, nn

from training.networks.constant_sigma import ConstantSigma


class EncoderDecoder(nn.Module):
    """Planes (N, in_channels, H, W) to mean and log-sigma (N, out_channels, H, W); H, W multiples of ``stride``."""

    def __init__(self, in_channels: int, out_channels: int, widths: Sequence[int] = (64, 128, 256)):
        super().__init__()
        self.stride = 2 ** len(widths)
        layers: list[nn.Module] = []
        for a, b in zip([in_channels, *widths], widths):
            layers += [nn.Conv2d(a, b, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        back = list(reversed(widths))
        for a, b in zip(back, [*back[1:], widths[0]]):
            layers += [nn.ConvTranspose2d(a, b, 2, 2), nn.ReLU(), nn.Conv2d(b, b, 3, padding=1), nn.ReLU()]
        self.layers = nn.Sequential(*layers)
        self.head = nn.Conv2d(widths[0], out_channels, 3, padding=1)
        self.sigma = ConstantSigma(out_channels)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.sigma(self.head(self.layers(x)).float())
