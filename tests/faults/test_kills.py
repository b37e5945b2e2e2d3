"""A run that is killed leaves no half file, and nothing that the next run does not clean up."""

from __future__ import annotations

import pytest

from tests.faults.kills import kill_engine, kill_qgis
from tests.installed import install


def test_an_engine_killed_at_any_moment_leaves_no_half_file(tmp_path):
    tally = kill_engine(tmp_path, 4)
    assert tally.faults == [] and tally.counts['moments killed'] > 0


def test_a_qgis_process_killed_at_any_moment_leaves_no_half_file(tmp_path):
    installation = install(tmp_path / 'installed')
    if installation is None:
        pytest.skip('qgis_process is not installed')
    tally = kill_qgis(tmp_path, installation, 2)
    assert tally.faults == [] and tally.counts['moments killed'] > 0
