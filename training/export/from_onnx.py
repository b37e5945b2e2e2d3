"""The weights of an exported model back in torch, to go on from: a shipped model, fine-tuned on one's own region."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from sar2optical_qgis.core.errors import ModelError
from training.networks.backbone import folded

HALF = '_half'  # how export names weights that it stores as float16


def read_weights(path: Path, network: nn.Module) -> dict[str, Tensor]:
    """Return the state of ``folded(network)`` that the ONNX file holds, its sigma calibrated as the file's.

    Raises ModelError where the file holds the weights of another network.
    """
    if not path.is_file():
        raise ModelError(f'The model {path} does not exist. Give an ONNX file that "python -m training export" made.')
    stored = {}
    for weight in onnx.load(str(path)).graph.initializer:
        values = torch.from_numpy(onnx.numpy_helper.to_array(weight).copy()).float()
        stored[weight.name[: -len(HALF)] if weight.name.endswith(HALF) else weight.name] = values
    state = {}
    for key, value in folded(network).state_dict().items():
        found = [v for name, v in stored.items() if name.endswith(f'network.{key}') and v.shape == value.shape]
        if len(found) != 1:
            raise ModelError(f'{path} holds the weights of another network: it has no {key} of {tuple(value.shape)}.')
        state[key] = found[0]
    if 'log_sigma.bias' in state:  # a network whose sigma is a distribution's has none of its own
        state['log_sigma.bias'] += stored['temperature'].flatten().log()
    return state


def continued(network: nn.Module, path: Path) -> nn.Module:
    """Return the network with the weights of an exported model. Its norms are folded: they stay as they were."""
    result = folded(network).train()
    result.load_state_dict(read_weights(path, network))
    return result
