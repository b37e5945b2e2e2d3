"""Files that mean harm are refused in one sentence, read nothing of the server, and leave it in health."""

from __future__ import annotations

import re
import shutil
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.web.conftest import start, stop
from tests.web.hostile import SECRET, cases

CALL = re.compile(r'^(\d+)\s+(\w+)\((.*)\)\s+= (-?\d+)')
# What a worker itself needs: programs, libraries, the plugin with its models, and what the kernel tells of processors.
PROGRAM = re.compile(
    r'^/(usr|lib|lib64|opt|etc/(os-release|ld\.so|localtime|alternatives)|dev/(null|urandom)|proc/(self|cpuinfo|meminfo|stat|\d+/task)|sys/)'
)
CALLS = 'trace=open,openat,execve,connect,clone,clone3,landlock_restrict_self'
EVERY = 20  # of the cases, in the run of every day


@pytest.fixture
def outside():
    """An address that counts who asks."""
    asked = []

    class Counter(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_):
            pass

    server = HTTPServer(('127.0.0.1', 0), Counter)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f'http://127.0.0.1:{server.server_port}', asked
    server.shutdown()


def attack(client, chosen: list[tuple[str, bytes]]) -> dict[str, int]:
    """Send each file, and run a job on what is taken; return how they ended."""
    ends = {'refused': 0, 'taken, then refused': 0, 'taken, then done': 0}
    for name, content in chosen:
        answer = client.post('/uploads', files={'file': (name, content)})
        assert answer.status_code == 201 or 400 <= answer.status_code < 500, (name, answer.text)
        if answer.status_code != 201:
            sentence = answer.json()['detail']
            assert (
                sentence.endswith('.')
                and 20 < len(sentence) < 250
                and '/' not in re.sub('/(uploads|form-data)', '', sentence)
            ), sentence
            ends['refused'] += 1
            continue
        upload = answer.json()['uploads'][0]
        order = {'inputs': {'INPUT': upload['id'], 'MODEL': 'sar_to_optical'}, 'outputs': {'OUTPUT': {}}}
        answer = client.post('/processes/sartooptical/execution', json=order)
        assert answer.status_code == 200 or 400 <= answer.status_code < 500, (name, answer.text)
        assert SECRET not in answer.content
        ends['taken, then done' if answer.status_code == 200 else 'taken, then refused'] += 1
    assert client.get('/health').json()['status'] == 'ok'
    return ends


def strangers(log: str, folder: str, root: str) -> list[str]:
    """Paths that workers opened once they were locked in, and what they ran or asked, but for what they are made of."""
    own, found = set(), []
    for line in log.splitlines():
        call = CALL.match(line)
        if not call or int(call.group(4)) < 0:
            continue
        pid, name, arguments, result = call.groups()
        if name == 'landlock_restrict_self':
            own.add(pid)
        elif pid in own and name.startswith('clone'):
            own.add(result)
        elif pid in own:
            path = next(iter(re.findall(r'"([^"]*)"', arguments)), '')
            is_own = path.startswith((f'{folder}/service/processes/', root, sys.prefix)) or PROGRAM.match(path)
            if name in ('execve', 'connect') or (path.startswith('/') and not is_own):
                found.append(f'{name} {path}')
    assert own, 'no worker was seen to lock itself in'
    return found


def run_under_strace(folder, chosen, outside, root) -> tuple[dict[str, int], list[str]]:
    secret, log = folder / 'secret.tif', folder / 'strace.log'
    secret.write_bytes(SECRET)
    before = ('strace', '-f', '-s', '4096', '-e', CALLS, '-o', str(log))
    served = start(folder, before=before)
    try:
        with served.client() as client:
            ends = attack(client, chosen(secret, outside[0]))
    finally:
        stop(served)
    return ends, strangers(log.read_text(errors='replace'), str(folder), str(root))


@pytest.mark.skipif(shutil.which('strace') is None, reason='strace is not installed')
def test_hostile_files_are_refused_and_nothing_outside_is_read_or_asked(tmp_path, outside, root):
    ends, found = run_under_strace(tmp_path, lambda *given: cases(*given)[::EVERY], outside, root)
    assert sum(ends.values()) >= 9 and ends['refused'] >= 5
    assert found == [] and outside[1] == []


def test_there_are_two_hundred_of_them(tmp_path):
    assert len(cases(tmp_path / 'secret.tif')) >= 200
