"""Every config: two steps of the real command, evaluation or validation, export, pictures; errors name the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from osgeo import gdal

from sar2optical_qgis.core.errors import InputError, ModelError
from sar2optical_qgis.core.remove_clouds import RemoveClouds
from sar2optical_qgis.core.sar_to_optical import SarToOptical
from tests.training import trees
from training import evaluate
from training.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
CONFIGS = ROOT / 'training' / 'configs'
SMALL = {  # config -> what makes its network small
    'encoder_decoder': ['network.init_args.widths=[8,8,8]'],
    'experts': ['network.init_args.expert.init_args.widths=[8,8]', 'network.init_args.router_widths=[8,8]'],
    'pix2pix': ['network.init_args.width=4', 'network.init_args.depth=6', 'discriminator_width=4'],
    'pix2pix_sen12': [
        'network.init_args.width=4',
        'network.init_args.depth=6',
        'discriminator_width=4',
        'adversarial=hinge',
    ],
    'region_clouds': ['widths=[8,8,8,8]'],
    'region_sar': ['widths=[8,8,8,8]'],
    'timegate': ['network.init_args.width=8', 'network.init_args.widths=[8,8]'],
    'unet_masked': ['network.init_args.widths=[8,8,8]'],
}
ELSEWHERE = {'sar_to_optical', 'cloud_removal', 'terramind'}  # test_smoke.py, test_terramind.py


def arguments(name: str, data: Path, folder: Path, steps: int = 2) -> list[str]:
    """Return the committed config's overrides for a tiny run into ``folder``."""
    model = [f'--model.init_args.{item}' for item in [*SMALL[name], 'minutes=0']]
    batches = ['root=' + str(data), 'size=64', 'batch_size=2', 'workers=0']
    trainer = [
        f'max_steps={steps}', f'val_check_interval={steps}', 'precision=32-true', f'default_root_dir={folder}',
        'enable_progress_bar=false', 'logger=false', 'callbacks=[training.callbacks.KeepLast]',
        f'callbacks.dirpath={folder}',
    ]  # fmt: skip
    return [
        *model,
        *(f'--data.init_args.{item}' for item in batches),
        *(f'--trainer.{item}' for item in trainer),
    ]


def for_tools(name: str, data: Path) -> list[str]:
    """Return the overrides that export, evaluate and predict need: network and data."""
    return [a for a in arguments(name, data, data) if not a.startswith('--trainer')]


@pytest.fixture(scope='session')
def data_of(tiny_data: Path, tmp_path_factory):
    """The folder of tiny data that a config wants."""
    made: dict[str, Path] = {}

    def find(name: str) -> Path:
        maker = {'pix2pix_sen12': 'sen12', 'region_sar': 'folder', 'region_clouds': 'folder', 'timegate': 'index'}.get(
            name
        )
        if maker is None:
            return tiny_data
        if maker not in made:
            made[maker] = getattr(trees, maker)(tmp_path_factory.mktemp(maker))
        return made[maker]

    return find


def test_every_config_is_tried():
    assert set(SMALL) | ELSEWHERE == {path.stem for path in CONFIGS.glob('*.yaml')}


@pytest.mark.parametrize('name', sorted(SMALL))
def test_fit_export_evaluate(name: str, data_of, tmp_path: Path, capsys):
    config, data = str(CONFIGS / f'{name}.yaml'), data_of(name)
    main(['fit', '-c', config, *arguments(name, data, tmp_path, 4 if 'pix2pix' in name else 2)])
    checkpoint, model = str(tmp_path / 'last.ckpt'), tmp_path / 'm.onnx'
    tools = for_tools(name, data)
    main(['export', '-c', config, '--checkpoint', checkpoint, '--output', str(model), *tools])
    if name == 'timegate':
        session = onnxruntime.InferenceSession(str(model), providers=['CPUExecutionProvider'])
        mean, sigma = session.run(['mean', 'sigma'], {'input': np.zeros((1, 12, 15, 16, 8), np.float32)})
        assert mean.shape == sigma.shape == (1, 10, 16, 8)
    else:
        main(['evaluate', '-c', config, '--model', str(model), '--stamp', '--dry', *tools, '--others', str(model)])
        card = evaluate.read_card(model)
        table = capsys.readouterr().out
        assert card.name == name and card.scores and '| network |' in table and table.count(f'| {name} |') >= 3


@pytest.mark.parametrize('name', ['region_sar', 'region_clouds', 'pix2pix', 'unet_masked'])
def test_the_plugin_runs_what_was_exported(name: str, data_of, tmp_path: Path):
    """The engine takes the file as MODEL and nothing else changes."""
    config, data, model = str(CONFIGS / f'{name}.yaml'), data_of(name), tmp_path / 'm.onnx'
    main(['fit', '-c', config, *arguments(name, data, tmp_path)])
    main(
        [
            'export',
            '-c',
            config,
            '--checkpoint',
            str(tmp_path / 'last.ckpt'),
            '--output',
            str(model),
            *for_tools(name, data),
        ]
    )
    sample, output = ROOT / 'resources' / 'sample', str(tmp_path / 'out.tif')
    if evaluate.read_card(model).task == 'sar-to-optical':
        request = SarToOptical(input=str(sample / 's1.tif'), output=output, model=str(model))
    else:
        request = RemoveClouds(
            input=str(sample / 's2_cloudy.tif'),
            mask=str(sample / 'scl.tif'),
            output=output,
            method='network',
            model=str(model),
        )
    assert request.run().model == name
    assert gdal.Open(output).ReadAsArray().std() > 0


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


def test_a_run_is_resumed_and_logged(data_of, tmp_path: Path):
    config, data = str(CONFIGS / 'unet_masked.yaml'), data_of('unet_masked')
    tiny = [a for a in arguments('unet_masked', data, tmp_path) if 'logger' not in a]
    logs = [f'--trainer.logger.save_dir={tmp_path}', '--trainer.log_every_n_steps=1']
    main(
        [
            'fit',
            '-c',
            config,
            *tiny,
            '--trainer.logger=CSVLogger',
            *logs,
            '--trainer.logger+=TensorBoardLogger',
            logs[0],
        ]
    )
    assert list(tmp_path.rglob('metrics.csv')) and list(tmp_path.rglob('events.out*'))
    longer = [a.replace('max_steps=2', 'max_steps=4') for a in arguments('unet_masked', data, tmp_path)]
    cli_steps = _steps(tmp_path / 'last.ckpt')
    main(['fit', '-c', config, *longer, '--ckpt_path', 'last'])
    assert (cli_steps, _steps(tmp_path / 'last.ckpt')) == (2, 4)


def _steps(path: Path) -> int:
    import torch

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
    import os

    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300
    )
    text = done.stdout + done.stderr
    assert done.returncode == 0, text[-3000:]
    assert 'distributed_backend=gloo' in text and 'MEMBER: 2/2' in text and 'args parameter' not in text
    assert _steps(tmp_path / 'last.ckpt') == 2
