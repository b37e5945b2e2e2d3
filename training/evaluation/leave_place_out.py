"""SAR to optical on every place with radar and colour, each by a network that never saw it: leave-place-out in folds.

``python -m training.evaluation.leave_place_out [--folds 4] [--minutes 25] [--runs runs/folds]``

Each fold trains the shipped configuration for some minutes on the other places, simulated radar of theirs included,
anchors it to their mean colours, and is measured on its own places beside baselines fitted on the same. What was
trained already is not trained again.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.baselines.colours import colour_examples
from training.cli import load
from training.data.examples import Example, read_examples
from training.data.index import data_root, read_index
from training.evaluation.command import write_section
from training.evaluation.compare import CONFIGS, System, model_of
from training.evaluation.reliability import Reliability
from training.evaluation.sar import Measured, Results, measure, table
from training.evaluation.scores import place_means
from training.export.model import Model

NEIGHBOURS = (('T11SLT', 'T11SMT'),)  # one coast: never on both sides
BY_SOURCE = (
    'training mean colour', 'ridge on smoothed VV, VH, VV-VH', 'network', 'class-mean colour, classes given',
    'network, classes given',
)  # fmt: skip


def deal(examples: Sequence[Example], count: int) -> list[list[str]]:
    """Return the places of each fold: calibrated ones dealt out in turn, then 8-bit pictures; neighbours together."""
    joined = {place: group for group in NEIGHBOURS for place in group}
    groups: dict[tuple[str, ...], bool] = {}
    for example in examples:
        groups.setdefault(joined.get(example.place, (example.place,)), example.calibrated)
    order = sorted(groups, key=lambda group: (not groups[group], group))
    return [[place for group in order[fold::count] for place in group] for fold in range(count)]


def never_saw(runs: Path) -> dict[str, Path]:
    """Return the model of each place that was trained without it, of folds that are there already."""
    folders = sorted(
        (path for path in runs.iterdir() if (path / 'model.onnx').is_file()), key=lambda path: int(path.name)
    )
    folds = deal(colour_examples(read_examples(read_index(str(data_root(''))))), len(folders))
    return {place: folder / 'model.onnx' for places, folder in zip(folds, folders) for place in places}


def measured(fold: int, held_out: Sequence[str], minutes: float, runs: Path) -> Measured:
    """Train (where that is not done yet) and measure one fold; its minutes are those of the processors."""
    options = ('--data.init_args.held_out', f'[{", ".join(held_out)}]')
    model = model_of(System(f'fold {fold}', 'sar_to_optical', options), (runs / str(fold)).resolve(), minutes)
    _, data = load(str(CONFIGS / 'sar_to_optical.yaml'), overrides=list(options))
    return measure(Model.open(model), data)


def by_source(results: Results, sources: dict[str, str]) -> list[str]:
    """Return markdown lines of PSNR (matched in brackets) by the index's source, and the number of its places."""
    names = sorted(set(sources.values()))
    counts = [sum(source == name for source in sources.values()) for name in names]
    lines = [
        '| method | ' + ' | '.join(f'{n} ({c})' for n, c in zip(names, counts)) + ' |',
        '|---' * (len(names) + 1) + '|',
    ]
    for row in BY_SOURCE:
        cells = []
        for name in names:
            mean = place_means({p: v for p, v in results[row].items() if sources[p] == name}).mean(0)
            cells.append(f'{mean[0]:.1f} ({mean[2]:.1f})')
        lines.append(f'| {row} | ' + ' | '.join(cells) + ' |')
    return lines


def main() -> None:
    """Train and measure all folds; write the table into RESULTS.md."""
    parser = argparse.ArgumentParser(prog='python -m training.evaluation.leave_place_out', description=main.__doc__)
    parser.add_argument('--folds', type=int, default=4)
    parser.add_argument('--minutes', type=float, default=25.0, help='processor minutes a fold')
    parser.add_argument('--runs', type=Path, default=Path('runs/folds'))
    options = parser.parse_args()
    chips = read_index(str(data_root('')))
    source = {chip.group: chip.source for chip in chips}
    examples = colour_examples(read_examples(chips))
    calibrated = {example.place: example.calibrated for example in examples}
    results: Results = {}
    reliability = Reliability()
    for fold, places in enumerate(deal(examples, options.folds)):
        found = measured(fold, places, options.minutes, options.runs)
        for row, scores in found.results.items():
            results.setdefault(row, {}).update(scores)
        reliability.join(found.reliability)
    lines = [
        '## SAR to optical, leave-place-out',
        '',
        f'`python -m training.evaluation.leave_place_out --folds {options.folds} --minutes {options.minutes:g}`: every',
        'place with radar and colour, by networks that never saw it (less time each than the shipped one).',
    ]
    for title, wanted in (('Radar in dB', True), ('Radar and colour as 8-bit pictures', False)):
        part = {row: {p: v for p, v in found.items() if calibrated[p] == wanted} for row, found in results.items()}
        lines += ['', f'### {title}', '', *table(part)]
    places = next(iter(results.values()))
    lines += ['', 'PSNR by source, number of places in the head (matched in brackets):', '']
    lines += by_source(results, {place: source[place] for place in places})
    gain = (place_means(results['network, classes given']) - place_means(results['network']))[:, 0]
    sure = np.array([calibrated[place] for place in places])
    lifts = f'{gain[sure].mean():.2f} dB where the radar is in dB, {gain[~sure].mean():.2f} on pictures'
    lines += ['', f'The classes lift PSNR by {lifts}.', '', *reliability.lines('the values of all places')]
    text = '\n'.join(lines)
    print(text)
    write_section('sar-to-optical, leave-place-out', text)


if __name__ == '__main__':
    main()
