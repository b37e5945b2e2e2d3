"""RESULTS.md: which QGIS the tests ran on, what passed, what was skipped and why."""

from __future__ import annotations

from collections import Counter

from tests.versions.suites import SUITES, VERSIONS, Outcome

NAMES = {'here': 'Debian 12', 'trixie': 'Debian 13', 'testing': 'Debian testing'}
COUNTS = ('passed', 'failed', 'skipped')


def page(outcomes: list[Outcome]) -> str:
    """Return the page in Markdown."""
    head = ('machine', *VERSIONS, *COUNTS, 'seconds')
    rows = [
        (
            NAMES.get(each.place, each.place),
            *each.versions,
            *(str(each.total[word]) for word in COUNTS),
            f'{sum(each.seconds.values()):.0f}',
        )
        for each in outcomes
    ]
    parts = [
        '# The tests on each QGIS',
        'Made by `make test-versions` (as root): the QGIS of this machine and those of other Debians in folders, each '
        'set up by `make tools`. The tests of training/ use no QGIS; `make test` runs them.',
        _table(head, rows),
        'Passed, failed and skipped by folder of tests/:',
        _table(('machine', *SUITES), [(NAMES.get(each.place, each.place), *_cells(each)) for each in outcomes]),
    ]
    failures = [f'- {NAMES.get(each.place, each.place)}: {name}' for each in outcomes for name in each.failures]
    parts.append('\n'.join(['Failed:', *failures]) if failures else 'Nothing failed.')
    reasons = sum((each.skips for each in outcomes), Counter())
    skips = [(reason.replace('|', '/'), *(str(each.skips[reason]) for each in outcomes)) for reason in sorted(reasons)]
    if skips:
        names = (NAMES.get(each.place, each.place) for each in outcomes)
        parts += ['Skipped, by reason:', _table(('reason', *names), skips)]
    return '\n\n'.join(parts) + '\n'


def _cells(outcome: Outcome) -> list[str]:
    return [' / '.join(str(outcome.counts.get(suite, Counter())[word]) for word in COUNTS) for suite in SUITES]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple('---' for _ in head), *rows]
    return '\n'.join(f'| {" | ".join(line)} |' for line in lines)
