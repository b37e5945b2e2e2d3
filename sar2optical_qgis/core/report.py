"""The report of an assessment: one HTML page that needs nothing beside it."""

from __future__ import annotations

import html
import json

import numpy as np

from . import plots
from .assessment import MEASURES, Findings

UNITS = {'PSNR': 'dB', 'SAM': 'degrees'}
AREA_NAMES = {'all': 'All pixels', 'generated': 'Generated pixels', 'kept': 'Kept pixels'}
STYLE = (
    'body{font-family:sans-serif;color:#333;max-width:1100px;margin:16px}table{border-collapse:collapse;margin:8px 0}'
    'td,th{border-bottom:1px solid #d5d9dc;padding:3px 12px 3px 0;text-align:right} td:first-child,th:first-child'
    '{text-align:left} figure{display:inline-block;margin:0 14px 14px 0;vertical-align:top}'
    'figcaption{font-size:12px;max-width:340px}'
)


def metrics_json(findings: Findings) -> str:
    """Return the numbers as JSON: {area: {measure: value, 'bands': {band: {measure: value}}}}."""
    return json.dumps({'areas': findings.scores, 'decisions': findings.decisions}, indent=1)


def page(findings: Findings, generated: str, reference: str) -> str:
    """Return the HTML page; ``generated`` and ``reference`` are the names of the layers."""
    truth, made = findings.sample
    off = findings.error_picture
    seen = off[np.isfinite(off)]
    high = float(np.percentile(seen, 99)) if seen.size else 1.0
    pictures = (
        (plots.png(findings.reference_picture), f'Reference: {reference}'),
        (plots.png(findings.generated_picture), f'Generated: {generated}'),
        (plots.png(plots.ramp(off, high)), f'Mean absolute error of the bands: black 0, bright {high:.3g} and more'),
    )
    drawings = [
        (plots.density(truth, made, ('reference', 'generated')), 'Every band; on the dashed line both are equal'),
        (plots.histogram({'reference': truth, 'generated': made}, 'value'), 'How often each value occurs'),
    ]
    if findings.sigma_sample.shape[1] > 100:
        drawings.append(
            (plots.reliability(*findings.sigma_sample), 'Uncertainty against error: above the line it is too sure')
        )
    figures = ''.join(_figure(f'<img src="{source}" width="340" alt="">', text) for source, text in pictures)
    figures += '<br>' + ''.join(_figure(svg, text) for svg, text in drawings)
    notes = ''.join(f'<li>{html.escape(note)}</li>' for note in findings.decisions)
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>SAR2Optical</title>'
        f'<style>{STYLE}</style></head><body><h1>Quality of {html.escape(generated)}</h1>'
        f'{_areas(findings)}{figures}{_bands(findings)}'
        '<p>Values are reflectance or picture values, 0 to 1. PSNR has the peak 1; SSIM is that of Wang et al. 2004 '
        f'with a Gaussian window of 11 pixels.</p><ul>{notes}</ul></body></html>\n'
    )


def _figure(content: str, caption: str) -> str:
    return f'<figure>{content}<figcaption>{html.escape(caption)}</figcaption></figure>'


def _areas(findings: Findings) -> str:
    heads = ''.join(f'<th>{m}{f" ({UNITS[m]})" if m in UNITS else ""}</th>' for m in MEASURES)
    rows = ''.join(
        f'<tr><td>{AREA_NAMES[area]}</td><td>{scores["pixels"]}</td>{_cells(scores, MEASURES)}</tr>'
        for area, scores in findings.scores.items()
    )
    return f'<table><tr><th>Area</th><th>Pixels</th>{heads}</tr>{rows}</table>'


def _bands(findings: Findings) -> str:
    measures = ('PSNR', 'SSIM', 'MAE', 'RMSE')
    heads = ''.join(f'<th>{m}</th>' for m in measures)
    tables = ''
    for area, scores in findings.scores.items():
        rows = ''.join(
            f'<tr><td>{html.escape(name)}</td>{_cells(values, measures)}</tr>'
            for name, values in scores['bands'].items()
        )
        tables += f'<h2>{AREA_NAMES[area]}, by band</h2><table><tr><th>Band</th>{heads}</tr>{rows}</table>'
    return tables


def _cells(scores: dict, measures: tuple[str, ...]) -> str:
    return ''.join(f'<td>{"-" if scores[m] is None else format(scores[m], ".4g")}</td>' for m in measures)
