"""Inside a living QGIS with a window: what users do while a run goes on. Run by QGIS itself (qgis --code), see
living_qgis.py. A timer measures the event loop; what happened is written as JSON to $LIVING_OUT/result.json.
"""

from __future__ import annotations

import faulthandler
import json
import os
import shutil
import sys
import time
import traceback
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QEventLoop, QTimer
from qgis.utils import iface, loadPlugin, plugins, startPlugin, unloadPlugin

PLUGIN = 'sar2optical_qgis'
BEAT_MS = 20
KEPT = []  # all runs: whoever lets go of a running task's context crashes QGIS


class Heart:
    """Beats in the event loop; the longest pause between two beats is how long QGIS did not answer.

    On a machine with more to do than processors everything takes longer: ``share`` is the part of its time that a
    process got when the pause was longest, and pauses are told as they would be with all of it. What threads do in a
    pause is not taken down: faulthandler reads the frames of threads that run, and crashes now and then itself.
    """

    def __init__(self):
        self.reset()
        self.timer = QTimer()
        self.timer.timeout.connect(self.beat)
        self.timer.start(BEAT_MS)

    def beat(self):
        now = time.perf_counter()
        share = min(1.0, os.cpu_count() / max(os.getloadavg()[0], 1e-3))
        self.longest, self.wall = max(self.longest, (now - self.last) * share), max(self.wall, now - self.last)
        self.last = now

    def reset(self):
        self.longest, self.wall, self.last = 0.0, 0.0, time.perf_counter()


class Run:
    """A background task of an algorithm, as the Toolbox starts it."""

    def __init__(self, inputs, out, name, **changes):
        self.ended, self.results, self.feedback = None, {}, QgsProcessingFeedback(False)
        self.context = QgsProcessingContext()
        self.context.setProject(QgsProject.instance())
        self.path = str(out / f'{name}.tif')
        parameters = {
            'INPUT': str(inputs / 's2.tif'), 'SCL': str(inputs / 'scl.tif'), 'SAR': str(inputs / 's1.tif'),
            'METHOD': 'regression', 'TILE_SIZE': 128, 'OVERLAP': 32, 'OUTPUT': self.path, **changes,
        }  # fmt: skip
        algorithm = QgsApplication.processingRegistry().createAlgorithmById('sar2optical:removeclouds')
        self.task = QgsProcessingAlgRunnerTask(algorithm, parameters, self.context, self.feedback)
        self.task.executed.connect(self.on_end)
        KEPT.append(self)
        QgsApplication.taskManager().addTask(self.task)

    def on_end(self, successful, results):
        self.ended, self.results = bool(successful), dict(results)

    def wait(self, seconds=600.0):
        wait_until(lambda: self.ended is not None, seconds)
        return self.ended


def wait_until(truth, seconds=120.0):
    """Let the event loop turn until something holds."""
    end = time.perf_counter() + seconds
    loop = QEventLoop()
    timer = QTimer()
    timer.timeout.connect(lambda: loop.quit() if truth() or time.perf_counter() > end else None)
    timer.start(BEAT_MS)
    if not truth():
        loop.exec()
    timer.stop()


def pause(seconds):
    end = time.perf_counter() + seconds
    wait_until(lambda: time.perf_counter() > end, seconds + 1)


def whole(path):
    layer = QgsRasterLayer(path, 'check')
    return layer.isValid() and layer.bandCount() == 10


def under_way(run):
    wait_until(lambda: run.feedback.progress() > 5 or run.ended is not None, 60)


def run_and_finish(inputs, out):
    run = Run(inputs, out, 'first')
    return run.wait() and whole(run.path)


def run_a_network(inputs, out):
    run = Run(inputs, out, 'network', METHOD='network', MODEL=str(inputs / 'clouds.onnx'))
    return run.wait() and whole(run.path)


def cancel(inputs, out):
    run = Run(inputs, out, 'cancelled')
    under_way(run)
    run.task.cancel()
    run.wait()
    return run.ended is not None and not os.path.exists(run.path)


def run_again(inputs, out):
    run = Run(inputs, out, 'cancelled')
    return run.wait() and whole(run.path)


def two_at_once(inputs, out):
    runs = [Run(inputs, out, 'left'), Run(inputs, out, 'right')]
    return all(run.wait() and whole(run.path) for run in runs)


