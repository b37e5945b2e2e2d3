"""The run on other QGIS tells what came out, and fails where a test did, not where a root cannot be had."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.versions import __main__ as command
from tests.versions import roots, suites
from tests.versions.report import page
from tests.versions.suites import Outcome

LOG = """<testsuites><testsuite>
<testcase classname="tests.core.test_a" name="good"/>
<testcase classname="tests.core.test_a" name="bad"><failure message="no"/></testcase>
<testcase classname="tests.core.test_a" name="broken"><error message="no"/></testcase>
<testcase classname="tests.core.test_a" name="left"><skipped message="needs a GPU"/></testcase>
</testsuite></testsuites>"""


def test_what_pytest_wrote_is_counted_and_named(tmp_path):
    outcome = Outcome('trixie', ('3.40.6', '3.10.3', '2.2.4', '3.13.5', '5.15.15'))
    (tmp_path / 'log.xml').write_text(LOG)
    suites._read(tmp_path / 'log.xml', 'core', outcome)
    suites._read(tmp_path / 'nothing.xml', 'qgis', outcome)
    assert outcome.total == {'passed': 1, 'failed': 2, 'skipped': 1}
    outcome.seconds = {'core': 3.4}
    told = page([outcome])
    assert '| Debian 13 | 3.40.6 | 3.10.3 | 2.2.4 | 3.13.5 | 5.15.15 | 1 | 2 | 1 | 3 |' in told
    assert 'tests/core/test_a::bad' in told and '| needs a GPU | 1 |' in told


def run_of(monkeypatch, outcome: Outcome | None) -> int:
    """Run the command with one place, whose root gives this outcome, or cannot be had."""

    def prepared(suite):
        if outcome is None:
            raise roots.CannotBuild('only root may make one')

    monkeypatch.setattr(command, 'prepared', prepared)
    monkeypatch.setattr(command, 'test', lambda *_: outcome)
    return command.main(['trixie'])


def test_a_root_that_cannot_be_had_is_told_and_fails_nothing(monkeypatch, capsys):
    assert run_of(monkeypatch, None) == 0
    assert 'trixie is left out: only root may make one.' in capsys.readouterr().out


def test_a_test_that_fails_in_a_root_fails_the_run(monkeypatch, capsys):
    good = Outcome('trixie', counts={'core': Counter(passed=3)})
    assert run_of(monkeypatch, good) == 0
    bad = Outcome('trixie', counts={'core': Counter(failed=1)}, failures=['tests/core/test_a::bad'])
    assert run_of(monkeypatch, bad) == 1
    assert 'FAILED on trixie: tests/core/test_a::bad' in capsys.readouterr().out


def test_a_suite_that_crashes_counts_as_a_failure(monkeypatch, tmp_path):
    monkeypatch.setattr(suites, 'ROOT', tmp_path)
    answers = iter(['["3.22.16", "3.6.2", "1.24.2", "3.11.2", "5.15.8"]', 'Segmentation fault'])
    codes = iter([0, -11])

    def here(*_, **__):
        return suites.subprocess.CompletedProcess((), next(codes), stdout=next(answers))

    monkeypatch.setattr(suites, 'here', here)
    outcome = suites.test('here', None, ('core',), lambda _: None)
    assert outcome.total['failed'] == 1 and outcome.failures == ['tests/core ended with -11']


def test_only_root_makes_roots_and_says_so(monkeypatch):
    monkeypatch.setattr(roots.os, 'geteuid', lambda: 1000, raising=False)
    with pytest.raises(roots.CannotBuild, match='only root'):
        roots.Root('trixie').build()


def test_roots_lie_outside_of_the_checkout():
    assert Path(roots.ROOT) not in roots.Root('trixie').folder.parents
