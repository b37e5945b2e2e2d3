"""A composite reads no date where its mask hides all: most of the time goes into reading."""

from __future__ import annotations

import pytest

from sar2optical_qgis.core.composite.request import METHODS, CloudFreeComposite
from sar2optical_qgis.core.sentinel.sentinel2 import CloudyImage
from tests.core.series_place import make_series, write_series_model


def test_dates_that_are_wholly_hidden_are_not_read(series, monkeypatch):
    series.classes[2][:] = 9
    seen, original = [], CloudyImage.read
    model = write_series_model(series.folder / 'tiny.onnx')

    def counted(image, *window):
        seen.append(image.raster.name)
        return original(image, *window)

    inputs, masks = series.inputs, series.masks
    CloudFreeComposite(inputs, masks, str(series.folder / 'o.tif'), s2_offset='none').run()
    monkeypatch.setattr(CloudyImage, 'read', counted)
    for method in METHODS:
        options = {'model': model} if method == 'timegate' else {}
        CloudFreeComposite(
            inputs, masks, str(series.folder / 'o.tif'), s2_offset='none', method=method, **options
        ).run()
    assert 's2_2024-05-06.tif' in seen and 's2_2024-05-01.tif' not in seen


@pytest.mark.parametrize('method', METHODS)
def test_a_date_is_read_in_no_window_in_which_its_mask_hides_all(tmp_path, monkeypatch, method):
    series = make_series(tmp_path, size=600)
    series.classes[2][..., :300] = 9
    series.classes[3][:, 300:] = 9
    read_as_before, read_where, in_vain = CloudyImage.read, {}, []

    def counted(image, *window):
        read_where.setdefault(image.raster.name, set()).add(window)
        if image.read_mask(*window).all():
            in_vain.append((image.raster.name, window))
        return read_as_before(image, *window)

    options = {'model': write_series_model(tmp_path / 'tiny.onnx')} if method == 'timegate' else {}
    request = CloudFreeComposite(
        series.inputs, series.masks, str(tmp_path / 'o.tif'), s2_offset='none', method=method, tile_size=256, **options
    )
    monkeypatch.setattr(CloudyImage, 'read', counted)
    request.run()
    assert not [name for name, _ in in_vain if name != 's2_2024-05-26.tif']  # the target's raw pixels are its own
    assert read_where['s2_2024-05-01.tif'] and all(
        col + width > 300 for _, col, _, width in read_where['s2_2024-05-01.tif']
    )
