"""The comparison of systems: trained for a time, exported, one table, and nothing made twice."""

from __future__ import annotations

from pathlib import Path

from tests.training.tiny import arguments
from training.evaluation import compare
from training.evaluation.command import read_card


def test_systems_are_trained_for_the_same_time_and_stand_in_one_table(tiny_data: Path, tmp_path, monkeypatch, capfd):
    folder = tmp_path / 'sar-to-optical' / 'a_small_one'
    options = [a for a in arguments('region_sar', tiny_data, folder / 'runs' / 'sar_to_optical') if 'minutes' not in a]
    system = compare.System('a small one', 'sar_to_optical', tuple(options))
    monkeypatch.setattr(compare, 'SYSTEMS', {'sar-to-optical': (system,)})
    monkeypatch.setenv('SAR2OPTICAL_DATA', str(tiny_data))
    command = ['--minutes', '0.02', '--runs', str(tmp_path), '--dry', '--sheet', str(tmp_path / 'sheet.png')]

    compare.main(command)

    model = folder / 'model.onnx'
    card = read_card(model)
    assert card.name == 'a small one' and card.trained.endswith('(processor)')
    assert int(card.trained.split()[0].replace(',', '')) > 2
    assert '| a small one, classes given |' in capfd.readouterr().out
    made = model.stat().st_mtime_ns
    assert compare.model_of(system, folder, 0.02) == model and model.stat().st_mtime_ns == made
