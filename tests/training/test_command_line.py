"""test, predict, resume, logs and two processes; what goes wrong is named with its file."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError, ModelError, RuntimeMissingError
from tests.training.tiny import CONFIGS, ROOT, arguments, for_tools
from training import FORMER, cli
from training.__main__ import main
from training.evaluation.fid import frechet_distance


def test_test_and_predict(data_of, tmp_path: Path, capsys):
    config, data = str(CONFIGS / 'unet_masked.yaml'), data_of('unet_masked')
    tiny = arguments('unet_masked', data, tmp_path)
    main(['fit', '-c', config, *tiny])
    main(['test', '-c', config, *tiny, '--ckpt_path', str(tmp_path / 'last.ckpt')])
    assert 'val/ring_psnr' in capsys.readouterr().out
    pictures = tmp_path / 'pictures'
    checkpoint = ['--checkpoint', str(tmp_path / 'last.ckpt')]
    main(
        [
            'predict',
            '-c',
            config,
            *checkpoint,
            '--output',
            str(pictures),
            '--most',
            '2',
            *for_tools('unet_masked', data),
        ]
    )
    assert sorted(p.name for p in pictures.iterdir()) == [
        '0001.png', '0001.tif', '0001_sigma.tif', '0002.png', '0002.tif', '0002_sigma.tif', 'sheet.png',
    ]  # fmt: skip
    mean = gdal.Open(str(pictures / '0001.tif'))
    assert mean.RasterCount == 10 and mean.GetRasterBand(3).GetDescription() == 'B04'
    assert mean.GetMetadataItem('SAR2OPTICAL_SYNTHETIC') == 'YES'
    picture = gdal.Open(str(pictures / '0001.png')).ReadAsArray()
    assert picture.shape[0] == 3 and picture.std() > 1


def test_a_run_is_logged_and_resumed(data_of, tmp_path: Path, monkeypatch):
    """With the loggers, the early stopping and the checkpoints that the config itself asks for."""
    monkeypatch.chdir(tmp_path)
    config, data = str(CONFIGS / 'unet_masked.yaml'), for_tools('unet_masked', data_of('unet_masked'))
    short = ['--trainer.val_check_interval=2', '--trainer.precision=32-true', '--trainer.log_every_n_steps=1']
    main(['fit', '-c', config, *data, *short, '--trainer.max_steps=2'])
    runs = tmp_path / 'runs' / 'unet_masked'
    assert 'val/ring_mae' in (runs / 'log' / 'version_0' / 'metrics.csv').read_text()
    assert list(runs.rglob('events.out*')) and _steps(runs / 'last.ckpt') == 2
    main(['fit', '-c', config, *data, *short, '--trainer.max_steps=4', '--ckpt_path', 'last'])
    state = torch.load(runs / 'last.ckpt', map_location='cpu', weights_only=True)
    assert state['global_step'] == 4 and any('EarlyStopping' in name for name in state['callbacks'])


def test_two_runs_of_one_seed_are_one(data_of, tmp_path: Path):
    config, data = str(CONFIGS / 'unet_masked.yaml'), data_of('unet_masked')
    found = []
    for name in ('a', 'b'):
        main(['fit', '-c', config, *arguments('unet_masked', data, tmp_path / name)])
        state = torch.load(tmp_path / name / 'last.ckpt', map_location='cpu', weights_only=True)
        found.append(state['state_dict']['network.head.weight'])
    torch.testing.assert_close(*found, rtol=0, atol=0)


def test_a_task_without_a_test_is_tested_as_it_is_validated(data_of, tmp_path: Path, capsys):
    config, tiny = str(CONFIGS / 'region_sar.yaml'), arguments('region_sar', data_of('region_sar'), tmp_path)
    main(['fit', '-c', config, *tiny])
    main(['test', '-c', config, *tiny, '--ckpt_path', str(tmp_path / 'last.ckpt')])
    assert 'val/ssim' in capsys.readouterr().out


def _steps(path: Path) -> int:
    return torch.load(path, map_location='cpu', weights_only=True)['global_step']


@pytest.mark.parametrize('command', ['fit', 'predict'])
def test_an_unknown_key_names_the_config(command: str, tmp_path: Path):
    path = tmp_path / 'mine.yaml'
    path.write_text((CONFIGS / 'unet_masked.yaml').read_text().replace('    area:', '    aera:'))
    rest = [] if command == 'fit' else ['--checkpoint', 'x', '--output', str(tmp_path)]
    with pytest.raises(InputError, match=r'(?s)mine\.yaml.*aera'):
        main([command, '-c', str(path), *rest])


@pytest.mark.parametrize('command', ['fit', 'export'])
def test_a_checkpoint_of_another_network_is_named(command: str, data_of, tmp_path: Path):
    config, data = str(CONFIGS / 'unet_masked.yaml'), data_of('unet_masked')
    main(['fit', '-c', config, *arguments('unet_masked', data, tmp_path)])
    other, checkpoint = str(CONFIGS / 'encoder_decoder.yaml'), str(tmp_path / 'last.ckpt')
    tiny = arguments('encoder_decoder', data, tmp_path / 'other')
    with pytest.raises(ModelError, match=r'(?s)last\.ckpt holds the weights of another network than .*encoder_decoder'):
        if command == 'fit':
            main(['fit', '-c', other, *tiny, '--ckpt_path', checkpoint])
        else:
            main(
                [
                    'export',
                    '-c',
                    other,
                    '--checkpoint',
                    checkpoint,
                    '--output',
                    'x.onnx',
                    *for_tools('encoder_decoder', data),
                ]
            )


def test_what_is_no_checkpoint_is_named(data_of, tmp_path: Path):
    path = tmp_path / 'broken.ckpt'
    path.write_bytes(b'not a checkpoint')
    rest = [
        '--checkpoint',
        str(path),
        '--output',
        str(tmp_path / 'm.onnx'),
        *for_tools('unet_masked', data_of('unet_masked')),
    ]
    with pytest.raises(ModelError, match=r'broken\.ckpt'):
        main(['export', '-c', str(CONFIGS / 'unet_masked.yaml'), *rest])


def test_two_processes_train_together(data_of, tmp_path: Path):
    """DDP over gloo on two CPU processes, as ``--trainer.devices 2 --trainer.strategy ddp`` starts it."""
    tiny = arguments('unet_masked', data_of('unet_masked'), tmp_path)
    command = [sys.executable, '-m', 'training', 'fit', '-c', str(CONFIGS / 'unet_masked.yaml'), *tiny]
    command += [
        '--trainer.devices=2',
        '--trainer.strategy=ddp',
        '--trainer.accelerator=cpu',
        '--data.init_args.workers=1',
    ]
    environment = {'OMP_NUM_THREADS': '1', 'OMP_WAIT_POLICY': 'PASSIVE'}
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300
    )
    text = done.stdout + done.stderr
    assert done.returncode == 0, text[-3000:]
    assert 'distributed_backend=gloo' in text and 'MEMBER: 2/2' in text and 'args parameter' not in text
    assert _steps(tmp_path / 'last.ckpt') == 2


def test_fid_says_what_it_needs(monkeypatch):
    pictures = [np.zeros((3, 32, 32), np.float32)] * 2
    monkeypatch.setitem(sys.modules, 'torch_fidelity', None)
    monkeypatch.setitem(sys.modules, 'torchmetrics.image.fid', None)
    with pytest.raises(RuntimeMissingError, match='pip install torch-fidelity'):
        frechet_distance(pictures, pictures)
    with pytest.raises(InputError, match='two pictures'):
        frechet_distance(pictures[:1], pictures)


@pytest.mark.parametrize('name', sorted(FORMER))
def test_commands_answer_to_the_names_that_they_had_before_the_rooms(name: str, monkeypatch, capsys):
    monkeypatch.setattr(sys, 'argv', ['', '--help'])
    with pytest.raises(SystemExit, match='0'):
        runpy.run_module(name, run_name='__main__', alter_sys=False)
    assert f'training.evaluation.{name.split(".")[1].removeprefix("evaluate_")}' in capsys.readouterr().out


@pytest.mark.skipif(torch.cuda.is_available(), reason='a graphics card knows bfloat16, whatever the processor does')
@pytest.mark.parametrize(('knows', 'precision'), [(True, 'bf16-mixed'), (False, '32-true')])
def test_bfloat16_is_left_to_processors_that_have_instructions_for_it(monkeypatch, knows, precision):
    monkeypatch.setattr(cli, 'has_bfloat16', lambda: knows)
    made = cli._build(['-c', str(CONFIGS / 'unet_masked.yaml')], run=False, save_config_callback=None)
    assert made.trainer.precision == precision
