"""What runs a model: the device that is told is the one that ran, memory that ends costs no tile, cards are kept to."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sar2optical_qgis.core.errors import DeviceError, ModelError, RuntimeMissingError
from sar2optical_qgis.core.machine import gpu
from sar2optical_qgis.core.model import installation, network
from sar2optical_qgis.core.model.card import ModelCard
from sar2optical_qgis.core.model.network import Network
from sar2optical_qgis.core.model.registry import load_model, shipped_models


def test_missing_onnxruntime_names_the_line_that_installs_it(sar_model, monkeypatch):
    monkeypatch.setitem(sys.modules, 'onnxruntime', None)
    with pytest.raises(RuntimeMissingError, match=r'pip install .*--no-deps.*onnxruntime'):
        Network(load_model(sar_model))
    assert network.runtime_report()['version'] == ''


def test_asking_for_a_gpu_that_is_not_there_is_an_error(sar_model):
    if 'CUDAExecutionProvider' in network.runtime_report()['loaded']:
        pytest.skip('this machine has a GPU')
    with pytest.raises(DeviceError, match='DEVICE gpu cannot be used'):
        Network(load_model(sar_model), 'gpu')


def test_auto_ends_on_the_cpu_without_a_gpu(sar_model):
    if 'CUDAExecutionProvider' in network.runtime_report()['loaded']:
        pytest.skip('this machine has a GPU')
    assert Network(load_model(sar_model), 'auto').device == 'cpu'


class ShortOfMemory:
    """A session that cannot hold more than ``limit`` tiles."""

    def __init__(self, session, limit):
        self.session, self.limit, self.calls = session, limit, []

    def run(self, outputs, feed, options):
        count = len(next(iter(feed.values())))
        self.calls.append(count)
        if count > self.limit:
            raise RuntimeError('CUDA failure 2: out of memory')
        return self.session.run(outputs, feed, options)


def test_out_of_memory_halves_the_batch_and_loses_no_tile(sar_model):
    net = Network(load_model(sar_model), 'cpu')
    batch = np.random.default_rng(0).random((5, 5, 16, 16)).astype(np.float32)
    expected = net(batch)[0]
    net.session = ShortOfMemory(net.session, 1)
    assert np.allclose(net(batch)[0], expected, atol=1e-6) and net.batch == 1


def test_a_gpu_out_of_memory_falls_to_the_cpu_in_auto_and_says_so(sar_model):
    net = Network(load_model(sar_model), 'auto')
    batch = np.ones((2, 5, 16, 16), np.float32)
    expected = net(batch)[0]
    net.session, net.device = ShortOfMemory(net.session, 0), 'cuda'
    assert np.allclose(net(batch)[0], expected, atol=1e-6)
    assert net.device == 'cpu' and 'memory ran out' in net.warning


def test_a_gpu_out_of_memory_is_an_error_where_the_gpu_was_asked_for(sar_model):
    net = Network(load_model(sar_model), 'cpu')
    net.session, net.device, net.wanted = ShortOfMemory(net.session, 0), 'cuda', 'gpu'
    with pytest.raises(DeviceError, match='smaller TILE_SIZE'):
        net(np.ones((1, 5, 16, 16), np.float32))


def test_a_model_that_breaks_its_card_is_refused(sar_model):
    model = load_model(sar_model)
    card = ModelCard(**{**model.card.__dict__, 'channels': ('vv', 'vh')})
    with pytest.raises(ModelError, match='does not fit its own card'):
        Network(replace(model, card=card), 'cpu')


def test_shipped_models_fit_their_cards_and_the_size_limit():
    models = shipped_models()
    if not models:
        pytest.skip('no models are shipped yet')
    total = 0
    for model in models:
        Network(model, 'cpu')
        total += Path(model.path).stat().st_size
        assert model.card.scores and model.card.data and model.card.commit
    assert {m.card.task for m in models} == {
        'sar-to-optical',
        'cloud-removal',
        'series',
        'older-picture',
        'cloud-mask',
    } and total < 20_000_000


def test_bound_inputs_and_outputs_give_the_same_picture(sar_model):
    net = Network(load_model(sar_model), 'cpu')
    batch = np.random.default_rng(1).random((3, len(net.card.channels), 16, 24), np.float32)
    plain = net(batch)
    net.bound = True
    for a, b in zip(plain, net(batch)):
        assert np.array_equal(a, b)
    assert np.array_equal(net(batch[:, :, ::2, ::3])[0], plain[0][:, :, ::2, ::3])  # not contiguous in memory


def places(net, batch, *names):
    """Memory for these outputs of a batch."""
    return {name: np.empty((len(batch), net.card.outputs[name], *batch.shape[-2:]), np.float32) for name in names}


@pytest.mark.parametrize('bound', [False, True])
@pytest.mark.parametrize('names', [('mean',), ('cover',), ('likely', 'sigma'), ('cover', 'likely', 'mean', 'sigma')])
def test_outputs_that_are_wanted_alone_are_the_same(cover_model, names, bound):
    net = Network(load_model(cover_model), 'cpu')
    batch = np.random.default_rng(1).normal(size=(2, len(net.card.channels), 16, 24)).astype(np.float32)
    every = net.session.run(list(net.card.outputs), {net.input_name: batch})
    expected = dict(zip(net.card.outputs, every))
    net.bound, out = bound, places(net, batch, *names)
    for name, values in zip(names, net(batch, out)):
        assert np.array_equal(values, expected[name]) and values is out[name]
    mean, sigma = net(batch)
    assert np.array_equal(mean, expected['mean']) and np.array_equal(sigma, expected['sigma'])


def test_out_of_memory_loses_none_of_the_outputs_that_are_wanted(cover_model):
    net = Network(load_model(cover_model), 'cpu')
    batch = np.random.default_rng(0).normal(size=(5, len(net.card.channels), 16, 16)).astype(np.float32)
    expected, out = net(batch, places(net, batch, 'likely', 'cover')), places(net, batch, 'likely', 'cover')
    session, net.session = net.session, None

    class Short(ShortOfMemory):
        def io_binding(self):
            raise RuntimeError('CUDA failure 2: out of memory')

    net.session = Short(session, 2)
    net(batch, out)
    for name, values in zip(out, expected):
        assert np.allclose(out[name], values, atol=1e-6)
    assert net.batch <= 2


def test_a_card_that_promises_more_than_the_model_gives_is_refused(sar_model):
    model = load_model(sar_model)
    with pytest.raises(ModelError, match='outputs mean, sigma, likely, cover'):
        Network(replace(model, card=replace(model.card, covers=('water', 'green'))), 'cpu')


def test_a_closed_network_keeps_its_device(sar_model):
    net = Network(load_model(sar_model), 'cpu')
    net.close()
    assert net.device == 'cpu' and net.session is None


@pytest.mark.parametrize(
    ('side', 'free_mb', 'batch'),
    [(256, None, 22), (256, 80_000, 22), (256, 500, 4), (256, 10, 1), (1024, 80_000, 1), (1024, None, 1)],
)
def test_a_gpu_takes_as_many_tiles_as_fill_it_and_its_free_memory_holds(monkeypatch, side, free_mb, batch):
    monkeypatch.setattr(gpu, 'free_bytes', lambda: free_mb and free_mb * 10**6)
    assert gpu.batch_for(side**2) == batch


def test_a_machine_without_nvidia_tells_no_free_memory(monkeypatch):
    monkeypatch.setattr(gpu, 'MONITOR', 'libnothing-of-this-name.so')
    assert gpu.free_bytes() is None


def test_memory_is_not_pinned_where_no_driver_can_do_it_and_serves_all_the_same(monkeypatch):
    monkeypatch.setattr(gpu, 'DRIVER', 'libnothing-of-this-name.so')
    gpu._context.cache_clear()
    assert gpu._context() is None and gpu.pinned(np.ones(5, np.float32)).sum() == 5
    gpu._context.cache_clear()


@pytest.mark.gpu
def test_memory_is_pinned_as_long_as_it_lives():
    if not installation.has_nvidia_driver():
        pytest.skip('needs an NVIDIA GPU')
    array = np.ones(10**7, np.float32)
    context, address = gpu._context(), array.ctypes.data
    assert gpu.pinned(array) is array
    assert not gpu._with(context, 'cuMemHostRegister_v2', array, array.nbytes, gpu.PORTABLE)  # it is already
    del array
    assert not gpu._with(context, 'cuMemHostUnregister', address)  # it is no more


@pytest.mark.gpu
def test_a_card_tells_what_it_has_free():
    if not installation.has_nvidia_driver():
        pytest.skip('needs an NVIDIA GPU')
    assert 10**8 < gpu.free_bytes() < 10**12


@pytest.mark.gpu
def test_a_gpu_gives_the_picture_of_the_cpu(sar_model):
    if 'CUDAExecutionProvider' not in network.runtime_report()['loaded']:
        pytest.skip('needs an NVIDIA GPU with onnxruntime-gpu')
    batch = np.random.default_rng(0).random((2, 5, 64, 64)).astype(np.float32)
    model = load_model(sar_model)
    assert np.abs(Network(model, 'gpu')(batch)[0] - Network(model, 'cpu')(batch)[0]).max() < 1e-3
