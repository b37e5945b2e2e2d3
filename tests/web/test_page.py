"""The page in a real Chromium: drop, see, drag the line, change a setting, download, cancel, and what goes wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import time

import pytest

from tests.web.conftest import PATIENCE
from tests.web.test_jobs import large

webdriver = pytest.importorskip('selenium.webdriver', reason='selenium is not installed')
CHROMIUM, DRIVER = shutil.which('chromium'), shutil.which('chromedriver')
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason='chromium and chromium-driver are not installed')
DROP = """
const data = new DataTransfer();
for (const file of document.getElementById('files').files) data.items.add(file);
document.getElementById('files').value = '';
for (const name of ['dragenter', 'dragover', 'drop'])
  document.body.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
"""


class Browser:
    """A window of Chromium on the page."""

    def __init__(self, url, width=1280, height=900, language='en', dark=False):
        options = webdriver.ChromeOptions()
        for argument in (
            '--headless=new',
            '--no-sandbox',
            '--disable-gpu',
            '--disable-dev-shm-usage',
            f'--lang={language}',
        ):
            options.add_argument(argument)
        options.binary_location = CHROMIUM
        options.add_experimental_option('prefs', {'intl.accept_languages': language})
        options.set_capability('goog:loggingPrefs', {'browser': 'ALL', 'performance': 'ALL'})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
        size = {'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': width < 600}
        self.driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', size)
        scheme = {'name': 'prefers-color-scheme', 'value': 'dark' if dark else 'light'}
        self.driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': [scheme]})
        self.url = url
        self.open()

    def open(self):
        self.driver.get(self.url)
        self.until('document.body.dataset.ready')

    def js(self, code, *values):
        return self.driver.execute_script(code, *values)

    def find(self, name):
        return self.driver.find_element('id', name)

    def until(self, condition):
        end = time.time() + PATIENCE
        while time.time() < end:
            if found := self.js(f'return {condition}'):
                return found
            time.sleep(0.03)
        raise AssertionError(f'{condition} never came; the page says: {self.error()}')

    def error(self):
        return self.js('const e = document.getElementById("error"); return e.hidden ? "" : e.textContent')

    def drop(self, *paths):
        """Drop files on the page as a mouse would; they come in by the input, since a driver has no other files."""
        self.js("document.getElementById('files').onchange = null")
        self.find('files').send_keys('\n'.join(map(str, paths)))
        self.js(DROP)

    def choose(self, name, value):
        self.js(f'document.querySelector(`input[name="{name}"][value="{value}"]`).click()')

    def requests(self):
        """Addresses that the browser asked for."""
        messages = (json.loads(entry['message'])['message'] for entry in self.driver.get_log('performance'))
        return [m['params']['request']['url'] for m in messages if m['method'] == 'Network.requestWillBeSent']


@pytest.fixture
def browse(served):
    opened = []

    def begin(url=served.url, **options):
        opened.append(Browser(url, **options))
        return opened[-1]

    yield begin
    for browser in opened:
        browser.driver.quit()


@pytest.fixture(scope='session')
def axe(tmp_path_factory):
    """The source of axe-core, from npm."""
    folder = tmp_path_factory.mktemp('axe')
    if shutil.which('npm') is None:
        pytest.skip('npm is not installed')
    done = subprocess.run(
        ['npm', 'install', '--silent', '--prefix', str(folder), 'axe-core'],
        capture_output=True,
        timeout=120,
        check=False,
    )
    source = folder / 'node_modules' / 'axe-core' / 'axe.min.js'
    if done.returncode or not source.is_file():
        pytest.skip('axe-core cannot be fetched from npm')
    return source.read_text('utf-8')


def violations(browser, axe):
    browser.driver.execute_cdp_cmd('Runtime.evaluate', {'expression': axe})  # as the console may, whatever the CSP says
    found = browser.driver.execute_async_script(
        'const done = arguments[0];'
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })'
        '.then((r) => done(r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`)))'
    )
    return found


def test_from_drop_to_download(browse, scene, axe):
    browser = browse()
    assert violations(browser, axe) == []
    browser.drop(scene.radar)
    browser.until('document.body.dataset.done')
    assert browser.error() == ''
    assert browser.js('return [...document.querySelectorAll("#layers img")].length') == 2
    assert 'Radar bands by description' in browser.find('decisions').text
    assert violations(browser, axe) == []

    keys = browser.find('line')
    browser.until('document.getElementById("line").getAttribute("aria-valuenow") === "50"')  # has swept in
    before = int(keys.get_attribute('aria-valuenow'))
    keys.send_keys(webdriver.Keys.ARROW_RIGHT)
    assert int(keys.get_attribute('aria-valuenow')) == before + 2
    webdriver.ActionChains(browser.driver).drag_and_drop_by_offset(keys, 200, 0).perform()
    assert int(keys.get_attribute('aria-valuenow')) > before + 10
    clip = 'return document.querySelectorAll("#layers img")[1].style.clipPath'
    assert browser.js(clip).startswith('inset(0')

    first = browser.js('return document.body.dataset.done')
    browser.choose('STYLE', 'vivid')
    browser.until(f'document.body.dataset.done && document.body.dataset.done !== "{first}"')
    answers = browser.driver.execute_async_script(
        'const done = arguments[0];'
        'Promise.all([...document.querySelectorAll("#downloads a")].map((a) => fetch(a.href).then((r) =>'
        ' [r.status, r.headers.get("content-type"), r.headers.get("content-disposition")]))).then(done)'
    )
    assert [answer[0] for answer in answers] == [200] * len(answers)
    assert answers[0][1].startswith('image/tiff') and answers[1][1] == 'image/png' and 'generated' in answers[1][2]
    browser.js('document.querySelector("[name=overlay-UNCERTAINTY]").click()')
    browser.until('!document.getElementById("legend").hidden')
    assert 'grey levels' in browser.find('legend').text
    assert all(url.startswith((browser.url, 'data:', 'blob:')) for url in browser.requests())
    assert [entry for entry in browser.driver.get_log('browser') if entry['level'] == 'SEVERE'] == []


def test_clouds_by_three_files_in_german_in_the_dark_on_a_phone(browse, scene, axe):
    browser = browse(width=320, height=640, language='de', dark=True)
    assert browser.js('return document.documentElement.scrollWidth') <= 320
    browser.drop(scene.image, scene.mask, scene.radar)
    browser.until('document.body.dataset.done')
    assert browser.find('task').get_attribute('value') == 'removeclouds' and browser.find('run').text == 'Starten'
    assert browser.js('return document.documentElement.scrollWidth') <= 320
    assert violations(browser, axe) == []


def test_a_cancelled_job_a_broken_file_and_a_file_that_is_too_large(serve, browse, tmp_path, scene):
    served = serve('--max-megabytes', '20')
    browser = browse(served.url)
    broken, big = tmp_path / 'broken.tif', tmp_path / 'big.tif'
    broken.write_bytes(scene.radar.read_bytes()[:900])
    big.write_bytes(bytes(21 << 20))
    browser.drop(broken)
    browser.until('!document.getElementById("error").hidden')
    assert 'damaged' in browser.error() or 'cannot be read' in browser.error()
    browser.open()
    browser.drop(big)
    browser.until('!document.getElementById("error").hidden')
    assert '20 MB' in browser.error()
    browser.open()
    browser.drop(large(tmp_path))
    browser.until('!document.getElementById("cancel").hidden && document.body.classList.contains("busy")')
    browser.find('cancel').click()
    browser.until('document.getElementById("progress-card").hidden')
    assert browser.error() == '' and not browser.js('return document.body.dataset.done')


def test_without_onnxruntime_the_page_says_what_can_be_done(serve, browse, tmp_path, scene):
    hidden = tmp_path / 'hidden'
    hidden.mkdir()
    (hidden / 'onnxruntime.py').write_text('raise ImportError("not here")\n')
    browser = browse(serve(PYTHONPATH=str(hidden)).url)
    browser.drop(scene.radar)
    browser.until('!document.getElementById("error").hidden')
    assert 'onnxruntime is missing there' in browser.error() and '/' not in browser.error()
