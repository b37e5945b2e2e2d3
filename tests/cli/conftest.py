"""qgis_process with a profile of its own and a fresh copy of the plugin: no stale code, none of the user's settings."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

from tests.installed import Installation, install


@dataclass(frozen=True)
class Answer:
    """What qgis_process said: exit code, and both streams without Qt's own noise."""

    code: int
    output: str
    errors: str

    @property
    def results(self) -> dict:
        """The `results` of a run with --json."""
        return json.loads(self.output[self.output.index('{') :])['results']


@pytest.fixture(scope='session')
def installation(tmp_path_factory) -> Installation:
    made = install(tmp_path_factory.mktemp('installed'))
    if made is None:
        pytest.skip('qgis_process is not installed')
    return made


@pytest.fixture(scope='session')
def ask(installation):
    """Call qgis_process with these words; more variables may be given."""

    def call(*words, **variables) -> Answer:
        done = installation.run(*words, **variables)
        return Answer(done.returncode, done.stdout, done.stderr)

    return call
