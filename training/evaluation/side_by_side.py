"""Networks of SAR to optical side by side on the held-out chips, without baselines that have to be fitted first.

    python -m training.evaluation.side_by_side MODEL.onnx ... [--root DATA] [--section NAME --note TEXT]

It takes a minute where ``evaluate`` takes many. The rows bear the names on the models' cards.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training.baselines.colours import colour_examples
from training.data.examples import Example
from training.data.sar_optical import SarOpticalData, whole
from training.evaluation.command import cost_table, write_section
from training.evaluation.sar import Results, radar_picture, score, table
from training.export.model import Model

ORACLE = "truth's own mean colour (oracle)"


def measure(models: Sequence[Model], held: Sequence[Example]) -> Results:
    """Return the scores of every model without and with the classes of a map, and of the oracle."""
    results: Results = {}
    for example in held:
        rows, cols = (min(n, 512) // 16 * 16 for n in example.valid.shape)
        planes, cut = whole(example, rows, cols, False)
        told = whole(example, rows, cols, True)[0] if example.classes is not None else planes
        truth, radar = cut.target.astype(np.float32), radar_picture(planes)
        made = {ORACLE: np.broadcast_to(truth.mean((1, 2), keepdims=True), truth.shape)}
        made |= {model.card.name: model(planes)[0] for model in models}
        made |= {f'{model.card.name}, classes given': model(told)[0] for model in models}
        for row, picture in made.items():
            scores = score(np.array(picture), truth, cut.valid, radar)
            results.setdefault(row, {}).setdefault(example.place, []).append(scores)
    return results


def main(arguments: list[str] | None = None) -> None:
    """Print the table; with a section's name write it into RESULTS.md, below its note."""
    parser = argparse.ArgumentParser(prog='training.evaluation.side_by_side', description=main.__doc__)
    parser.add_argument('models', nargs='+', type=Path)
    parser.add_argument('--root', default='')
    parser.add_argument('--section', default='')
    parser.add_argument('--note', default='')
    options = parser.parse_args(arguments)
    data = SarOpticalData(root=options.root)
    data.setup('validate')
    results = measure([Model.open(path) for path in options.models], colour_examples(data.held))
    text = '\n'.join([f'## {options.section}', '', options.note, '', *table(results), '', cost_table(options.models)])
    print(text)
    if options.section:
        write_section(options.section, text)


if __name__ == '__main__':
    main()
