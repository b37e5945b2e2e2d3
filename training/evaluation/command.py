"""Measure a model on held-out places and write the table into training/RESULTS.md.

Each task has a module with ``evaluate(model: Path, data, card, others) -> Evaluation``; its table stands between
markers of the task's name, so that one task's run leaves the other's table alone. The contact sheet goes to runs/: it
shows chips that are not ours to give away.
"""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Sequence
from pathlib import Path

import onnx

from sar2optical_qgis.core.errors import InputError
from sar2optical_qgis.core.model.card import ModelCard
from training.evaluation.contact_sheet import sheet, write_png
from training.evaluation.cost import cost_of
from training.export.to_onnx import stamp

RESULTS = Path(__file__).resolve().parents[1] / 'RESULTS.md'
PLOTS = RESULTS.with_name('plots')
SHIPPED = ('sar_to_optical', 'cloud_removal')
MODULES = {'sar-to-optical': 'training.evaluation.sar', 'cloud-removal': 'training.evaluation.clouds'}


def write_section(name: str, text: str, path: Path = RESULTS) -> None:
    """Replace what stands between the markers of ``name``, or append it."""
    start, end = f'<!-- {name}: written by python -m training evaluate -->', f'<!-- end of {name} -->'
    section = f'{start}\n{text.strip()}\n{end}'
    old = path.read_text(encoding='utf-8') if path.exists() else '# Results on places never seen in training\n'
    pattern = re.compile(re.escape(start) + '.*?' + re.escape(end), re.DOTALL)
    new = pattern.sub(lambda _: section, old) if pattern.search(old) else f'{old.rstrip()}\n\n{section}\n'
    path.write_text(new, encoding='utf-8')


def read_card(path: Path) -> ModelCard:
    """Return the card inside an ONNX file."""
    if not path.is_file():
        raise InputError(f'The model {path} does not exist. Make it with python -m training export.')
    return ModelCard.from_metadata({entry.key: entry.value for entry in onnx.load(str(path)).metadata_props})


def cost_table(paths: Sequence[Path]) -> str:
    """Return the markdown table of what models cost on this machine."""
    cards = [read_card(path) for path in paths]
    rows = [f'| {card.name} | {cost_of(path).text()} | {card.trained} |' for card, path in zip(cards, paths)]
    head = [
        '| model | M parameters | kMAC a pixel | s a megapixel (onnxruntime, 2 threads) | trained |',
        '|---' * 5 + '|',
    ]
    return '\n'.join([*head, *rows])


def section_of(card: ModelCard) -> str:
    """Return the name of a model's section: its task for the shipped model, else task and name."""
    return card.task if card.name in SHIPPED else f'{card.task}, {card.name}'


def main(arguments: list[str]) -> None:
    """``python -m training evaluate -c CONFIG --model FILE.onnx [--others FILE.onnx ...] [--stamp] [--dry] ...``"""
    from training.cli import load

    parser = argparse.ArgumentParser(prog='training evaluate', description=main.__doc__)
    parser.add_argument('-c', '--config', required=True)
    parser.add_argument('--model', required=True, type=Path)
    parser.add_argument('--others', nargs='*', default=[], type=Path, help='more models as rows of the same table')
    parser.add_argument('--stamp', action='store_true', help="write the scores into the model's card")
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    parser.add_argument('--sheet', type=Path, help='the contact sheet (PNG), runs/NAME_sheet.png by default')
    options, overrides = parser.parse_known_args(arguments)
    card = read_card(options.model)
    options.sheet = options.sheet or Path('runs') / f'{card.name}_sheet.png'
    _, data = load(options.config, overrides=overrides)
    strangers = [str(path) for path in options.others if read_card(path).task != card.task]
    if strangers:
        raise InputError(f'{strangers[0]} is for another task than {options.model} ({card.task}). Leave it out.')
    if card.task not in MODULES:
        raise InputError(f'Models for {card.task} are measured by python -m training.evaluation.series.')
    found = importlib.import_module(MODULES[card.task]).evaluate(options.model, data, card, others=options.others)
    text = f'{found.text.rstrip()}\n\n{cost_table([options.model, *options.others])}'
    print(text)
    if found.pictures:
        options.sheet.parent.mkdir(parents=True, exist_ok=True)
        write_png(options.sheet, sheet(found.pictures))
        print(f'\n{options.sheet}, from left to right: {", ".join(found.legend)}')
    if not options.dry:
        if found.plot:
            PLOTS.mkdir(exist_ok=True)
            (PLOTS / f'{card.name}.svg').write_text(found.plot, encoding='utf-8')
            text += f'\n\nError against sigma:\n\n![error against sigma]({PLOTS.name}/{card.name}.svg)'
        write_section(section_of(card), text)
    if options.stamp:
        stamp(options.model, found.scores)
