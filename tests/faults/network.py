"""Faults of the network at random moments of a fetch: refusals, broken and late answers, wrong lengths, lost lines.

After each: an end within its time, whole files or none, one sentence without a secret; and a second run, over a network
that works, takes up where the first broke off and brings every number.
"""

from __future__ import annotations

import random
import shutil
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
from osgeo import gdal

from sar2optical_qgis.core.catalog.access import Access, Account
from sar2optical_qgis.core.catalog.reader import wait_for_left
from sar2optical_qgis.core.catalog.request import Fetched, FetchScenes
from sar2optical_qgis.core.catalog.service import HttpError, Patience
from sar2optical_qgis.core.errors import Cancelled, Sar2OpticalError
from tests.faults.tally import Tally
from tests.makers import read
from tests.stac_archive import EPSG, NORTH, WEST, Archive, make_archive, reference_of
from tests.stac_server import KEYS, KINDS, Server, Service

CATALOGS = ('/pc/api/stac/v1', '/plain/v1', '/static/catalog.json')
EXTENT = (WEST + 400, NORTH - 1600, WEST + 1600, NORTH - 400)  # 120 x 120 pixels over both granules
LASTS = {'once': 1, 'a while': 6, 'for good': 10**9}  # requests
PATIENCE = Patience(attempts=4, pause_s=0.02, longest_wait_s=1.0, timeout_s=0.6, silence_s=3.0)
USUAL = Patience()  # of the second run, over a network that works, on a machine that may be busy
SLOWEST_S = 60.0  # of a run, on a loaded machine: attempts times time-outs, and pauses
USUAL_REQUESTS = 140  # of a run without faults: the moments lie within it


def fetch(url: str, body: bytes | None, timeout_s: float = PATIENCE.timeout_s) -> bytes:
    """Ask as a host would, with the standard library."""
    request = urllib.request.Request(url, body, {'Content-Type': 'application/json'})
    try:
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        raise HttpError(error.code, error.headers.get('Retry-After', ''), error.read()) from error
    except Exception as error:  # sockets, and http.client about answers that broke off
        raise HttpError(0) from error


def network_faults(folder: Path, runs: int = 220, seed: int = 1, archive: Archive | None = None) -> Tally:
    """Break ``runs`` fetches at random moments, each in its own way, and run each again."""
    archive = archive or make_archive(folder / 'archive')
    rng, tally = random.Random(seed), Tally(Counter())
    truth = _truth(archive, folder / 'truth')
    for number in range(runs):
        kind, lasts = KINDS[number % len(KINDS)], rng.choice(list(LASTS))
        moment, catalog = rng.randrange(USUAL_REQUESTS), rng.choice(CATALOGS)
        told = f'run {number}: {kind} {lasts} from request {moment} of {catalog}'
        out = folder / 'out'
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        gdal.VSICurlClearCache()
        with Server(Service(archive)) as server:

            def fault(path: str, count: int, kind=kind, first=moment, last=moment + LASTS[lasts]) -> str:
                return kind if first <= count < last else ''

            server.service.fault = fault
            outcome = _run(_request(server, catalog, out), told, tally)
            tally.counts[f'{kind}: {outcome}'] += 1
            _look(out, truth, told, tally, server)
            whole = {path: path.stat().st_mtime_ns for path in out.rglob('[!.]*.tif')}
            server.service.fault = lambda path, count: ''
            gdal.VSICurlClearCache()
            again = _run(replace(_request(server, catalog, out), patience=USUAL), f'{told}, again', tally)
            tally.expect(again == 'done', f'{told}: the second run ends with {again}')
            _look(out, truth, f'{told}, again', tally, server, must_be_all=True)
            kept = [path for path, stamp in whole.items() if path.stat().st_mtime_ns == stamp]
            tally.expect(len(kept) == len(whole), f'{told}: whole files were fetched anew')
            tally.counts['whole files that a second run kept'] += len(kept)
    return tally


