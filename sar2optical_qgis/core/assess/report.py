"""The report of an assessment: one HTML page that needs nothing beside it."""

from __future__ import annotations

import html
import json
from collections.abc import Callable

import numpy as np

from . import plots
from .assessment import Findings
from .sums import MEASURES

Say = Callable[[str], str]  # an English text in the reader's language
STYLE = (
    'body{font-family:sans-serif;color:#333;background:#fff;max-width:1100px;margin:16px}'
    'table{border-collapse:collapse;margin:8px 0}'
    'td,th{border-bottom:1px solid #d5d9dc;padding:3px 12px 3px 0;text-align:right} td:first-child,th:first-child'
    '{text-align:left} figure{display:inline-block;margin:0 14px 14px 0;vertical-align:top}'
    'figcaption{font-size:12px;max-width:340px}'
)


def metrics_json(findings: Findings) -> str:
    """Return the numbers as JSON: {area: {measure: value, 'bands': {band: {measure: value}}}}."""
    return json.dumps({'areas': findings.scores, 'decisions': findings.decisions}, indent=1)


def page(findings: Findings, generated: str, reference: str, say: Say = str) -> str:
    """Return the HTML page; ``generated`` and ``reference`` are the names of the layers."""
    off = findings.error_picture
    seen = off[np.isfinite(off)]
    high = float(np.percentile(seen, 99)) if seen.size else 1.0
    bright = say('Mean absolute error of the bands: black 0, bright {high} and more').format(high=f'{high:.3g}')
    pictures = (
        (plots.png(findings.reference_picture), say('Reference: {layer}').format(layer=reference)),
        (plots.png(findings.generated_picture), say('Generated: {layer}').format(layer=generated)),
        (plots.png(plots.ramp(off, high)), bright),
    )
    figures = ''.join(_figure(f'<img src="{source}" width="340" alt="">', text) for source, text in pictures)
    figures += '<br>' + ''.join(_figure(svg, text) for svg, text in _drawings(findings, say))
    notes = ''.join(f'<li>{html.escape(note)}</li>' for note in findings.decisions)
    title = html.escape(say('Quality of {layer}').format(layer=generated))
    told = say(
        'Values are reflectance or picture values, 0 to 1. PSNR has the peak 1; SSIM is that of Wang et al. 2004 '
        'with a Gaussian window of 11 pixels.'
    )
    areas = {'all': say('All pixels'), 'generated': say('Generated pixels'), 'kept': say('Kept pixels')}
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>SAR2Optical</title>'
        f'<style>{STYLE}</style></head><body><h1>{title}</h1>'
        f'{_areas(findings, areas, say)}{figures}{_bands(findings, areas, say)}'
        f'<p>{html.escape(told)}</p><ul>{notes}</ul></body></html>\n'
    )


def _drawings(findings: Findings, say: Say) -> list[tuple[str, str]]:
    """Return plots and their captions."""
    truth, made = findings.sample
    reference, generated = say('reference'), say('generated')
    counts = plots.histogram({reference: truth, generated: made}, (say('value'), say('share of pixels')))
    drawings = [
        (plots.density(truth, made, (reference, generated)), say('Every band; on the dashed line both are equal')),
        (counts, say('How often each value occurs')),
    ]
    if findings.sigma_sample.shape[1] > 100:
        plot = plots.reliability(*findings.sigma_sample, (say('predicted sigma'), say('true error (RMSE)')))
        drawings.append((plot, say('Uncertainty against error: above the line it is too sure')))
    return drawings


def _figure(content: str, caption: str) -> str:
    return f'<figure>{content}<figcaption>{html.escape(caption)}</figcaption></figure>'


def _areas(findings: Findings, names: dict[str, str], say: Say) -> str:
    units = {'PSNR': 'dB', 'SAM': say('degrees')}
    heads = ''.join(f'<th>{m}{f" ({units[m]})" if m in units else ""}</th>' for m in MEASURES)
    rows = ''.join(
        f'<tr><td>{names[area]}</td><td>{scores["pixels"]}</td>{_cells(scores, MEASURES)}</tr>'
        for area, scores in findings.scores.items()
    )
    return f'<table><tr><th>{say("Area")}</th><th>{say("Pixels")}</th>{heads}</tr>{rows}</table>'


def _bands(findings: Findings, names: dict[str, str], say: Say) -> str:
    measures = ('PSNR', 'SSIM', 'MAE', 'RMSE')
    heads = ''.join(f'<th>{m}</th>' for m in measures)
    tables = ''
    for area, scores in findings.scores.items():
        rows = ''.join(
            f'<tr><td>{html.escape(name)}</td>{_cells(values, measures)}</tr>'
            for name, values in scores['bands'].items()
        )
        title = say('{area}, by band').format(area=names[area])
        tables += f'<h2>{title}</h2><table><tr><th>{say("Band")}</th>{heads}</tr>{rows}</table>'
    return tables


def _cells(scores: dict, measures: tuple[str, ...]) -> str:
    return ''.join(f'<td>{"-" if scores[m] is None else format(scores[m], ".4g")}</td>' for m in measures)
