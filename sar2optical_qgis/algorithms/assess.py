"""sar2optical:assess, how far a generated raster is off a reference: numbers, a JSON and an HTML report."""

from __future__ import annotations

from qgis.core import QgsProcessingException

from ..core.assess import report
from ..core.assess.description import DESCRIPTION
from ..core.assess.sums import MEASURES
from ..core.errors import Cancelled, Sar2OpticalError
from ..host import gdal_exceptions
from ._base import tr
from ._described import DescribedAlgorithm
from ._parameters import number_out, text_out

NAMES = {
    'PSNR': 'Peak signal-to-noise ratio (dB)',
    'SSIM': 'Structural similarity',
    'SAM': 'Spectral angle (degrees)',
    'MAE': 'Mean absolute error',
    'RMSE': 'Root mean square error',
    'NDVI_MAE': 'Mean absolute error of the NDVI',
}


class AssessAlgorithm(DescribedAlgorithm):
    DESCRIPTION = DESCRIPTION
    ICON = 'assess.svg'

    def add_reports(self):
        for name, description in NAMES.items():
            self.addOutput(number_out(name, description))
        self.addOutput(number_out('PIXELS', 'Pixels that were compared'))
        self.addOutput(text_out('AREA', 'Area of these numbers: all pixels, or the generated ones'))
        self.addOutput(text_out('SCORES', 'All numbers by area and band, as JSON.'))

    def prepareAlgorithm(self, parameters, context, feedback):
        self._request = self.request_from(parameters, context)
        self._names = tuple(self.source(parameters, name, context)[0].name() for name in ('GENERATED', 'REFERENCE'))
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