def cancels(folder: Path, runs: int = 12, seed: int = 2, archive: Archive | None = None) -> Tally:
    """Cancel fetches at random moments, from a server that stalls too; each ends within a second."""
    archive = archive or make_archive(folder / 'archive')
    rng, tally = random.Random(seed), Tally(Counter())
    for number in range(runs):
        out = folder / 'out'
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        gdal.VSICurlClearCache()
        with Server(Service(archive)) as server:
            first = rng.randrange(USUAL_REQUESTS)
            server.service.fault = lambda path, count, first=first: 'stall' if count >= first else ''
            heard: list[float] = []

            def cancelled(server=server, first=first, heard=heard) -> bool:
                is_due = len(server.service.requests) > first + 2
                if is_due and not heard:
                    heard.append(time.monotonic())
                return is_due

            request = replace(_request(server, CATALOGS[0], out), patience=Patience())
            try:
                request.run(fetch, cancelled=cancelled)
                outcome = 'over before'
            except Cancelled:
                outcome = 'cancelled'
            except Sar2OpticalError as error:
                outcome = f'{type(error).__name__}'
            late = time.monotonic() - heard[0] if heard else 0.0
            tally.expect(late < 1.0 + PATIENCE.timeout_s, f'cancel {number} took {late:.1f} s')
            tally.expect(not list(out.rglob('*partial*')), f'cancel {number} left a partial file')
            tally.counts[f'cancels: {outcome}'] += 1
    tally.expect(wait_for_left(60.0), 'a thread of a cancelled run is inside GDAL a minute later')
    return tally


def _request(server: Server, catalog: str, out: Path) -> FetchScenes:
    return FetchScenes(
        EXTENT, reference_of(EPSG).ExportToWkt(), date(2024, 7, 25), str(out),
        ('optical', 'reference', 'radar', 'landcover'), before=45, after=5,
        catalog=f'{server.url}{catalog}', worldcover_root=f'{server.url}/worldcover', patience=PATIENCE,
        access=Access(account=Account(*KEYS)),
    )  # fmt: skip


def _truth(archive: Archive, out: Path) -> dict[str, np.ndarray]:
    """The files of a fetch that nothing disturbs, by name."""
    with Server(Service(archive)) as server:
        done: Fetched = replace(_request(server, CATALOGS[0], out), patience=USUAL).run(partial(fetch, timeout_s=30.0))
    paths = [path for _, _, *pair in done.files for path in pair if path]
    return {Path(path).name: read(path) for path in paths}


def _run(request: FetchScenes, told: str, tally: Tally) -> str:
    """How a fetch ends; whatever is no sentence of ours is a fault."""
    start = time.monotonic()
    try:
        request.run(partial(fetch, timeout_s=request.patience.timeout_s))
        outcome = 'done'
    except Sar2OpticalError as error:
        outcome, sentence = 'told', str(error)
        tally.expect(20 < len(sentence) < 400 and '\n' not in sentence, f'{told}: no sentence: {sentence}')
        secret = any(word in sentence for word in ('sig=', 'vsicurl', 'http', *KEYS))
        tally.expect(not secret, f'{told}: shows an address: {sentence}')
    except Exception as error:
        outcome = type(error).__name__
        tally.faults.append(f'{told}: {outcome}: {error}')
    spent = time.monotonic() - start
    tally.expect(spent < SLOWEST_S, f'{told}: took {spent:.0f} s')
    return outcome


def _look(
    out: Path, truth: dict[str, np.ndarray], told: str, tally: Tally, server: Server, must_be_all: bool = False
) -> None:
    """Whole files only, each with the numbers that it must have; nothing half, no secret."""
    left = [path.name for path in out.rglob('*partial*')]
    tally.expect(left == [], f'{told}: left {left}')
    found = {path.name: path for path in out.rglob('[!.]*.tif')}
    for name, path in found.items():
        try:
            values = read(path)
        except RuntimeError as error:
            tally.faults.append(f'{told}: {name} is not whole ({error})')
            continue
        is_lacking = '404' in told and not must_be_all  # a file that is gone is passed over, and seen as no data
        same = name not in truth or np.array_equal(values, truth[name]) or is_lacking
        tally.expect(same, f'{told}: {name} has other numbers')
        secret = any(token.encode() in path.read_bytes() for token in server.service.tokens)
        tally.expect(not secret, f'{told}: a token in {name}')
    if must_be_all and '404' not in told:
        tally.expect(set(truth) <= set(found), f'{told}: lacks {set(truth) - set(found)}')
