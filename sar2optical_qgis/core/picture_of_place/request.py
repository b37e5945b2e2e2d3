"""Picture of a place: a rectangle and a date in; the picture, its uncertainty, its source and a few sentences out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from ..catalog import choice
from ..catalog.request import Fetched, FetchScenes, Line, Session, files_of, landcover_line, megabytes_of
from ..catalog.scenes import Scene
from ..catalog.service import Fetch
from ..composite.request import CloudFreeComposite
from ..errors import InputError, RuntimeMissingError, memory_told
from ..raster.partial_files import check_target
from ..raster.raster import Raster
from ..remove_clouds.request import RemoveClouds
from ..run.job import Job
from ..run.provenance import PREFIX
from ..sar_to_optical.request import SarToOptical
from ..sentinel.mask_types import hidden_by
from .plan import CLEAR, WAYS, Way, aged, change_after, open_ways, rivals
from .source import copy_measured, write_even, write_source
from .trial import MEAN_OF_NORMAL, mean_error, predicted, window_of

NODATA = -9999.0
FETCHED, TRIED = 0.6, 0.7  # where the progress bar stands
SAID = {
    'optical': 'the image as it was taken',
    'clouds': 'the image of that day with its clouds removed',
    'composite': 'a composite of several dates, in the look of that day',
    'radar': 'colours learned from an older clear image, put where the radar of the day says',
}


@dataclass(frozen=True)
class Picture:
    """What was made: role -> path of OUTPUT, UNCERTAINTY, SOURCE; how, in sentences; all that was found and fetched."""

    outputs: dict[str, str] = field(default_factory=dict)
    how: str = ''
    way: str = ''
    day: date | None = None  # that the picture shows
    lines: tuple[Line, ...] = ()
    fetched: Fetched | None = None
    device: str = 'cpu'
    model: str = ''


@dataclass(frozen=True)
class PictureOfPlace:
    """A request; run() does it. ``scenes`` says where, when and from which catalogue; its WHAT is chosen here."""

    scenes: FetchScenes
    output: str = ''
    uncertainty: str = ''
    source: str = ''
    way: str = 'auto'
    method: str = 'network'  # of cloud removal
    device: str = 'auto'

    def run(
        self,
        fetch: Fetch,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        log: Callable[[str], None] | None = None,
        only_list: bool = False,
    ) -> Picture:
        """Make the picture; raise Sar2OpticalError with the fetched files kept and no half one."""
        if self.way not in ('auto', *WAYS):
            raise InputError(f'WAY "{self.way}" is unknown. Choose auto, or one of {", ".join(WAYS)}.')
        for path in filter(None, (self.output, self.uncertainty, self.source)):
            check_target(path)
        job = Job.of(progress, cancelled, log)
        wanted = replace(self.scenes, what=('optical', 'series', 'radar', 'reference', 'reference-radar', 'landcover'))
        with memory_told(), wanted.session(fetch, job) as session:
            return _Run(self, session, job).run(only_list)


class _Run:
    def __init__(self, request: PictureOfPlace, session: Session, job: Job) -> None:
        self.request, self.session, self.job = request, session, job
        self.day = request.scenes.day
        self.sentences: list[str] = []

    def run(self, only_list: bool) -> Picture:
        ways = self.look()
        lines = self.lines_of(ways)
        for line in lines:
            self.job.log(str(line))
        self.job.log(f'{len(files_of(lines))} scene(s), about {megabytes_of(lines):.0f} MB in all.')
        if only_list:
            return Picture(how=' '.join(self.sentences), way=ways[0].name, lines=tuple(lines))
        fetched = self.session.get(lines, (0.05, FETCHED))
        self.files = {scene.name: (path, mask) for _, scene, path, mask in fetched.files if scene is not None}
        self.landcover = next(iter(fetched.paths('landcover')), '')
        self.fetched = fetched
        way = self.choose(ways)
        return self.make(way, lines)

    def tell(self, sentence: str) -> None:
        self.sentences.append(sentence)
        self.job.log(sentence)

    def look(self) -> list[Way]:
        """Return the ways to try, after a look at what there is."""
        seen = self.session.optical()
        passes = self.session.radar()
        for scene in seen:
            self.job.log(str(Line('found', scene, scene.megabytes)))
        radars = [s for s in passes if choice.covered(s, self.session.place.bbox) > 0.5]
        ways = open_ways(seen, radars, self.day)
        wanted = self.request.way
        self.tell(self._what_there_is(seen, radars))
        if wanted != 'auto':
            ways = [way for way in ways if way.name == wanted]
            if not ways:
                raise InputError(
                    f'There is nothing to go the WAY {wanted} with: {self.sentences[-1]} Give more DAYS, or WAY auto.'
                )
            return ways
        if not ways:
            raise InputError(f'No picture can be made: {self.sentences[-1]} Give more DAYS, or another CATALOG.')
        return rivals(ways)

    def _what_there_is(self, seen: list[Scene], radars: list[Scene]) -> str:
        own = next((scene for scene in seen if scene.day == self.day), None)
        parts = [
            f'the day itself has an image with {own.hidden:.0%} of the extent hidden' if own else
            'no image was taken on the day itself'
        ]  # fmt: skip
        clear = [scene for scene in seen if scene.hidden <= CLEAR]
        nearest = choice.nearest_optical(clear, self.day)
        if nearest is not None and nearest is not own:
            parts.append(f'the nearest clear one is of {nearest.day}')
        passed = choice.nearest_pass(radars, self.day, self.session.place.bbox)
        parts.append(f'the nearest radar is of {passed.day}' if passed else 'there is no radar')
        return f'Of {self.day}: {len(seen)} date(s) were found; {"; ".join(parts)}.'

    def lines_of(self, ways: list[Way]) -> list[Line]:
        """Return all that the ways need, each scene once."""
        lines: dict[str, Line] = {}

        def need(what: str, scene: Scene | None) -> None:
            if scene is not None:
                lines.setdefault(scene.name, Line(what, scene, scene.megabytes))

        self.references: dict[str, tuple[list[Scene], Scene | None]] = {}
        for way in ways:
            need('optical', way.scene)
            need('radar', way.radar)
            for scene in way.series:
                need('series', scene)
            if way.name in ('clouds', 'radar'):
                day = way.scene.day if way.scene else self.day
                clear, old = self.clear_images(day), None
                if way.name == 'radar':
                    clear = clear[:1]
                    old = self.session.radar_of(clear[0].day, way.radar) if clear else None
                self.references[way.name] = clear, old
                for scene in clear:
                    need('reference', scene)
                need('reference-radar', old)
        found = list(lines.values())
        if any(way.name == 'radar' for way in ways):
            found.append(landcover_line(self.session.place))
        return found

    def clear_images(self, day: date) -> list[Scene]:
        """Return the clear images that teach, the nearest first: of DAYS one before and one after, else of a year."""
        near = [s for s in self.session.optical() if s.hidden <= 0.05 and s.day != day]
        sides = [s for s in near if s.day < day], [s for s in near if s.day > day]
        found = [choice.nearest_optical(side, day) for side in sides if side] or [self.session.reference()]
        return sorted(filter(None, found), key=lambda s: abs((s.day - day).days))

    def request_of(self, way: Way) -> object:
        """Return the request of the task that goes this way, without its outputs."""
        device = self.request.device
        if way.name == 'clouds':
            image, mask = self.files[way.scene.name]
            clear = [self.files[scene.name] for scene in self.references['clouds'][0] if scene.name in self.files]
            masks = tuple(own for _, own in clear)
            return RemoveClouds(
                image, mask, sar=self._path(self._near(way.radar, way.scene.day)),
                reference=tuple(path for path, _ in clear), reference_masks=masks if all(masks) else (),
                method=self.request.method, device=device, is_mask_found=True,
            )  # fmt: skip
        if way.name == 'composite':
            images, masks = zip(*(self.files[scene.name] for scene in way.series))
            radar = self._path(self._near(way.radar, way.scene.day))
            return CloudFreeComposite(
                images, masks, sars=(radar,) if radar else (), target_date=str(way.scene.day), device=device
            )
        clear, old = self.references['radar']
        clear = clear[0] if clear else None
        return SarToOptical(
            self._path(way.radar), landcover=self.landcover, reference=self._path(clear),
            reference_sar=self._path(old) if clear else '', device=device,
        )  # fmt: skip

    def _path(self, scene: Scene | None) -> str:
        return self.files[scene.name][0] if scene is not None and scene.name in self.files else ''

    def _near(self, radar: Scene | None, day: date) -> Scene | None:
        return radar if radar is not None and abs(radar.day - day) <= timedelta(12) else None

    def choose(self, ways: list[Way]) -> Way:
        """Return the way that predicts the least error; each but a measured image is tried on a small window."""
        if len(ways) == 1:
            return ways[0]
        tried: list[Way] = []
        for number, way in enumerate(ways):
            self.job.stop_if_cancelled()
            self.job.progress(FETCHED + (TRIED - FETCHED) * number / len(ways))
            if way.name == 'optical':
                tried.append(way)
                continue
            try:
                error = predicted(self.request_of(way), self._window(way), self.job.cancelled)
            except (RuntimeMissingError, InputError) as problem:
                self.job.decide(f'The way "{way.name}" is closed: {problem}')
                continue
            tried.append(replace(way, error=way.hidden * error + aged(way, self.day)))
        if not tried:
            raise InputError('None of the ways to a picture is open. The log says why; give more DAYS.')
        tried.sort(key=lambda way: way.error)
        told = ', '.join(f'{way.name} {way.error:.4f}' for way in tried)
        self.tell(f'Predicted error (mean over the extent, reflectance): {told}.')
        return tried[0]

    def _window(self, way: Way) -> tuple[float, float, float, float]:
        grid = self.session.place.grid
        scene = way.scene
        if scene is None:
            return window_of(grid, None)
        mask = Raster(self.files[scene.name][1], 'SCL')
        codes, good = mask.read((0, 0, mask.grid.width, mask.grid.height), (1,))
        return window_of(grid, hidden_by(codes[0], good[0], 'scl'))

    def make(self, way: Way, lines: list[Line]) -> Picture:
        """Go the way, and write what was asked for."""
        request, outputs, device, model = self.request, {}, 'cpu', ''
        day = way.scene.day if way.scene else way.radar.day
        away = (day - self.day).days
        shift = '' if not away else f', {abs(away)} day(s) {"after" if away > 0 else "before"} the date wanted'
        self.tell(f'The picture is {SAID[way.name]} ({day}{shift}).')
        how = {f'{PREFIX}HOW': ' '.join(self.sentences), f'{PREFIX}TARGET_DATE': str(self.day)}
        if way.name == 'optical':
            outputs['OUTPUT'] = copy_measured(self._path(way.scene), request.output, how) if request.output else ''
            if request.uncertainty:
                sigma = change_after(away) / MEAN_OF_NORMAL * 10000.0
                outputs['UNCERTAINTY'] = write_even(request.uncertainty, self._path(way.scene), sigma, NODATA, how)
            if request.source:
                outputs['SOURCE'] = write_source(request.source, self._path(way.scene), '', away, how)
        else:
            outputs, device, model = self._generate(way, away, how)
        return Picture(
            {role: path for role, path in outputs.items() if path}, ' '.join(self.sentences), way.name, day,
            tuple(lines), self.fetched, device, model,
        )  # fmt: skip

    def _generate(self, way: Way, away: int, how: dict[str, str]) -> tuple[dict[str, str], str, str]:
        request = self.request
        task = replace(self.request_of(way), output=request.output, uncertainty=request.uncertainty)
        with tempfile.TemporaryDirectory(prefix='sar2optical-picture-') as folder:
            mask = str(Path(folder, 'mask.tif'))
            if request.source:
                task = replace(task, **{'clouds': {'generated_mask': mask}, 'composite': {'source': request.source}}
                               .get(way.name, {}))  # fmt: skip
            report = task.run(
                progress=lambda share: self.job.progress(TRIED + (1.0 - TRIED) * share), cancelled=self.job.cancelled,
                log=self.job.log,
            )  # fmt: skip
            outputs = {role: path for role, path in report.outputs.items() if role != 'MASK'}
            if request.source and way.name != 'composite':
                picture = request.output or request.uncertainty or mask
                made = mask if way.name == 'clouds' else 'all'
                outputs['SOURCE'] = write_source(request.source, picture, made, away, how)
        if request.output and request.uncertainty:
            error = mean_error(request.output, request.uncertainty)
            share = report.pixels.get('generated', 0) / max(report.pixels.get('valid', 0), 1)
            self.tell(f'{share:.0%} of it is generated, with a predicted error of {error:.3f} there (reflectance).')
        return outputs, report.device, report.model