def two_on_one_target(inputs, out):
    runs = [Run(inputs, out, 'both'), Run(inputs, out, 'both')]
    return all(run.wait() for run in runs) and whole(runs[0].path)


def unload_while_running(inputs, out):
    run = Run(inputs, out, 'unloaded')
    under_way(run)
    gone = unloadPlugin(PLUGIN)
    absent = QgsApplication.processingRegistry().providerById('sar2optical') is None
    ended = run.wait()
    return gone and absent and ended is not None and (whole(run.path) if ended else not os.path.exists(run.path))


def reload(inputs, out):
    back = loadPlugin(PLUGIN) and startPlugin(PLUGIN) and PLUGIN in plugins
    run = Run(inputs, out, 'reloaded')
    return back and run.wait() and whole(run.path)


def remove_the_input_layer(inputs, out):
    layer = QgsRasterLayer(str(inputs / 's2.tif'), 'image')
    QgsProject.instance().addMapLayer(layer)
    run = Run(inputs, out, 'removed', INPUT=layer.id())
    under_way(run)
    QgsProject.instance().removeMapLayer(layer.id())
    return run.wait() and whole(run.path)


def close_the_project(inputs, out):
    layer = QgsRasterLayer(str(inputs / 's2.tif'), 'image')
    QgsProject.instance().addMapLayer(layer)
    run = Run(inputs, out, 'closed', INPUT=layer.id())
    under_way(run)
    iface.newProject(False)
    return run.wait() is not None and (not run.ended or whole(run.path))


def overwrite_a_loaded_output(inputs, out):
    layer = QgsRasterLayer(str(out / 'first.tif'), 'first (generated)')
    QgsProject.instance().addMapLayer(layer)
    iface.mapCanvas().setExtent(layer.extent())
    runs = 0
    for _ in range(2):
        run = Run(inputs, out, 'first')
        while run.ended is None:
            layer.triggerRepaint()
            iface.mapCanvas().refresh()
            pause(0.2)
        runs += run.ended
    QgsProject.instance().removeAllMapLayers()
    return runs == 2 and whole(str(out / 'first.tif'))


def end_quickly_after_a_start(inputs, out):
    run = Run(inputs, out, 'hasty')
    run.task.cancel()
    run.wait(30)
    return not os.path.exists(run.path)


SCENARIOS = (
    run_and_finish, run_a_network, cancel, run_again, two_at_once, two_on_one_target, remove_the_input_layer,
    close_the_project, overwrite_a_loaded_output, end_quickly_after_a_start, unload_while_running, reload,
)  # fmt: skip


def main():
    inputs, out = Path(os.environ['LIVING_INPUTS']), Path(os.environ['LIVING_OUT'])
    faulthandler.enable(open(out.parent / 'crash.txt', 'w'))  # noqa: SIM115
    heart, found = Heart(), {}
    target = out / 'result.json'
    pause(2.0)  # QGIS has things of its own to do after its start
    for scenario in SCENARIOS * int(os.environ.get('LIVING_ROUNDS', '1')):
        if scenario is SCENARIOS[0]:  # a new round
            for path in out.glob('*.tif'):
                path.unlink()
        heart.reset()
        try:
            good, error = bool(scenario(inputs, out)), ''
        except Exception:
            good, error = False, traceback.format_exc()
        left = sorted(path.name for path in out.glob('.*'))
        blank = {'runs': 0, 'good': 0, 'pause_s': 0.0, 'wall_s': 0.0, 'load': 0.0, 'error': '', 'left': []}
        entry = found.setdefault(scenario.__name__, blank)
        entry['runs'] += 1
        entry['good'] += good
        entry['pause_s'] = round(max(entry['pause_s'], heart.longest), 3)
        if heart.wall > entry['wall_s']:
            entry['wall_s'], entry['load'] = round(heart.wall, 3), os.getloadavg()[0]
        entry['error'] += error
        entry['left'] += left
        target.write_text(json.dumps(found, indent=1))
        told = f'{scenario.__name__} {good}: pause {heart.wall:.3f} s at a load of {os.getloadavg()[0]:.1f} {left}'
        print(told, file=sys.stderr, flush=True)
    shutil.move(target, out / 'finished.json')
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


QTimer.singleShot(0, main)
