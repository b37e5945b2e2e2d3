"""One run of the engine as a process of its own, so that it can be killed, starved of memory, or run out of disk.

    python -m tests.faults.victim KIND INPUTS OUT [--memory MB] [--file KB]

Ends like qgis_process: 0, or 1 with one sentence.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

from sar2optical_qgis.core.composite.request import CloudFreeComposite
from sar2optical_qgis.core.errors import Sar2OpticalError
from sar2optical_qgis.core.remove_clouds.request import RemoveClouds
from sar2optical_qgis.core.sar_to_optical.request import SarToOptical
from tests.conftest import ROOT
from tests.faults.scenes import Scene

REQUESTS = {kind.__name__: kind for kind in (CloudFreeComposite, RemoveClouds, SarToOptical)}


def command(scene: Scene, kind: str, out: Path, *more: str) -> list[str]:
    """Return the command line of a victim; the scene's requests are kept beside its inputs."""
    plan = scene.folder / 'requests.json'
    if not plan.exists():
        plan.write_text(json.dumps({name: [type(r).__name__, asdict(r)] for name, r in scene.requests.items()}))
    return [sys.executable, '-m', 'tests.faults.victim', kind, str(scene.folder), str(out), *more]


def start(words: list[str], **options: object) -> subprocess.Popen:
    """Start a victim (or a qgis_process) whose output is kept."""
    return subprocess.Popen(
        words, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, **options
    )


def end(process: subprocess.Popen, timeout: float = 300.0) -> tuple[int, str, float]:
    """Wait for a process; return exit code, what it said, and the seconds that it took from now."""
    begin = time.perf_counter()
    said, _ = process.communicate(timeout=timeout)
    return process.returncode, said, time.perf_counter() - begin


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument('kind')
    parser.add_argument('inputs', type=Path)
    parser.add_argument('out', type=Path)
    parser.add_argument(
        '--memory', type=int, default=0, help='MB of address space beyond what is in use before the run'
    )
    parser.add_argument('--file', type=int, default=0, help='KB that no file may exceed')
    options = parser.parse_args()
    name, fields = json.loads((options.inputs / 'requests.json').read_text())[options.kind]
    request = Scene(options.inputs, {options.kind: REQUESTS[name](**fields)}).request(options.kind, options.out)
    if options.file:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (options.file * 1024,) * 2)
    if options.memory:
        used = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + options.memory * 2**20,) * 2)
    try:
        request.run()
    except Sar2OpticalError as error:
        print(f'{type(error).__name__}: {error}')
        return 1
    return 0


if __name__ == '__main__':
    raise SystemExit(main())
