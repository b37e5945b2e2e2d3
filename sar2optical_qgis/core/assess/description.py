"""What an assessment takes and gives."""

from __future__ import annotations

from ..description import Description, Output, choice, raster
from ..sentinel.radiometry import S2_OFFSETS
from .assessment import Assess

DESCRIPTION = Description(
    id='assess',
    title='Assess quality',
    summary='Compares a generated layer with a reference: numbers by band and area, and a report with pictures.',
    help=(
        'Measures how far a generated layer is off a reference, such as a clear image of the same days: PSNR, '
        'SSIM, spectral angle, mean absolute error, RMSE and the error of the NDVI, for each band, over all pixels '
        'and, where MASK is given, over the generated and the kept pixels apart.\n\n'
        'Bands are compared by their descriptions, else in their order; reflectance, or '
        'pictures as pictures. The reference is resampled onto the grid of the generated layer.\n\n'
        'The numbers are outputs of the algorithm and in METRICS (JSON). The report shows both layers, where they '
        'differ, a scatter plot, histograms and, with UNCERTAINTY, whether the predicted errors were right.'
    ),
    group=('tools', 'Tools'),
    tags=('quality', 'accuracy', 'psnr', 'ssim', 'sam', 'mae', 'ndvi', 'report', 'validation', 'comparison'),
    request=Assess,
    parameters=(
        raster(
            'GENERATED',
            'Generated layer',
            'What is to be assessed; its grid is the one used.',
            remedy='Choose a result of this plugin, or any raster to be assessed.',
        ),
        raster(
            'REFERENCE',
            'Reference layer',
            'What is taken as the truth, in any grid and CRS.',
            remedy='Choose a raster that shows the truth, such as a clear image of the same days.',
        ),
        raster(
            'MASK',
            'Generated pixels',
            'The MASK of "Remove clouds": 1 = generated, 0 = kept.',
            optional=True,
            remedy='Choose the MASK of the same run (1 = generated), or leave MASK empty.',
        ),
        raster(
            'UNCERTAINTY',
            'Uncertainty',
            'The UNCERTAINTY of the same run, in its units.',
            optional=True,
            remedy='Choose the UNCERTAINTY of the same run, or leave UNCERTAINTY empty.',
        ),
        choice(
            'S2_OFFSET',
            'Offset of the Sentinel-2 values',
            S2_OFFSETS,
            Assess.s2_offset,
            'auto = told from the values; the log says what was decided. none = reflectance, or '
            'reflectance x 10000. -1000 = digital numbers of processing baseline 04.00 and later.',
            advanced=True,
        ),
    ),
    outputs=(
        Output('REPORT', 'Report', 'An HTML page with tables, pictures and plots.', 'html', is_default=True),
        Output('METRICS', 'Metrics', 'All numbers by area and band, as JSON.', 'json'),
    ),
)
