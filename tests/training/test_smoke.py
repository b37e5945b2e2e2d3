"""Two steps of the real command on generated chips, then export and evaluation of what came out."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.__main__ import main
from training.evaluation import command as evaluate

CONFIGS = Path(__file__).resolve().parents[2] / 'training' / 'configs'
EXPECTED = {  # config -> task, a baseline of its table, a score of its card
    'sar_to_optical': ('sar-to-optical', 'training mean colour', 'psnr'),
    'cloud_removal': ('cloud-removal', 'push-pull', 'network MAE opaque, radar'),
}


@pytest.fixture(params=sorted(EXPECTED))
def config(request, tmp_path: Path, tiny_data: Path) -> Path:
    """The committed config with a small network, two steps, and every path in the test's folder."""
    import yaml

    settings = yaml.safe_load((CONFIGS / f'{request.param}.yaml').read_text(encoding='utf-8'))
    settings['trainer'].update(max_steps=2, val_check_interval=2, default_root_dir=str(tmp_path), precision='32-true')
    settings['trainer']['logger'] = False
    settings['trainer']['callbacks'][0]['init_args'].update(dirpath=str(tmp_path), every_n_train_steps=2)
    settings['model']['init_args'].update(widths=[8, 8, 8, 8], minutes=0)
    settings['data']['init_args'].update(root=str(tiny_data), size=32, batch_size=2, workers=0)
    path = tmp_path / f'{request.param}.yaml'
    path.write_text(yaml.safe_dump(settings), encoding='utf-8')
    return path


def test_fit_export_evaluate(config: Path, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr(evaluate, 'RESULTS', tmp_path / 'RESULTS.md')
    main(['fit', '-c', str(config)])
    model = tmp_path / 'm.onnx'
    main(['export', '-c', str(config), '--checkpoint', str(tmp_path / 'last.ckpt'), '--output', str(model)])
    sheet = tmp_path / 'sheet.png'
    main(['evaluate', '-c', str(config), '--model', str(model), '--stamp', '--dry', '--sheet', str(sheet)])
    task, baseline, score = EXPECTED[config.stem]
    assert sheet.stat().st_size > 1000
    assert baseline in capsys.readouterr().out
    card = evaluate.read_card(model)
    assert card.task == task and card.stride == 16 and score in card.scores
    assert card.trained.startswith('2 steps')


def test_sections_leave_each_other_alone(tmp_path: Path):
    path = tmp_path / 'RESULTS.md'
    evaluate.write_section('a', 'one', path)
    evaluate.write_section('b', 'two', path)
    evaluate.write_section('a', 'three', path)
    text = path.read_text(encoding='utf-8')
    assert 'one' not in text and 'two' in text and text.count('three') == 1
