"""Judge a model's pictures as the eye would: ``python -m training.evaluation.eye --model FILE.onnx``

Every place with radar and natural colour, made by the product itself in each STYLE; the table goes to RESULTS.md, the
pictures to look at go to runs/eye/.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from sar2optical_qgis.core.sar_to_optical.request import STYLES
from training.data.index import read_index
from training.evaluation.command import read_card, write_section
from training.evaluation.contact_sheet import sheet, write_png
from training.evaluation.eye_table import MEANING, by_cover, by_source, gains, table
from training.evaluation.judge import Verdicts, judge
from training.evaluation.judged import CACHE, Judged, Readers, lessons_without_radar, read_judged
from training.evaluation.leave_place_out import never_saw
from training.evaluation.product_pictures import product, times_structure

ROWS_OF_A_SHEET = 12


def unseen(chips: Sequence[Judged], others: Sequence[str]) -> list[Judged]:
    """Return the chips of the index's val places, and of ``others``: sources or places that a model has not seen."""
    val = {chip.group for chip in read_index() if chip.split == 'val' and chip.group != 'hainaut'}
    return [chip for chip in chips if chip.place in val or {chip.place, chip.source} & set(others)]


def section(found: Verdicts, bar: str, told: str) -> str:
    """Return the markdown of the verdicts; ``told`` says whose pictures of which places they are."""
    lines = [told, '', f'{len(found.source)} places, {found.chips} chips. {MEANING}', '', *table(found)]
    lines += ['', 'IoU of each cover, all places together:', '', *by_cover(found)]
    lines += [
        '',
        'By source (number of places): contrast; reader; AUC of darkness; PSNR matched:',
        '',
        *by_source(found),
    ]
    lines += ['', 'Paired gain of the reader, ± half of its 90 % interval over places:', '', *gains(found, bar)]
    return '\n'.join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Judge a model, or the models of the folds that never saw a place, and write the section."""
    parser = argparse.ArgumentParser(prog='training.evaluation.eye', description=main.__doc__)
    parser.add_argument('--model', type=Path, required=True)
    parser.add_argument('--style', action='append', help='a STYLE, may be given more than once; else every one')
    parser.add_argument('--beside', type=Path, help='the model that gives the bar: its colours times the structure')
    parser.add_argument('--folds', type=Path, help='runs of leave_place_out: each place by the model that never saw it')
    parser.add_argument('--unseen', nargs='*', help='only val places, and these sources or places')
    parser.add_argument('--name', help='of the section and of the rows, by default of the model')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    card = read_card(options.model)
    name = options.name or f'{card.name}, version {card.version}'
    models = never_saw(options.folds) if options.folds else None
    chips = read_judged()
    readers = Readers.taught(chips, lessons_without_radar())
    if options.unseen is not None:
        chips = unseen(chips, options.unseen)
    with tempfile.TemporaryDirectory() as folder:
        methods = {
            f'STYLE {style}': product(Path(folder), style, options.model, models) for style in options.style or STYLES
        }
        beside = read_card(options.beside) if options.beside else card
        bar = f'{beside.name} {beside.version}, natural, times structure'
        of_bar = (options.beside, None) if options.beside else (options.model, models)
        methods[bar] = times_structure(product(Path(folder), 'natural', *of_bar))
        found = judge(chips, methods, readers)
    who = (
        'each place by a network of the folds that never saw it' if models else f'trained at {card.commit or "unknown"}'
    )
    where = f', val places and {", ".join(options.unseen) or "no others"}' if options.unseen is not None else ''
    text = section(found, bar, f'## The eye: {name} ({who}{where})')
    print(text)
    CACHE.mkdir(parents=True, exist_ok=True)
    for number in range(0, len(found.shown), ROWS_OF_A_SHEET):
        path = CACHE / f'{name.replace(", ", "_").replace(" ", "_")}_{number // ROWS_OF_A_SHEET}.png'
        write_png(path, sheet(found.shown[number : number + ROWS_OF_A_SHEET]))
        print(f'{path}, from left to right: radar, {", ".join(methods)}, truth, cover')
    if not options.dry:
        write_section(f'the eye, {name}', text)


if __name__ == '__main__':
    main()
