"""The whole campaign: more moments, more inputs, more files than the tests of every day; counts go into RESULTS.md.

python -m tests.faults [--only NAME ...] [--scale 1.0]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults import inputs, mishaps, models, network, scarcity
from tests.faults.kills import kill_engine, kill_qgis
from tests.faults.living_qgis import can_live, live
from tests.faults.scenes import SAR_CHANNELS, SAR_WEIGHTS
from tests.faults.tally import Tally
from tests.installed import install
from tests.makers import write_model

RESULTS = Path(__file__).with_name('RESULTS.md')
BEGIN, END = '<!-- counts: written by python -m tests.faults -->', '<!-- end of counts -->'


def kills_of_qgis(folder: Path, scale: float) -> Tally:
    installation = install(folder / 'installed')
    if installation is None:
        return Tally(faults=['qgis_process is not installed'])
    return kill_qgis(folder, installation, max(int(32 * scale), 2))


def a_living_qgis(folder: Path, scale: float) -> Tally:
    installation = install(folder / 'installed') if can_live() else None
    if installation is None:
        return Tally(faults=['QGIS or xvfb-run is not installed'])
    return live(folder, installation, rounds=max(int(2 * scale), 1), timeout=1800.0)


def full_disks(folder: Path, scale: float) -> Tally:
    if not scarcity.can_mount():
        return Tally(Counter({'disks filled: skipped, this user may not mount': 1}))
    return scarcity.full_disks(folder, (8, 64, 600, 2000, 2500, 3000, 3200, 3300, 3400, 3500, 3600, 3700, 40_000))


def odd_inputs(folder: Path, scale: float) -> Tally:
    """Try new cases each time; each one that breaks an invariant is kept whole, so that it can become a test."""
    tally = Tally()
    model = write_model(
        folder / 'm.onnx', 'sar-to-optical', SAR_CHANNELS, ('Red', 'Green', 'Blue'), 'natural-colour', SAR_WEIGHTS
    )
    checks = {
        'clouds': lambda case: inputs.check_clouds(case, case.seed % 4 == 0),
        'radar': lambda case: inputs.check_sar(case, model),
    }

    @settings(
        deadline=None, max_examples=max(int(800 * scale), 5), suppress_health_check=list(HealthCheck), database=None,
        phases=[Phase.generate],
    )  # fmt: skip
    @given(name=st.sampled_from(sorted(checks)), case=inputs.cases)
    def try_it(name: str, case: inputs.Case) -> None:
        try:
            tally.counts[f'odd inputs, {name}: {checks[name](case)}'] += 1
        except Exception as error:
            line = traceback.extract_tb(error.__traceback__)[-1].line
            tally.faults.append(f'{name} of {case}: {type(error).__name__} {error} at: {line}')

    try_it()
    return tally


def hostile_models(folder: Path, scale: float) -> Tally:
    tally = models.fuzz_apart(folder, int(4000 * scale), seed=1000)
    opened = models.opened_outside(folder / 'traced', max(int(300 * scale), 20), seed=7)
    if opened is not None:
        tally.expect(opened == [], f'hostile models made the process open {opened}')
        tally.counts['model files fuzzed under strace'] = max(int(300 * scale), 20)
    return tally


CAMPAIGNS: dict[str, Callable[[Path, float], Tally]] = {
    'kills of the engine': lambda folder, scale: kill_engine(folder, max(int(40 * scale), 2)),
    'kills of qgis_process': kills_of_qgis,
    'full disks': full_disks,
    'processes on full disks': lambda folder, scale: scarcity.processes_on_full_disks(
        folder, tuple(range(200, 1200, 100))
    ),
    'file size limits': lambda folder, scale: scarcity.large_files(folder, (1, 100, 300, 1000)),
    'scarce memory': lambda folder, scale: scarcity.scarce_memory(folder, (5, 20, 60, 300, 900, 1200)),
    'vanishing folders': lambda folder, scale: mishaps.vanishing_folders(folder),
    'spoiled inputs': lambda folder, scale: mishaps.spoiled_inputs(folder),
    'failing onnxruntime': lambda folder, scale: mishaps.failing_runtime(folder),
    'cancels': lambda folder, scale: mishaps.cancel_everywhere(folder, most=max(int(40 * scale), 3)),
    'rival runs': lambda folder, scale: mishaps.rivals(folder, max(int(4 * scale), 1)),
    'a failing network': lambda folder, scale: network.network_faults(folder, max(int(220 * scale), 11)),
    'cancels of a fetch': lambda folder, scale: network.cancels(folder, max(int(20 * scale), 3)),
    'odd inputs': odd_inputs,
    'hostile models': hostile_models,
    'a living QGIS': a_living_qgis,
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument('--only', nargs='*', default=list(CAMPAIGNS), choices=list(CAMPAIGNS))
    parser.add_argument(
        '--scale', type=float, default=1.0, help='how many moments, inputs and files, against the usual'
    )
    options = parser.parse_args()
    state = Path(tempfile.gettempdir(), 'sar2optical-faults.json')  # a part may be run again on its own
    if set(options.only) == set(CAMPAIGNS):
        state.unlink(missing_ok=True)
    done: dict[str, dict] = {}
    for name in options.only:
        folder, start = Path(tempfile.mkdtemp(prefix='sar2optical-faults-')), time.perf_counter()
        try:
            tally = CAMPAIGNS[name](folder, options.scale)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        seconds = round(time.perf_counter() - start)
        done[name] = {'counts': dict(tally.counts), 'faults': tally.faults, 'seconds': seconds}
        done = {**(json.loads(state.read_text()) if state.exists() else {}), name: done[name]}
        state.write_text(json.dumps(done))
        print(f'{name}: {dict(tally.counts)}, {len(tally.faults)} fault(s), {seconds} s', flush=True)
        for fault in tally.faults:
            print(f'  {fault}', file=sys.stderr, flush=True)
    _write(done)
    return int(any(entry['faults'] for entry in done.values()))


def _write(done: dict[str, dict]) -> None:
    """Put the counts between the two marks of RESULTS.md; what stands around them stays."""
    rows = ['| campaign | counts | faults | s |', '|---|---|---|---|']
    for name in (name for name in CAMPAIGNS if name in done):
        entry = done[name]
        counts = ', '.join(f'{value} {key}' for key, value in sorted(entry['counts'].items()))
        rows.append(f'| {name} | {counts} | {len(entry["faults"])} | {entry["seconds"]} |')
    faults = sum(len(entry['faults']) for entry in done.values())
    rows += [
        '',
        f'{faults} fault(s) in these rows, crashes included; each is named under Open. {os.cpu_count()} cores.',
    ]
    text = RESULTS.read_text()
    head, rest = text.split(BEGIN)
    RESULTS.write_text(f'{head}{BEGIN}\n' + '\n'.join(rows) + f'\n{END}{rest.split(END)[1]}')


if __name__ == '__main__':
    raise SystemExit(main())
