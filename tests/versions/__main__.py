"""All tests on the QGIS of several Debians: this machine's own, and others in folders outside the checkout.

    python -m tests.versions                      here, trixie (3.40) and testing (3.44 or later); writes RESULTS.md
    python -m tests.versions trixie --suites qgis cli

Only root can make the others (roots.py). One that cannot be had, for want of a network, of disk or of rights, is told
and fails nothing; a test that fails in one does.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.versions.report import page
from tests.versions.roots import CannotBuild, Root
from tests.versions.suites import SUITES, Outcome, test

PLACES = ('here', 'trixie', 'testing')
RESULTS = Path(__file__).with_name('RESULTS.md')


def tell(line: str) -> None:
    """Say something at once: a run takes half an hour."""
    print(line, flush=True)


def prepared(suite: str) -> Root:
    """Return the root of a Debian suite, set up by `make tools` as a user's machine is; raise CannotBuild."""
    root = Root(suite)
    tell(f'{suite}: making or updating its root ...')
    root.build()
    done = root.run('make', 'tools', timeout=3600.0)
    if done.returncode and root.has_network():
        raise SystemExit(f'{suite}: `make tools` failed.\n{done.stdout[-4000:]}')
    if done.returncode:
        raise CannotBuild('its packages cannot be fetched')
    return root


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; return 1 where a test failed."""
    parser = argparse.ArgumentParser(prog='python -m tests.versions', description=__doc__.split('\n')[0])
    parser.add_argument('places', nargs='*', help=f'of {", ".join(PLACES)}, or another suite of Debian; empty = these')
    parser.add_argument('--suites', nargs='+', choices=SUITES, default=SUITES, help='folders of tests/')
    options = parser.parse_args(arguments)
    roots: dict[str, Root | None] = {}
    for place in options.places or PLACES:
        try:
            roots[place] = None if place == 'here' else prepared(place)
        except (CannotBuild, subprocess.TimeoutExpired, OSError) as error:
            tell(f'{place} is left out: {error}.')
    with ThreadPoolExecutor(max(os.cpu_count() or 1, 1)) as pool:  # most of a test runs on one core
        running = [pool.submit(test, place, root, tuple(options.suites), tell) for place, root in roots.items()]
        outcomes: list[Outcome] = [each.result() for each in running]
    if tuple(outcome.place for outcome in outcomes) == PLACES and tuple(options.suites) == SUITES:
        RESULTS.write_text(page(outcomes), encoding='utf-8')
        tell(f'Written: {RESULTS}')
    for outcome in outcomes:
        for name in outcome.failures:
            tell(f'FAILED on {outcome.place}: {name}')
    return int(any(outcome.failures for outcome in outcomes))


if __name__ == '__main__':
    sys.exit(main())
