"""How jobs end: killed, cancelled, refused by a full queue, or with the service itself."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import numpy as np

from tests.web.conftest import PATIENCE, begin, ended, send, write


def large(folder, size=1500):
    """A radar layer that takes a while."""
    dice = np.random.default_rng(1)
    return write(folder / 's1.tif', dice.normal(-12, 3, (2, size, size)).astype(np.float32), ('VV', 'VH'), -9999.0)


def until_running(client, job):
    end = time.time() + PATIENCE
    while time.time() < end and client.get(f'/jobs/{job}').json()['status'] != 'running':
        time.sleep(0.02)


def busy(served):
    """The worker that has used most of the processor's time: the one with a job."""
    stats = {pid: Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split() for pid in served.workers()}
    ticks = {pid: int(values[11]) + int(values[12]) for pid, values in stats.items()}
    return max(ticks, key=ticks.get)


def test_a_killed_worker_takes_its_job_alone_and_graceful_stop_ends_what_runs(serve, scene, tmp_path):
    served = serve('--workers', '2')
    with served.client() as client:
        first = send(client, large(tmp_path))[0]['id']
        small = send(client, scene.radar)[0]['id']
        doomed = begin(client, 'sartooptical', {'INPUT': first})
        until_running(client, doomed)
        time.sleep(1.5)
        os.kill(busy(served), signal.SIGKILL)
        status = ended(client, doomed)
        assert status['status'] == 'failed' and 'SIGKILL' in status['message']
        assert ended(client, begin(client, 'sartooptical', {'INPUT': small}))['status'] == 'successful'
        numbers = client.get('/metrics').text
        assert 'sar2optical_jobs_ended_total{process="sartooptical",state="failed"} 1.0' in numbers
        assert 'sar2optical_requests_total' in numbers

        answers = []
        order = {'inputs': {'INPUT': first}, 'outputs': {'OUTPUT': {}}}

        def wait():
            with served.client() as other:
                answers.append(other.post('/processes/sartooptical/execution', json=order).status_code)

        while client.get('/health').json()['running']:  # the small one, which tidies up
            time.sleep(0.02)
        waiting = threading.Thread(target=wait)
        waiting.start()
        while not client.get('/health').json()['running']:
            time.sleep(0.02)
        served.process.send_signal(signal.SIGTERM)
        waiting.join(PATIENCE)
        assert answers == [200]
    assert served.process.wait(PATIENCE) == 0
    assert not any((served.folder / 'service').rglob('*.tif'))
    log = served.log.read_text()
    assert 's1' not in log.replace('s1.0', '') and first not in log and doomed not in log


def test_a_full_queue_says_when_to_come_again_and_a_cancelled_job_makes_room(serve, tmp_path, scene):
    served = serve(limits={'workers': 1, 'waiting': 1})
    with served.client() as client:
        upload = send(client, large(tmp_path))[0]['id']
        jobs = [begin(client, 'sartooptical', {'INPUT': upload})]
        until_running(client, jobs[0])
        jobs.append(begin(client, 'sartooptical', {'INPUT': upload}))
        order = {'inputs': {'INPUT': upload}}
        answer = client.post('/processes/sartooptical/execution', json=order, headers={'Prefer': 'respond-async'})
        assert answer.status_code == 429 and int(answer.headers['retry-after']) >= 1
        for job in jobs:
            assert client.delete(f'/jobs/{job}').json()['status'] == 'dismissed'
        small = send(client, scene.radar)[0]['id']
        assert ended(client, begin(client, 'sartooptical', {'INPUT': small}))['status'] == 'successful'


def test_limits_of_pixels_bytes_and_memory_are_told(serve, tmp_path, scene):
    served = serve(limits={'pixels': 5000, 'upload_bytes': 50_000})
    with served.client() as client:
        answer = client.post('/uploads', files={'file': ('a.tif', scene.mask.read_bytes())})
        assert answer.status_code == 413 and '96 x 96 pixels' in answer.json()['detail']
        answer = client.post('/uploads', files={'file': ('a.tif', bytes(60_000))})
        assert answer.status_code == 413 and 'too large' in answer.json()['detail']


def test_other_pages_and_hosts_may_not_use_it(client):
    assert client.post('/sample', headers={'Origin': 'http://evil.example'}).status_code == 403
    assert client.get('/health', headers={'Host': 'evil.example'}).status_code == 403
    answer = client.get('/', headers={'Accept': 'text/html'})
    assert "default-src 'none'" in answer.headers['content-security-policy']
    assert answer.headers['x-content-type-options'] == 'nosniff' and 'access-control-allow-origin' not in answer.headers
