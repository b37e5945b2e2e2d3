"""What the web service bears: ``python -m tests.benchmarks.service`` prints what 32 clients got in two minutes.

Each client uploads the sample's radar, begins a job, waits for its end, takes the picture, and starts over. One worker
is killed in the middle. Meanwhile /health is asked twenty times a second, and the memory of all processes is summed up.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx
import numpy as np

from sar2optical_qgis.core.model.registry import resources_dir
from tests.web.conftest import Served, start, stop

RADAR = resources_dir() / 'sample' / 's1.tif'
PATIENCE = 60.0  # seconds after the end that jobs which are under way may take


class Load:
    """What clients and watchers have seen so far."""

    def __init__(self, served: Served, seconds: float) -> None:
        self.served, self.end = served, time.monotonic() + seconds
        self.counts: Counter[str] = Counter()
        self.health: list[float] = []
        self.memory: list[float] = []
        self.killed = 0

    def client(self) -> None:
        """Send files and take pictures until the time is over."""
        with httpx.Client(base_url=self.served.url, timeout=PATIENCE) as client:
            while time.monotonic() < self.end:
                try:
                    self.one(client)
                except httpx.HTTPError as error:
                    self.counts[f'broken: {type(error).__name__}'] += 1

    def one(self, client: httpx.Client) -> None:
        """One upload and one job."""
        upload = client.post('/uploads', files={'file': (RADAR.name, RADAR.read_bytes())})
        if upload.status_code == 429:
            self.counts['uploads asked to come again'] += 1
            time.sleep(min(float(upload.headers['retry-after']), 5.0))
            return
        if upload.status_code != 201:
            self.counts[f'uploads answered {upload.status_code}: {upload.json().get("detail", "")}'] += 1
            return
        order = {'inputs': {'INPUT': upload.json()['uploads'][0]['id']}}
        headers = {'Prefer': 'respond-async'}
        while True:
            begun = client.post('/processes/sartooptical/execution', json=order, headers=headers)
            if begun.status_code != 429:
                break
            self.counts['jobs asked to come again'] += 1
            if time.monotonic() > self.end:
                return
            time.sleep(min(float(begun.headers['retry-after']), 5.0))
        job = begun.json()['jobID']
        self.counts['jobs begun'] += 1
        status = {'status': 'accepted'}
        while status['status'] in ('accepted', 'running') and time.monotonic() < self.end + PATIENCE:
            time.sleep(0.2)
            status = client.get(f'/jobs/{job}').json()
        self.counts[f'jobs {status["status"]}'] += 1
        if status['status'] == 'successful':
            taken = client.get(f'/jobs/{job}/results/OUTPUT')
            self.counts['pictures taken'] += taken.status_code == 200 and taken.content[:2] == b'II'
        elif status['status'] == 'failed':
            self.counts[f'said: {status.get("message", "")}'] += 1

    def watch(self) -> None:
        """Ask for /health, and sum up the memory of the service and its workers."""
        with httpx.Client(base_url=self.served.url, timeout=10) as client:
            while time.monotonic() < self.end:
                asked = time.perf_counter()
                ok = client.get('/health').status_code == 200
                self.health.append(time.perf_counter() - asked if ok else np.inf)
                if len(self.health) % 20 == 0:
                    pids = (self.served.process.pid, *self.served.children())
                    self.memory.append(sum(map(resident_mb, pids)))
                time.sleep(0.05)

    def kill(self, after: float) -> None:
        """Kill the worker that computes most, once."""
        time.sleep(after)
        busy = sorted(self.served.workers(), key=processor_ticks)
        os.kill(busy[-1], signal.SIGKILL)
        self.killed = busy[-1]


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process, 0 where it is gone."""
    try:
        lines = Path(f'/proc/{pid}/status').read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith('VmRSS')), 0.0)


def processor_ticks(pid: int) -> int:
    """Return what a process has used of the processor, 0 where it is gone."""
    try:
        return sum(map(int, Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[11:13]))
    except OSError:
        return 0


def main() -> None:
    """Start the service, load it, print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--clients', type=int, default=32)
    parser.add_argument('--seconds', type=float, default=120.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        served = start(Path(folder))
        load = Load(served, options.seconds)
        threads = [threading.Thread(target=load.client) for _ in range(options.clients)]
        threads += [threading.Thread(target=load.watch), threading.Thread(target=load.kill, args=[options.seconds / 2])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        stop(served)
    p50, p95, most = np.percentile(load.health, (50, 95, 100)) * 1000
    print(
        f'{options.clients} clients, {options.seconds:.0f} s: ' + ', '.join(f'{k} {v}' for k, v in load.counts.items())
    )
    print(f'/health {len(load.health)} times: median {p50:.0f} ms, p95 {p95:.0f} ms, longest {most:.0f} ms')
    print(f'memory of all processes: median {np.median(load.memory):.0f} MB, most {max(load.memory):.0f} MB')


if __name__ == '__main__':
    main()
