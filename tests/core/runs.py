"""One run of each request on a small place, with the usual values: what came out, and its report."""

from __future__ import annotations

from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.core.conftest import Place
from tests.core.series_place import SeriesPlace, write_series_model
from tests.makers import read


def translate(place: Place, model: str, **options):
    out = place.folder / f'out{len(list(place.folder.iterdir()))}.tif'
    report = SarToOptical(**{'input': place.s1, 'output': str(out), 'model': model, **options}).run()
    return out, report


def clean(place: Place, **options):
    """Return the layer without its clouds, its mask (rows, cols), and the report."""
    out, mask = place.folder / 'out.tif', place.folder / 'mask.tif'
    request = {
        'input': place.s2,
        'mask': place.scl,
        'output': str(out),
        'generated_mask': str(mask),
        'method': 'regression',
    }
    report = RemoveClouds(**{**request, **options}).run()
    return read(out), read(mask)[0], report


def compose(series: SeriesPlace, **options):
    """Return output, source and sigma of a composite, and its report."""
    paths = {role: str(series.folder / f'{role}.tif') for role in ('output', 'source', 'uncertainty')}
    request = {'inputs': series.inputs, 'masks': series.masks, 'dilate': 0, **paths}
    if options.get('method') == 'timegate' and 'model' not in options:
        request['model'] = write_series_model(series.folder / 'tiny.onnx')
    report = CloudFreeComposite(**{**request, **options}).run()
    return (*(read(path) for path in paths.values()), report)
