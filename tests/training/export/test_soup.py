"""Two checkpoints as one: weights between them, and no mixing of different networks."""

from __future__ import annotations

import pytest
import torch

from sar2optical_qgis.core.errors import ModelError
from training.export.soup import main, mixed


def test_weights_lie_between_the_two_and_counters_are_the_later_ones(tmp_path):
    early, late = ({'state_dict': {'w': torch.full((2,), v), 'n': torch.tensor(k)}} for v, k in ((0.0, 1), (1.0, 9)))
    soup = mixed(early, late, 0.6)
    assert torch.allclose(soup['state_dict']['w'], torch.tensor(0.6)) and int(soup['state_dict']['n']) == 9
    for name, checkpoint in (('a', early), ('b', late)):
        torch.save(checkpoint, tmp_path / f'{name}.ckpt')
    main([str(tmp_path / 'a.ckpt'), str(tmp_path / 'b.ckpt'), '--share', '0.5', '--output', str(tmp_path / 's.ckpt')])
    assert torch.load(tmp_path / 's.ckpt', weights_only=True)['state_dict']['w'][0] == 0.5


def test_different_networks_are_refused():
    one, other = ({'state_dict': {'w': torch.zeros(n)}} for n in (2, 3))
    with pytest.raises(ModelError, match='different networks'):
        mixed(one, other, 0.5)
