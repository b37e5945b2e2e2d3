"""What a composite has to beat where its target date is hidden: push-pull, the nearest dates, plain fits on them."""

from __future__ import annotations

import numpy as np

from sar2optical_qgis.core.fit.features import FeatureMap
from sar2optical_qgis.core.fit.normal_equations import NormalEquations
from sar2optical_qgis.core.raster import push_pull as pushpull
from training.baselines import plain_ridge
from training.data.clouded_series import Case

BASELINES = (
    'push-pull', 'nearest date', 'nearest date, gain and bias', 'plain ridge on the nearest date',
    'plain ridge on all dates', 'fit on the nearest date',
)  # fmt: skip


def baselines(case: Case) -> dict[str, np.ndarray]:
    """Return what the composite has to beat, (bands, rows, cols); chains: where a date is hidden, the next one."""
    truth, clear = case.target.scene.reflectance.astype(np.float32), case.target.scene.valid & ~case.hidden
    start = pushpull.fill(np.where(clear, truth, 0.0).astype(np.float32), clear.astype(np.float32))
    copied, matched, fitted, ridge = (start.copy() for _ in range(4))
    left = {name: case.hidden.copy() for name in ('copied', 'matched', 'fitted')}
    for other, shows in zip(case.others, case.clear):
        values = other.scene.reflectance.astype(np.float32)
        both = clear & shows
        use = left['copied'] & shows
        copied[:, use], left['copied'] = values[:, use], left['copied'] & ~shows
        if both.sum() >= 60:
            use = left['matched'] & shows
            lines = [np.polyfit(a[both], b[both], 1) for a, b in zip(values, truth)]
            matched[:, use] = np.stack([np.polyval(line, a[use]) for line, a in zip(lines, values)])
            ridge[:, use] = plain_ridge.fill(truth, clear, [values], [shows])[:, use]
            known = np.broadcast_to(shows, values.shape)
            sums = NormalEquations(clear.shape, len(truth), FeatureMap(values[:, both]))
            sums.accumulate(0, 0, truth, clear, values, known)
            fitted[:, use] = sums.solve().predict(0, 0, truth, clear, values, known)[:, use]
            left['matched'] &= ~shows
    together = plain_ridge.fill(truth, clear, [o.scene.reflectance.astype(np.float32) for o in case.others], case.clear)
    return dict(zip(BASELINES, (start, copied, matched, ridge, together, fitted)))
