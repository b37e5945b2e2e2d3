"""Weights from a file: only those that were asked for, and all of them."""

from __future__ import annotations

import pytest
import torch

from sar2optical_qgis.core.errors import InputError, ModelError
from training.networks.offline_weights import read_weights, sha256_of, take_weights


@pytest.fixture
def file(tmp_path):
    """The weights of a linear layer in a file."""
    path = tmp_path / 'linear.pt'
    torch.save(torch.nn.Linear(3, 2).state_dict(), path)
    return path


def test_the_right_sha256_opens_a_file(file):
    for digest in (sha256_of(file), sha256_of(file).upper()):
        assert set(read_weights(str(file), digest)) == {'weight', 'bias'}


def test_what_sha256sum_writes_beside_a_file_counts(file):
    (file.parent / 'linear.pt.sha256').write_text(f'{sha256_of(file)}  linear.pt\n')
    assert set(read_weights(str(file))) == {'weight', 'bias'}


def test_a_file_that_nobody_vouches_for_is_not_read(file):
    with pytest.raises(InputError, match=f'Compare {sha256_of(file)}'):
        read_weights(str(file))


def test_another_file_than_was_told_is_refused(file):
    with pytest.raises(InputError, match='not abc'):
        read_weights(str(file), 'abc')


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r'none\.pt do not exist'):
        read_weights(str(tmp_path / 'none.pt'), 'abc')


def test_a_file_that_holds_no_weights_is_told_so(tmp_path):
    path = tmp_path / 'page.pt'
    path.write_text('<html>not found</html>')
    with pytest.raises(ModelError, match='holds no weights'):
        read_weights(str(path), sha256_of(path))


def test_a_module_gets_all_of_its_weights_or_none():
    module, other = torch.nn.Linear(3, 2), torch.nn.Linear(3, 2)
    take_weights(module, {**other.state_dict(), 'more': torch.zeros(1)}, 'x.pt')
    assert torch.equal(module.weight, other.weight)
    with pytest.raises(ModelError, match='lacks 1 of 2 weights, such as bias'):
        take_weights(module, {'weight': other.weight, 'bias': torch.zeros(3)}, 'x.pt')
