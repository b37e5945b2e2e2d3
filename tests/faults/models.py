"""Hostile model files: truncated, bit-flipped, of another task, of huge claimed shapes, reaching for other files, and
cards of nonsense. Each is refused in one sentence, or is a model that runs. In a process of its own, because nobody
can promise that a library in C++ survives them:

    python -m tests.faults.models FOLDER COUNT SEED
"""

from __future__ import annotations

import json
import random
import re
import resource
import shutil
import string
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from sar2optical_qgis.core.errors import Sar2OpticalError
from sar2optical_qgis.core.model.card import METADATA_KEY
from sar2optical_qgis.core.model.network import Network
from sar2optical_qgis.core.model.registry import find_model
from tests.conftest import ROOT
from tests.faults.scenes import make_scene
from tests.faults.tally import Tally

OUTSIDE = ('/etc/passwd', '../weights.bin', 'weights.bin', '/proc/self/environ', '..\\weights.bin')
BATCH = np.random.default_rng(0).random((1, 5, 16, 16)).astype(np.float32)
MARK = 'the fuzzing begins.onnx'  # looked for before the first model: the trace counts from there


def spoil_bytes(content: bytes, dice: random.Random) -> bytes:
    """Truncate, flip bits, overwrite, remove or repeat parts."""
    data, kind = bytearray(content), dice.randrange(5)
    at = dice.randrange(len(data))
    if kind == 0:
        del data[at:]
    elif kind == 1:
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    elif kind == 2:
        data[at : at + dice.randint(1, 40)] = dice.randbytes(dice.randint(0, 40))
    elif kind == 3:
        del data[at : at + dice.randint(1, 200)]
    else:
        data[at:at] = data[dice.randrange(len(data)) :][: dice.randint(1, 500)]
    return bytes(data)


def spoil_graph(model: onnx.ModelProto, dice: random.Random) -> bytes:
    """Change what the graph says: shapes, types, names, operators, places of weights."""
    model = onnx.ModelProto.FromString(model.SerializeToString())
    graph, kind = model.graph, dice.randrange(8)
    tensor = dice.choice(graph.initializer)
    if kind == 0:
        tensor.dims[:] = [dice.choice((0, -1, 1, 7, 2**20, 2**31, 2**62)) for _ in range(dice.randint(0, 5))]
    elif kind == 1:
        tensor.data_type = dice.randrange(30)
    elif kind == 2:
        onnx.external_data_helper.set_external_data(tensor, dice.choice(OUTSIDE), offset=0, length=32)
        if dice.random() < 0.5:
            tensor.ClearField('raw_data')
    elif kind == 3:
        dim = dice.choice(dice.choice((graph.input[0], *graph.output)).type.tensor_type.shape.dim)
        dim.dim_value = dice.choice((-1, 0, 1, 3, 2**31, 2**62))
    elif kind == 4:
        node = dice.choice(graph.node)
        node.op_type = dice.choice(('Relu', 'Loop', 'EPContext', 'PythonOp', '', 'If', 'Conv', 'ConstantOfShape', '\0'))
        node.domain = dice.choice(('', '', 'com.microsoft', 'evil'))
    elif kind == 5:
        node = dice.choice(graph.node)
        names = node.input if dice.random() < 0.5 else node.output
        names[dice.randrange(len(names))] = dice.choice(('', 'mean', 'input', 'x' * 5000, 'sigma'))
    elif kind == 6:
        vast = numpy_helper.from_array(
            np.full(dice.randint(1, 6), dice.choice((2**16, 2**31, 2**40)), np.int64), 'vast'
        )
        graph.initializer.append(vast)
        graph.node.insert(0, helper.make_node('ConstantOfShape', ['vast'], ['huge']))
        graph.node.append(helper.make_node('ReduceMax', ['huge'], ['most'], keepdims=0))
        graph.node.append(helper.make_node('Add', ['zero', 'most'], ['unused']))
        graph.output.append(helper.make_tensor_value_info('unused', TensorProto.FLOAT, None))
    else:
        model.ir_version = dice.choice((0, 1, 2, 99, 2**40))
        model.opset_import[0].version = dice.choice((0, 1, 6, 17, 400, 2**40))
    return model.SerializeToString()


def spoil_card(model: onnx.ModelProto, dice: random.Random) -> bytes:
    """Change the card: keys, types, lengths, or the JSON itself."""
    model = onnx.ModelProto.FromString(model.SerializeToString())
    entry = next(prop for prop in model.metadata_props if prop.key == METADATA_KEY)
    card = json.loads(entry.value)
    for _ in range(dice.randint(1, 3)):
        card[dice.choice(list(card))] = _junk(dice, 0)
    if dice.random() < 0.1:
        del card[dice.choice(list(card))]
    text = json.dumps(card if dice.random() < 0.95 else _junk(dice, 0))
    if dice.random() < 0.2:
        at = dice.randrange(len(text))
        text = text[:at] + dice.choice(('', '}', '"', '[' * 2000, 'NaN', '\\ud800', '1e999')) + text[at:]
    entry.value = text
    return model.SerializeToString()


