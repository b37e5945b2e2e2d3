"""sar2optical:assess, how far a generated raster is off a reference: numbers, a JSON and an HTML report."""

from __future__ import annotations

from typing import ClassVar

from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterFileDestination,
)

from ..core.assess import report
from ..core.assess.assessment import MEASURES, Assess
from ..core.errors import Cancelled, Sar2OpticalError
from ..host import gdal_exceptions
from ._base import tr
from ._generating import GeneratingAlgorithm
from ._parameters import explain, number_out, raster, text_out

NAMES = {
    'PSNR': 'Peak signal-to-noise ratio (dB)',
    'SSIM': 'Structural similarity',
    'SAM': 'Spectral angle (degrees)',
    'MAE': 'Mean absolute error',
    'RMSE': 'Root mean square error',
    'NDVI_MAE': 'Mean absolute error of the NDVI',
}


class AssessAlgorithm(GeneratingAlgorithm):
    NAME = 'assess'
    TITLE = 'Assess quality'
    GROUP = ('tools', 'Tools')
    TAGS = ('quality', 'accuracy', 'psnr', 'ssim', 'sam', 'mae', 'ndvi', 'report', 'validation', 'comparison')
    ICON = 'assess.svg'
    SUMMARY = 'Compares a generated layer with a reference: numbers by band and area, and a report with pictures.'
    HELP = (
        'Measures how far a generated layer is off a reference, such as a clear image of the same days: PSNR, '
        'SSIM, spectral angle, mean absolute error, RMSE and the error of the NDVI, for each band, over all pixels '
        'and, where MASK is given, over the generated and the kept pixels apart.\n\n'
        'Bands are compared by their descriptions, else in their order; reflectance, or '
        'pictures as pictures. The reference is resampled onto the grid of the generated layer.\n\n'
        'The numbers are outputs of the algorithm and in METRICS (JSON). The report shows both layers, where they '
        'differ, a scatter plot, histograms and, with UNCERTAINTY, whether the predicted errors were right.'
    )
    REMEDIES: ClassVar = {
        'GENERATED': 'Choose a result of this plugin, or any raster to be assessed.',
        'REFERENCE': 'Choose a raster that shows the truth, such as a clear image of the same days.',
        'MASK': 'Choose the MASK of the same run (1 = generated), or leave MASK empty.',
        'UNCERTAINTY': 'Choose the UNCERTAINTY of the same run, or leave UNCERTAINTY empty.',
    }

    def initAlgorithm(self, configuration=None):
        self.addParameter(raster('GENERATED', 'Generated layer', 'What is to be assessed; its grid is the one used.'))
        self.addParameter(raster('REFERENCE', 'Reference layer', 'What is taken as the truth, in any grid and CRS.'))
        self.addParameter(
            raster('MASK', 'Generated pixels', 'The MASK of "Remove clouds": 1 = generated, 0 = kept.', optional=True)
        )
        self.addParameter(
            raster('UNCERTAINTY', 'Uncertainty', 'The UNCERTAINTY of the same run, in its units.', optional=True)
        )
        page = QgsProcessingParameterFileDestination(
            'REPORT', 'Report', 'HTML files (*.html)', optional=True, createByDefault=True
        )
        self.addParameter(explain(page, 'An HTML page with tables, pictures and plots.'))
        numbers = QgsProcessingParameterFileDestination(
            'METRICS', 'Metrics', 'JSON files (*.json)', optional=True, createByDefault=False
        )
        self.addParameter(explain(numbers, 'All numbers by area and band, as JSON.'))
        for name, description in NAMES.items():
            self.addOutput(number_out(name, description))
        self.addOutput(number_out('PIXELS', 'Pixels that were compared'))
        self.addOutput(text_out('AREA', 'Area of these numbers: all pixels, or the generated ones'))
        self.addOutput(text_out('SCORES', 'All numbers by area and band, as JSON.'))

    def prepareAlgorithm(self, parameters, context, feedback):
        layers = {name: self.source(parameters, name, context) for name in self.REMEDIES}
        self._request = Assess(*(layers[name][1] for name in self.REMEDIES))
        self._names = layers['GENERATED'][0].name(), layers['REFERENCE'][0].name()
        return True

    def processAlgorithm(self, parameters, context, feedback):
        try:
            with gdal_exceptions():
                findings = self._request.run(lambda share: feedback.setProgress(100.0 * share), feedback.isCanceled)
                page = report.page(findings, *self._names, tr)
        except Cancelled:
            return {}
        except Sar2OpticalError as error:
            raise QgsProcessingException(str(error)) from error
        area = 'generated' if findings.scores.get('generated', {}).get('pixels') else 'all'
        scores = findings.scores[area]
        for line in (*findings.decisions, *(f'{tr(NAMES[m])}: {scores[m]}' for m in MEASURES)):
            feedback.pushInfo(line)
        results = {name: scores[name] for name in MEASURES if scores[name] is not None}
        metrics = report.metrics_json(findings)
        results.update(PIXELS=scores['pixels'], AREA=area, SCORES=metrics)
        for name, content in (('REPORT', page), ('METRICS', metrics)):
            path = self.parameterAsFileOutput(parameters, name, context)
            if path:
                _write(path, content, name)
                results[name] = path
        return results


def _write(path, content, name):
    try:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(content)
    except OSError as error:
        raise QgsProcessingException(
            f'{name} cannot be written to {path} ({error.strerror}). Choose a folder that you may write to.'
        ) from error
