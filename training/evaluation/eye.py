"""Judge a model's pictures as the eye would: ``python -m training.evaluation.eye --model FILE.onnx``

Every place with radar and natural colour, made by the product itself in each STYLE; the table goes to RESULTS.md, the
pictures to look at go to runs/eye/.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sar2optical_qgis.core.sar_to_optical.styles import STYLES
from training.data.index import read_index
from training.evaluation import cover, floods, older_picture
from training.evaluation.command import read_card, write_section
from training.evaluation.contact_sheet import sheet, write_png
from training.evaluation.eye_table import MEANING, by_cover, by_source, gains, table
from training.evaluation.judge import judge
from training.evaluation.judged import CACHE, Judged, Readers, read_judged, samples_without_radar
from training.evaluation.leave_place_out import never_saw
from training.evaluation.product_pictures import product, times_structure

ROWS_OF_A_SHEET = 12
PARTS = ('pictures', 'cover', 'floods', 'reference')


def unseen(chips: Sequence[Judged], others: Sequence[str]) -> list[Judged]:
    """Return the chips of the index's val places, and of ``others``: sources or places that a model has not seen."""
    val = {chip.group for chip in read_index() if chip.split == 'val' and chip.group != 'hainaut'}
    return [chip for chip in chips if chip.place in val or {chip.place, chip.source} & set(others)]


@dataclass(frozen=True)
class Job:
    """Whose pictures are judged: a model, or those of the folds by place, in some styles; files go to a folder."""

    name: str
    model: Path
    models: dict[str, Path] | None
    beside: Path | None
    styles: Sequence[str]
    folder: Path

    def show(self, rows: list[list[np.ndarray]], part: str, legend: Sequence[str]) -> None:
        """Write contact sheets to runs/eye/."""
        CACHE.mkdir(parents=True, exist_ok=True)
        for number in range(0, len(rows), ROWS_OF_A_SHEET):
            stem = f'{self.name.replace(", ", "_").replace(" ", "_")}_{part}_{number // ROWS_OF_A_SHEET}'
            write_png(CACHE / f'{stem}.png', sheet(rows[number : number + ROWS_OF_A_SHEET]))
            print(f'{CACHE / stem}.png, from left to right: {", ".join(legend)}')


def of_pictures(job: Job, chips: Sequence[Judged], readers: Readers) -> str:
    """Return the table of pictures from radar alone."""
    methods = {f'STYLE {style}': product(job.folder, style, job.model, job.models) for style in job.styles}
    card = read_card(job.beside or job.model)
    bar = f'{card.name} {card.version}, natural, times structure'
    of_bar = (job.beside, None) if job.beside else (job.model, job.models)
    methods[bar] = times_structure(product(job.folder, 'natural', *of_bar))
    found = judge(chips, methods, readers)
    job.show(found.shown, 'pictures', ('radar', *methods, 'truth', 'cover'))
    lines = [f'{len(found.source)} places, {found.chips} chips. {MEANING}', '', *table(found)]
    lines += ['', 'IoU of each cover, all places together:', '', *by_cover(found)]
    lines += [
        '',
        'By source (number of places): contrast; reader; AUC of darkness; PSNR matched:',
        '',
        *by_source(found),
    ]
    lines += ['', 'Paired gain of the reader, ± half of its 90 % interval over places:', '', *gains(found, bar)]
    return '\n'.join(lines)


def of_cover(job: Job, chips: Sequence[Judged], readers: Readers) -> str:
    """Return the table of cover from radar alone."""
    tellers = {job.name: cover.by_network(job.model, job.models)}
    if job.beside and read_card(job.beside).covers:
        card = read_card(job.beside)
        tellers[f'{card.name}, version {card.version}'] = cover.by_network(job.beside)
    return '\n'.join(cover.lines(cover.measured(chips, tellers, readers)))


def of_floods(job: Job, chips: Sequence[Judged], readers: Readers) -> str:
    """Return the table of OMBRIA's held-out floods; the reader never saw any of their places."""
    held = floods.read_floods(chip for chip in read_index() if chip.split == 'val')
    known = job.models and all(flood.after.place in job.models for flood in held)
    makers = {
        f'STYLE {style}': product(job.folder, style, job.model, job.models if known else None) for style in job.styles
    }
    return '\n'.join(floods.lines(floods.measured(held, makers, next(iter(readers.pictures.values()))), len(held)))


def of_reference(job: Job, chips: Sequence[Judged], readers: Readers) -> str:
    """Return the table of pairs of dates beside the older picture itself."""
    found = older_picture.measured(chips, job.folder, str(job.model), job.models)
    job.show(found.shown, 'reference', ('radar', *found.rows, 'truth'))
    return '\n'.join(older_picture.lines(found))


RUN = dict(zip(PARTS, (of_pictures, of_cover, of_floods, of_reference)))


def main(arguments: list[str] | None = None) -> None:
    """Judge a model, or the models of the folds that never saw a place, and write the section."""
    parser = argparse.ArgumentParser(prog='training.evaluation.eye', description=main.__doc__)
    parser.add_argument('--model', type=Path, required=True)
    parser.add_argument('--style', action='append', help='a STYLE, may be given more than once; else every one')
    parser.add_argument('--beside', type=Path, help='the model that gives the bar: its colours times the structure')
    parser.add_argument('--folds', type=Path, help='runs of leave_place_out: each place by the model that never saw it')
    parser.add_argument('--unseen', nargs='*', help='only val places, and these sources or places')
    parser.add_argument('--name', help='of the section and of the rows, by default of the model')
    parser.add_argument('--parts', nargs='*', choices=PARTS, default=PARTS, help='of the section, by default all')
    parser.add_argument('--dry', action='store_true', help='print only, leave RESULTS.md alone')
    options = parser.parse_args(arguments)
    card = read_card(options.model)
    name = options.name or f'{card.name}, version {card.version}'
    models = never_saw(options.folds) if options.folds else None
    chips = read_judged()
    readers = Readers.fit(chips, samples_without_radar())
    if options.unseen is not None:
        chips = unseen(chips, options.unseen)
    who = 'each by the fold that never saw it' if models else f'trained at {card.commit or "unknown"}'
    where = f', val places and {", ".join(options.unseen) or "no others"}' if options.unseen is not None else ''
    for part in options.parts:
        with tempfile.TemporaryDirectory() as folder:
            job = Job(name, options.model, models, options.beside, options.style or STYLES, Path(folder))
            text = f'## The eye, {part}: {name} ({who}{where})\n\n' + RUN[part](job, chips, readers)
        print(text)
        if not options.dry:
            write_section(f'the eye, {part}, {name}', text)


if __name__ == '__main__':
    main()
