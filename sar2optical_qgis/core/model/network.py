"""The only door to onnxruntime: open a model on a device, run batches, step back when memory runs out."""

from __future__ import annotations

import importlib
import os
import re
from pathlib import Path
from types import ModuleType

import numpy as np

from ..errors import DeviceError, ModelError, RuntimeMissingError
from ..machine.cores import THREADS
from ..machine.gpu import batch_for, pinned
from .installation import has_nvidia_driver, install_line
from .registry import ModelFile

DEVICES = ('auto', 'gpu', 'cpu')
GPU_PROVIDERS = {'CUDAExecutionProvider': 'cuda', 'DmlExecutionProvider': 'directml'}
CUDA_OPTIONS = {
    'cudnn_conv_algo_search': 'HEURISTIC',  # tiles at the rims have other shapes: a search for each takes seconds
    'arena_extend_strategy': 'kSameAsRequested',  # other programs use the card too
}  # TF32, where the card has it, is onnxruntime's default: its error lies far below the network's own
LOCAL = (*GPU_PROVIDERS, 'CPUExecutionProvider')  # not Azure, a web service, nor TensorRT, which is never asked for
ESTIMATE = ('mean', 'sigma')  # of every model; its card names more
_OUT_OF_MEMORY = re.compile(r'out of memory|failed to allocate|bad_alloc|ALLOC_FAILED|not enough memory', re.IGNORECASE)


def _runtime() -> ModuleType:
    try:
        return importlib.import_module('onnxruntime')
    except Exception as error:  # a broken wheel raises anything from ImportError to AttributeError
        reason = str(error).splitlines()[0] if str(error) else ''
        raise RuntimeMissingError(
            f'onnxruntime cannot be loaded in this Python ({type(error).__name__}: {reason}). '
            f'Install it with: {install_line()}'
        ) from error


def runtime_report() -> dict[str, object]:
    """Return onnxruntime's version, the providers it claims, and those that really load (by opening a session)."""
    try:
        runtime = _runtime()
    except RuntimeMissingError as error:
        return {'version': '', 'problem': str(error), 'claimed': (), 'loaded': ()}
    claimed = tuple(runtime.get_available_providers())
    return {
        'version': runtime.__version__,
        'problem': '',
        'claimed': claimed,
        'loaded': tuple(name for name in claimed if name in LOCAL and _loads(runtime, name)),
    }


def _loads(runtime: ModuleType, provider: str) -> bool:
    try:
        session = runtime.InferenceSession(_IDENTITY, sess_options=_options(runtime), providers=[provider])
        return session.get_providers()[0] == provider
    except Exception:  # a provider that fails to load may raise anything; it does not load, that is the answer
        return False


# A model of one Identity node (opset 17, IR 8), as bytes: enough to see whether a provider loads.
_IDENTITY = (
    b'\x08\x08:7\n\x10\n\x01x\x12\x01y"\x08Identity\x12\x01gZ\x0f\n\x01x\x12\n'
    b'\n\x08\x08\x01\x12\x04\n\x02\x08\x01b\x0f\n\x01y\x12\n\n\x08\x08\x01\x12\x04\n\x02\x08\x01B\x04\n\x00\x10\x11'
)


def _options(runtime: ModuleType) -> object:
    options = runtime.SessionOptions()
    options.log_severity_level = 4  # messages come as exceptions; a GPU that does not load is told in our words
    options.enable_mem_pattern = False  # patterns keep a block of memory for each shape of tile: 190 MB of them
    options.intra_op_num_threads = int(os.environ.get(THREADS, '0'))  # 0: one a core
    options.add_session_config_entry('session.intra_op.allow_spinning', '0')  # reading and writing need the cores too
    return options