def _junk(dice: random.Random, depth: int) -> object:
    words = ('', 'vv', 'sar-to-optical', 'cloud-removal', 'reflectance', 'natural-colour', '\n', '<script>', '\ud800')
    simple = (None, True, 0, -1, 1, 3, 64, 2**70, 1.5, float('nan'), float('inf'), *words, 'x' * 5000,
              ''.join(dice.choices(string.printable, k=8)))  # fmt: skip
    kind = dice.randrange(10) if depth < 3 else 0
    if kind < 7:
        return dice.choice(simple)
    if kind == 7:
        return {str(_junk(dice, 3)): _junk(dice, depth + 1) for _ in range(dice.randint(0, 4))}
    return [_junk(dice, depth + 1) for _ in range(dice.randint(0, 6))]


def fuzz(folder: Path, count: int, seed: int) -> Counter:
    """Try ``count`` spoiled files of one seed; every one is opened, and run where it opens."""
    scene, dice = make_scene(folder / 'inputs', 64), random.Random(seed)
    request = scene.requests['sar']
    content = Path(request.model).read_bytes()
    model, tally = onnx.load(request.model), Counter()
    path, out = folder / 'models' / 'spoiled.onnx', folder / 'out'
    for place in (path.parent, out):
        place.mkdir()
    (folder / 'weights.bin').write_bytes(bytes(64))
    (path.parent / 'weights.bin').write_bytes(bytes(64))
    Path(MARK).exists()
    for k in range(count):
        kind, spoil = dice.choice((('bytes', None), ('graph', spoil_graph), ('card', spoil_card)))
        made = spoil(model, dice) if spoil else spoil_bytes(content, dice)
        path.write_bytes(made)
        (folder / 'last.txt').write_text(f'seed {seed}, number {k}, {kind}')
        try:
            found = find_model(str(path), 'sar-to-optical')
            if kind == 'card':
                replace(request, model=str(path), output=str(out / 'o.tif')).run()
            elif len(found.card.channels) == BATCH.shape[1]:
                Network(found, 'cpu')(BATCH)
            else:
                Network(found, 'cpu')
            tally[f'{kind}: still a model'] += 1
        except Sar2OpticalError as error:
            if not str(error).endswith('.') or '\n' in str(error):
                raise AssertionError(f'not one sentence: {error}') from error
            tally[f'{kind}: refused'] += 1
            if list(out.iterdir()):
                raise AssertionError(f'a refused model left {list(out.iterdir())}') from error
        for made_file in out.iterdir():
            made_file.unlink()
    return tally


def fuzz_apart(folder: Path, count: int, seed: int, batch: int = 500) -> Tally:
    """Fuzz in processes of their own: a crash shows in the exit code, and its input stays to be looked at."""
    tally = Tally()
    for start in range(0, count, batch):
        here = folder / f'seed_{seed + start}'
        words = [
            sys.executable,
            '-m',
            'tests.faults.models',
            str(here),
            str(min(batch, count - start)),
            str(seed + start),
        ]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=900)
        if done.returncode:
            last = (here / 'last.txt').read_text() if (here / 'last.txt').exists() else 'the start'
            tally.faults.append(f'{last}: exit code {done.returncode}: {done.stderr[-500:]}')
            continue
        tally.counts.update(json.loads(done.stdout.splitlines()[-1]))
        shutil.rmtree(here)
    tally.counts['model files fuzzed'] = sum(n for name, n in tally.counts.items() if ': ' in name)
    return tally


def opened_outside(folder: Path, count: int, seed: int) -> list[str] | None:
    """Return what fuzzed models made the process open that is none of its business; None without strace."""
    if shutil.which('strace') is None:
        return None
    folder.mkdir(exist_ok=True)
    trace = folder / 'trace.txt'
    words = ['strace', '-f', '-qq', '-e', 'trace=open,openat,openat2,newfstatat,stat', '-o', str(trace), sys.executable,
             '-m', 'tests.faults.models', str(folder / 'run'), str(count), str(seed)]  # fmt: skip
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=900)
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    since = trace.read_text(errors='replace').split(MARK, 1)[1]
    opened = set(re.findall(r'open(?:at2?)?\(.*?"([^"]+)"', since))
    return sorted(path for path in opened if re.search(r'passwd|weights|environ|\.\.|shadow', path))


if __name__ == '__main__':
    resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30,) * 2)  # what slips through must not take the machine with it
    print(json.dumps(fuzz(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
