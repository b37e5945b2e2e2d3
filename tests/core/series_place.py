"""A small place on several dates as files: fields that change their colour, a cloud that moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx

from sar2optical_qgis.core.composite.timegate_inputs import CHANNELS
from sar2optical_qgis.core.model.card import ModelCard
from sar2optical_qgis.core.names import S2_BANDS
from tests.makers import write_raster

BANDS = ('B02', 'B03', 'B04', 'B08')
DAYS = ('2024-04-01', '2024-04-11', '2024-05-01', '2024-05-06', '2024-05-26')


@dataclass
class SeriesPlace:
    """Truth and classes by date; files are written when asked for."""

    folder: Path
    clear: list[np.ndarray]  # uint16 (4, rows, cols)
    classes: list[np.ndarray]  # uint8 (1, rows, cols), SCL
    days: tuple[str, ...] = DAYS
    options: dict = field(default_factory=dict)  # of single inputs: {number: arguments of write_raster}

    def cloudy(self, k: int) -> np.ndarray:
        cloud = 7000 + np.arange(len(self.clear[k]))[:, None, None]  # no band is as bright as another
        return np.where(self.classes[k] == 9, cloud, self.clear[k]).astype(self.clear[k].dtype)

    @property
    def inputs(self) -> tuple[str, ...]:
        options = {'descriptions': BANDS, 'nodata': 0}
        return tuple(
            write_raster(self.folder / f's2_{day}.tif', self.cloudy(k), **{**options, **self.options.get(k, {})})
            for k, day in enumerate(self.days)
        )

    @property
    def masks(self) -> tuple[str, ...]:
        return tuple(
            write_raster(self.folder / f'scl_{day}.tif', classes) for day, classes in zip(self.days, self.classes)
        )


def write_series_model(path: Path, added: float = 0.0, name: str = 'tiny', channels: tuple[str, ...] = CHANNELS) -> str:
    """A network of series after the card convention: mean = the estimate that it got + ``added``, sigma = 0.05."""
    count = len(S2_BANDS)
    numbers = {'first': [0], 'start': [0], 'end': [count], 'axis': [1]}
    constants = [onnx.numpy_helper.from_array(np.array(v, np.int64), k) for k, v in numbers.items()]
    constants += [
        onnx.numpy_helper.from_array(np.float32(v), k) for k, v in (('more', added), ('no', 0), ('doubt', 0.05))
    ]
    nodes = [
        onnx.helper.make_node('Gather', ['input', 'first'], ['one'], axis=1),
        onnx.helper.make_node('Squeeze', ['one', 'axis'], ['entry']),
        onnx.helper.make_node('Slice', ['entry', 'start', 'end', 'axis'], ['says']),
        onnx.helper.make_node('Add', ['says', 'more'], ['mean']),
        onnx.helper.make_node('Mul', ['says', 'no'], ['zero']),
        onnx.helper.make_node('Add', ['zero', 'doubt'], ['sigma']),
    ]

    def value(title: str, *shape):
        return onnx.helper.make_tensor_value_info(title, onnx.TensorProto.FLOAT, shape)

    inputs = [value('input', 'n', 'dates', len(channels), 'h', 'w')]
    graph = onnx.helper.make_graph(
        nodes, 'tiny', inputs, [value(t, 'n', count, 'h', 'w') for t in ('mean', 'sigma')], constants
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid('', 17)], ir_version=8)
    card = ModelCard(name, 'series', channels, S2_BANDS, 'reflectance', stride=8, halo=8, tile=256)
    onnx.helper.set_model_props(model, card.to_metadata())
    onnx.save(model, str(path))
    return str(path)


def make_series(folder: Path, size: int = 96, seed: int = 5) -> SeriesPlace:
    """Return five dates of fields of 12 pixels whose two crops grow and fade, each date with a cloud of its own."""
    rng = np.random.default_rng(seed)
    blocks = -(-size // 12)
    level, crop = (
        np.kron(v, np.ones((12, 12)))[:size, :size]
        for v in (rng.uniform(0, 1, (blocks, blocks)), rng.integers(0, 2, (blocks, blocks)))
    )
    gains = np.array([300.0, 500.0, 700.0, 1800.0])[:, None, None]
    place = SeriesPlace(folder, [], [])
    for k in range(len(DAYS)):
        season = np.where(crop == 1, 0.4 + 0.3 * k, 1.6 - 0.3 * k)
        noise = rng.normal(0, 8, (4, size, size))
        place.clear.append((300 + gains * level * season + noise).clip(1).astype(np.uint16))
        classes = np.full((1, size, size), 4, np.uint8)
        row, col = (17 * k) % (size - 30), (23 * k) % (size - 30)
        classes[:, row : row + 28, col : col + 28] = 9
        place.classes.append(classes)
    return place
