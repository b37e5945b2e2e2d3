"""sar2optical:environment, what this installation can do: versions, devices that load, models, the install line."""

from __future__ import annotations

import html
import json
import os
from dataclasses import asdict

from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterFileDestination,
)

from ..core.errors import ModelError
from ..core.machine import matmul
from ..core.model import installation, network, registry
from ..core.raster import codecs
from ..host import versions
from ._base import Sar2OpticalAlgorithm, tr
from ._parameters import explain, number_out, text_out

OUTPUTS = {
    'VERSION': 'Version of SAR2Optical',
    'QGIS': 'Version of QGIS',
    'PYTHON': 'Version of Python',
    'GDAL': 'Version of GDAL',
    'NUMPY': 'Version of numpy',
    'BLAS': 'What numpy multiplies matrices with',
    'CODECS': 'Codecs that GDAL reads',
    'ONNXRUNTIME': 'Version of onnxruntime, or why it cannot be used',
    'SYSTEM': 'Operating system and processors',
    'PROVIDERS': 'Execution providers that really load',
    'INSTALL': 'Line that installs onnxruntime for this Python',
    'MODELS': 'Shipped models with hashes and cards (JSON)',
}


class EnvironmentAlgorithm(Sar2OpticalAlgorithm):
    NAME = 'environment'
    TITLE = 'Environment'
    GROUP = ('tools', 'Tools')
    TAGS = ('version', 'gpu', 'cuda', 'device', 'onnxruntime', 'models', 'install', 'diagnosis')
    ICON = 'environment.svg'
    SUMMARY = 'Says what this installation can do: versions, devices that really load, models, the install line.'
    HELP = (
        'Reports the versions of what the plugin runs on, the execution providers of onnxruntime that really load here '
        '(each is tried by opening a session), the shipped models with their hashes and cards, and the exact line that '
        'installs onnxruntime for this Python without touching its numpy.\n\nAdd the report to any question you ask.'
    )

    def initAlgorithm(self, configuration=None):
        self.addParameter(
            explain(
                QgsProcessingParameterFileDestination(
                    'REPORT', 'Report', 'HTML files (*.html)', optional=True, createByDefault=True
                ),
                'The same report as an HTML page. Empty = the log and the outputs alone.',
            )
        )
        for name, description in OUTPUTS.items():
            self.addOutput(text_out(name, description))
        self.addOutput(number_out('MODEL_COUNT', 'Number of shipped models'))

    def processAlgorithm(self, parameters, context, feedback):
        results = _collect()
        for name, description in OUTPUTS.items():
            if name != 'MODELS':
                feedback.pushInfo(f'{tr(description)}: {results[name]}')
        for model in json.loads(results['MODELS']):
            told = ', '.join(f'{key} {model[key]}' for key in ('name', 'task', 'sha256', 'problem') if key in model)
            feedback.pushInfo(f'Model {model["file"]}: {told}')
        path = self.parameterAsFileOutput(parameters, 'REPORT', context)
        if path:
            try:
                with open(path, 'w', encoding='utf-8') as page:
                    page.write(_page(results))
            except OSError as error:
                raise QgsProcessingException(
                    f'REPORT cannot be written to {path} ({error.strerror}). Choose a folder that you may write to.'
                ) from error
            results['REPORT'] = path
        return results


def _collect():
    """{output name: value} of this installation."""
    runtime, here = network.runtime_report(), versions()
    models = [_describe(path) for path in sorted((registry.resources_dir() / 'models').glob('*.onnx'))]
    return {
        'VERSION': here['SAR2Optical'],
        'QGIS': here['QGIS'],
        'PYTHON': here['Python'],
        'GDAL': here['GDAL'],
        'NUMPY': here['numpy'],
        'BLAS': matmul.slow_blas() or 'no slow one was found',
        'CODECS': codecs.report(),
        'ONNXRUNTIME': runtime['version'] or runtime['problem'],
        'SYSTEM': f'{here["system"]}, {os.cpu_count()} processors',
        'PROVIDERS': ', '.join(runtime['loaded']) or 'none',
        'INSTALL': installation.install_line(),
        'MODELS': json.dumps(models, indent=1, sort_keys=True),
        'MODEL_COUNT': sum('card' in model for model in models),
    }


def _describe(path):
    """One model file; a damaged one is reported, the others are listed all the same."""
    try:
        model = registry.load_model(path)
    except ModelError as error:
        return {'file': path.name, 'problem': str(error)}
    return {
        'file': path.name,
        'name': model.name,
        'task': model.card.task,
        'sha256': model.sha256,
        'card': asdict(model.card),
    }


def _page(results):
    rows = ''.join(
        f'<tr><th>{html.escape(tr(description))}</th><td><pre>{html.escape(str(results[name]))}</pre></td></tr>\n'
        for name, description in OUTPUTS.items()
    )
    return f'<!doctype html>\n<meta charset="utf-8"><title>SAR2Optical: environment</title>\n<table>\n{rows}</table>\n'
