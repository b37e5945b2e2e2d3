"""The tests of this checkout on one QGIS, in this machine's Debian or in a root: what ran, and what came out."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.versions.roots import INSIDE, ROOT, Root

SUITES = ('core', 'qgis', 'cli', 'house', 'faults')
LONGEST_S = 1500.0  # seconds that a suite may take
LOG = Path('build') / 'versions.xml'
ASK = (
    'import json, platform, numpy; from osgeo import gdal; from qgis.core import Qgis; from qgis.PyQt.QtCore import '
    'QT_VERSION_STR; print(json.dumps([Qgis.QGIS_VERSION.split("-")[0], gdal.__version__, numpy.__version__, '
    'platform.python_version(), QT_VERSION_STR]))'
)
VERSIONS = ('QGIS', 'GDAL', 'numpy', 'Python', 'Qt')


@dataclass
class Outcome:
    """What the suites said on one QGIS."""

    place: str  # 'here', or the suite of the root
    versions: tuple[str, ...] = ()  # as VERSIONS
    counts: dict[str, Counter] = field(default_factory=dict)  # suite -> passed, failed, skipped
    seconds: dict[str, float] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    skips: Counter = field(default_factory=Counter)  # reason -> tests

    @property
    def total(self) -> Counter:
        """Counts of all suites together."""
        return sum(self.counts.values(), Counter())


Run = Callable[..., subprocess.CompletedProcess]


def here(*words: str, timeout: float = LONGEST_S) -> subprocess.CompletedProcess:
    """Run a command in this checkout; output and errors come as one text."""
    return subprocess.run(
        words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        errors='replace', timeout=timeout, check=False,
    )  # fmt: skip


def test(place: str, root: Root | None, suites: tuple[str, ...], tell: Callable[[str], None]) -> Outcome:
    """Run the suites of tests/ one after the other, each in a pytest of its own: a crash ends one of them only."""
    run, checkout = (root.run, Path(f'{root.folder}{INSIDE}')) if root else (here, ROOT)
    outcome = Outcome(place)
    asked = run('.venv/bin/python' if root else sys.executable, '-c', ASK)
    try:
        outcome.versions = tuple(json.loads(asked.stdout.splitlines()[-1]))
    except (ValueError, IndexError):
        outcome.failures.append(f'QGIS, GDAL and numpy cannot be imported together: {asked.stdout[-300:]}')
        return outcome
    tell(f'{place}: ' + ', '.join(f'{name} {version}' for name, version in zip(VERSIONS, outcome.versions)))
    for suite in suites:
        (checkout / LOG).unlink(missing_ok=True)
        start = time.monotonic()
        python = '.venv/bin/python' if root else sys.executable
        words = (python, '-m', 'pytest', '-q', '-rfE', f'--junitxml={LOG}', f'tests/{suite}')
        try:
            done = run(*words, timeout=LONGEST_S)
            code, said = done.returncode, done.stdout
        except subprocess.TimeoutExpired as stop:
            code, said = -1, str(stop)
        outcome.seconds[suite] = time.monotonic() - start
        _read(checkout / LOG, suite, outcome)
        if code and not outcome.counts[suite]['failed']:
            outcome.counts[suite]['failed'] += 1
            outcome.failures.append(f'tests/{suite} ended with {code}')
        if code:
            tell(said[-6000:])
        tell(f'{place}: tests/{suite}: {_sentence(outcome.counts[suite])} in {outcome.seconds[suite]:.0f} s')
    return outcome


def _sentence(counts: Counter) -> str:
    return ', '.join(f'{counts[word]} {word}' for word in ('passed', 'failed', 'skipped'))


def _read(log: Path, suite: str, outcome: Outcome) -> None:
    """Add what pytest's JUnit file holds to the outcome; nothing where pytest did not live to write it."""
    counts = outcome.counts[suite] = Counter()
    if not log.is_file():
        return
    for case in ElementTree.parse(log).getroot().iter('testcase'):
        name = f'{case.get("classname", "").replace(".", "/")}::{case.get("name")}'
        if case.find('failure') is not None or case.find('error') is not None:
            counts['failed'] += 1
            outcome.failures.append(name)
        elif (skipped := case.find('skipped')) is not None:
            counts['skipped'] += 1
            outcome.skips[skipped.get('message') or 'without a reason'] += 1
        else:
            counts['passed'] += 1