class Network:
    """A model on a device. ``device`` is the one that really runs; ``warning`` says why auto fell back, or is ''."""

    def __init__(self, model: ModelFile, device: str = 'auto') -> None:
        """Open ``model``; raise RuntimeMissingError, DeviceError or ModelError."""
        if device not in DEVICES:
            raise DeviceError(f'DEVICE "{device}" is unknown. Choose one of {", ".join(DEVICES)}.')
        self.model, self.card, self.wanted, self.warning = model, model.card, device, ''
        self.runtime = _runtime()
        gpus = [name for name in self.runtime.get_available_providers() if name in GPU_PROVIDERS]
        self.session, self.device = None, 'cpu'
        if device != 'cpu':
            self._open_gpu(gpus)
        if self.session is None:
            self.session = self._open('CPUExecutionProvider')
        self._check()
        self.bound = self.device == 'cuda'
        self.batch = 1  # tiles at once

    def prepare(self, pixels: int) -> None:
        """Choose how many tiles of up to ``pixels`` go at once: several where they are small, if a GPU holds them."""
        self.batch = 1 if self.device == 'cpu' else batch_for(pixels)

    @property
    def wants_one_shape(self) -> bool:
        """Whether another shape of the input costs a tenth of a second: CUDA's convolutions are planned anew."""
        return self.device == 'cuda'

    def memory(self, size: int) -> np.ndarray:
        """Return float32 (size,) for inputs or results, of a kind that the device copies fast."""
        values = np.empty(size, np.float32)
        return pinned(values) if self.device == 'cuda' else values

    def _open_gpu(self, gpus: list[str]) -> None:
        reason = 'this onnxruntime has no GPU support'
        for name in gpus:
            try:
                session = self._open(name)
            except ModelError as error:
                reason = str(error)
                continue
            if session.get_providers()[0] == name:
                self.session, self.device = session, GPU_PROVIDERS[name]
                return
            reason = f'{name} did not load (driver, CUDA or cuDNN missing, or of another version)'
        if self.wanted == 'gpu':
            raise DeviceError(
                f'DEVICE gpu cannot be used: {reason}. '
                'Install onnxruntime-gpu and the CUDA version it asks for, or choose DEVICE auto.'
            )
        if gpus or has_nvidia_driver():
            self.warning = f'The GPU is not used: {reason}. The CPU does the work.'

    def _open(self, provider: str) -> object:
        options = CUDA_OPTIONS if provider == 'CUDAExecutionProvider' else {}
        providers = [(provider, options)]
        if provider != 'CPUExecutionProvider':
            providers.append(('CPUExecutionProvider', {}))
        content = self.model.read()  # onnxruntime gets the bytes that were looked at, not a path to look up once more
        try:
            return self.runtime.InferenceSession(content, sess_options=_options(self.runtime), providers=providers)
        except Exception as error:  # onnxruntime raises its own exception types, a dozen of them
            raise ModelError(
                f'onnxruntime {self.runtime.__version__} cannot open {Path(self.model.path).name} ({_short(error)}). '
                'Get the model file again, or update onnxruntime.'
            ) from error

    def _check(self) -> None:
        try:
            inputs, outputs = self.session.get_inputs(), {o.name for o in self.session.get_outputs()}
            shape = inputs[0].shape if len(inputs) == 1 else []
            rank = 5 if self.card.task == 'series' else 4  # a series has its dates before the planes
            fits = len(inputs) == 1 and inputs[0].type == 'tensor(float)' and len(shape) == rank
        except (RuntimeError, UnicodeDecodeError):  # names that are no text, in a damaged file
            fits = False
        if not fits or shape[-3] != len(self.card.channels) or not set(self.card.outputs) <= outputs:
            raise ModelError(
                f'{Path(self.model.path).name} does not fit its own card (one float input of {len(self.card.channels)} '
                f'planes, outputs {", ".join(self.card.outputs)}). Export the model again.'
            )
        self.input_name = inputs[0].name

    def __call__(self, batch: np.ndarray, out: dict[str, np.ndarray] | None = None) -> tuple[np.ndarray, ...]:
        """Run float32 (N, channels, H, W), of a series (N, dates, channels, H, W).

        Returns mean and sigma, (N, bands, H, W), in the card's units. ``out``: contiguous float32 (N, planes, H, W) for
        those of the card's outputs that are wanted; they are written into it and returned in its order, which saves a
        copy, and what only the others need is not computed.
        """
        names = tuple(self.card.outputs)[: len(ESTIMATE)] if out is None else tuple(out)
        results = self._results(batch, names, out)
        for name, values in zip(names, results):
            if values.shape != (len(batch), self.card.outputs[name], *batch.shape[-2:]):
                raise ModelError(
                    f'{self.card.name} gave a picture of shape {values.shape}, not as its card says. '
                    'Export the model again.'
                )
        return tuple(results)

    def _results(
        self, batch: np.ndarray, names: tuple[str, ...], out: dict[str, np.ndarray] | None = None
    ) -> list[np.ndarray]:
        try:
            return self._run(batch, names, out)
        except Exception as error:
            results = self._step_back(batch, names, error)
            for name, values in zip(names, results if out is not None else ()):
                if values.shape == out[name].shape:
                    out[name][...] = values
            return results

    def _run(self, batch: np.ndarray, names: tuple[str, ...], out: dict[str, np.ndarray] | None) -> list[np.ndarray]:
        """Run the session; on a card, and where the answer has its place, with inputs and outputs bound.

        On a card that is one copy there and one back.
        """
        options = self.runtime.RunOptions()
        options.only_execute_path_to_fetches = len(names) < len(self.card.outputs)
        if not self.bound and out is None:
            return self.session.run(names, {self.input_name: batch}, options)
        binding = self.session.io_binding()
        binding.bind_cpu_input(self.input_name, np.ascontiguousarray(batch))
        if out is None:
            for name in names:
                binding.bind_output(name)
            self.session.run_with_iobinding(binding, options)
            return binding.copy_outputs_to_cpu()
        for name, values in out.items():
            binding.bind_output(name, 'cpu', 0, np.float32, values.shape, values.ctypes.data)
        self.session.run_with_iobinding(binding, options)
        return list(out.values())

    def close(self) -> None:
        """Let go of the model and of the memory that it ran in; ``device`` and ``warning`` stay."""
        self.session = None

    def _step_back(self, batch: np.ndarray, names: tuple[str, ...], error: Exception) -> list[np.ndarray]:
        if not _OUT_OF_MEMORY.search(str(error)) and not isinstance(error, MemoryError):
            if self.device != 'cpu' and self.wanted == 'auto':
                return self._continue_on_cpu(batch, names, f'the GPU failed ({_short(error)})')
            raise ModelError(
                f'{self.card.name} failed while running ({_short(error)}). Try DEVICE cpu, or another model.'
            ) from error
        if len(batch) > 1:
            self.batch = max(len(batch) // 2, 1)
            return self._in_parts(batch, names)
        if self.device != 'cpu' and self.wanted == 'auto':
            return self._continue_on_cpu(batch, names, 'its memory ran out')
        raise DeviceError('Memory ran out on one tile. Choose a smaller TILE_SIZE, or close other programs.') from error

    def _continue_on_cpu(self, batch: np.ndarray, names: tuple[str, ...], reason: str) -> list[np.ndarray]:
        self.warning = f'The GPU was given up: {reason}. The CPU does the rest.'
        self.session, self.device, self.batch = self._open('CPUExecutionProvider'), 'cpu', 1
        self.bound = False
        return self._in_parts(batch, names)

    def _in_parts(self, batch: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        """Run as many tiles at once as may go now."""
        n = self.batch  # it may shrink further meanwhile
        parts = [self._results(batch[k : k + n], names) for k in range(0, len(batch), n)]
        return [np.concatenate(values) for values in zip(*parts)]


def _short(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__)[:200]
