"""A network that fails at any moment costs no half file, no hang and no crash."""

from __future__ import annotations

from tests.faults.network import cancels, network_faults
from tests.stac_server import KINDS


def test_every_kind_of_fault_ends_in_whole_files_or_a_sentence(tmp_path, archive):
    tally = network_faults(tmp_path, runs=len(KINDS), archive=archive)
    assert tally.faults == [] and sum(tally.counts.values()) > len(KINDS)


def test_a_cancel_is_heard_whatever_the_network_does(tmp_path, archive):
    tally = cancels(tmp_path, runs=3, archive=archive)
    assert tally.faults == []
