"""Masks that nothing but their order gives to the dates, in the right order and in another."""

from __future__ import annotations

import shutil

import pytest

from tests.core.runs import compose


@pytest.mark.parametrize(
    ('order', 'named'), [((0, 1, 2, 3, 4), ''), ((1, 0, 2, 3, 4), '1, 2'), ((0, 3, 1, 2, 4), '2, 3, 4')]
)
def test_masks_in_another_order_than_their_dates_are_told(series, order, named):
    rows, cols = series.classes[0].shape[1:]
    for k, classes in enumerate(series.classes):
        classes[:] = 4
        classes[:, k * rows // 5 : (k + 1) * rows // 5, : cols - 3 * k] = 9
    names = 'ledge', 'cliff', 'brook', 'fells', 'heath'
    masks = [shutil.copy(series.masks[k], series.folder / f'{name}.tif') for k, name in zip(order, names)]
    decisions = compose(series, masks=tuple(map(str, masks)))[3].decisions
    told = [sentence for sentence in decisions if 'seem to be in another order' in sentence]
    assert [f'INPUTS {named} lie' in sentence for sentence in told] == ([True] if named else [])
