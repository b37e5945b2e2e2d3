"""Install onnxruntime into the profile with a click, or take it out again; pip works beside, its words are shown."""

from __future__ import annotations

import shlex
import sys
from urllib.parse import quote

from qgis.core import QgsApplication, QgsFileDownloader, QgsSettings
from qgis.PyQt.QtCore import QProcess, QProcessEnvironment, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from ..core.errors import OutputError
from ..core.model import installation, network, runtime


def folder_of_profile():
    """Where the runtime of this profile lies."""
    return runtime.runtime_folder(QgsApplication.qgisSettingsDirPath())


class RuntimeDialog(QDialog):
    """`done_with(True)` after an installation, `done_with(False)` after it was taken out or has failed."""

    done_with = pyqtSignal(bool)

    def __init__(self, parent=None, folder=None):
        super().__init__(parent)
        self.setWindowTitle(self.tr('SAR2Optical: install onnxruntime'))
        self.resize(640, 420)
        self.folder = folder or folder_of_profile()
        self.process = self.download = None
        self.wheels = self.said = ''
        gpu = installation.has_nvidia_driver()
        self.about = QLabel(
            self.tr(
                'The networks run on the Python package {package}, which QGIS does not bring (about {size} MB). '
                'It goes into a folder of your profile, with the Python of this QGIS; nothing else is changed, '
                'numpy least of all.'
            ).format(package=runtime.package_name(), size=runtime.MEGABYTES[gpu])
        )
        self.about.setWordWrap(True)
        self.install_button = QPushButton(self.tr('Install'))
        self.install_button.setToolTip(self.tr('Download the wheels and unpack them into the profile.'))
        self.wheels_button = QPushButton(self.tr('Install from a folder of wheels ...'))
        self.wheels_button.setToolTip(self.tr('Without any network: choose a folder that holds the .whl files.'))
        self.remove_button = QPushButton(self.tr('Remove'))
        self.remove_button.setToolTip(self.tr('Take out what was installed here.'))
        self.progress = QProgressBar()
        self.progress.setRange(0, 1)
        self.progress.setTextVisible(False)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.line = QLineEdit(installation.install_line())
        self.line.setReadOnly(True)
        self.line.setCursorPosition(0)
        self.line.setToolTip(self.tr('The same by hand: run this line in a terminal, then restart QGIS.'))
        buttons = QHBoxLayout()
        for button in (self.install_button, self.wheels_button, self.remove_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        box = QVBoxLayout(self)
        box.addWidget(self.about)
        box.addLayout(buttons)
        box.addWidget(self.progress)
        box.addWidget(self.log)
        box.addWidget(QLabel(self.tr('By hand, in a terminal:')))
        box.addWidget(self.line)
        self.install_button.clicked.connect(lambda: self.install())
        self.wheels_button.clicked.connect(self._choose_wheels)
        self.remove_button.clicked.connect(self.remove)
        self._refresh()

    def _refresh(self):
        busy = self.process is not None or self.download is not None
        self.install_button.setEnabled(not busy)
        self.wheels_button.setEnabled(not busy)
        self.remove_button.setEnabled(not busy and self.folder.is_dir())
        self.progress.setRange(0, 0 if busy else 1)

    def _choose_wheels(self):
        wheels = QFileDialog.getExistingDirectory(self, self.tr('Folder of wheels'))
        if wheels:
            self.install(wheels)

    def install(self, wheels=''):
        """Start pip; it works while QGIS goes on."""
        try:
            runtime.prepare(self.folder)
        except OutputError as error:
            self._end(False, str(error))
            return
        self.wheels = wheels
        self._start()

    def _start(self, pip=''):
        self.said, self.pip = '', pip
        program, *arguments = runtime.install_command(self.folder, self.wheels, pip=pip)
        self._write(shlex.join([program, *arguments]))
        self.process = QProcess(self)
        self.process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self.process.setProcessEnvironment(_environment())
        self.process.readyReadStandardOutput.connect(self._listen)
        self.process.finished.connect(self._finish)
        self.process.errorOccurred.connect(self._fail_to_start)
        self.process.start(program, arguments)
        self._refresh()

    def _write(self, text):
        """One more text in the log, in sight."""
        self.log.appendPlainText(text)
        self.log.verticalScrollBar().setValue(self.log.verticalScrollBar().maximum())

    def _listen(self):
        text = bytes(self.process.readAllStandardOutput()).decode('utf-8', 'replace')
        self.said += text
        self._write(text.rstrip())

    def _fail_to_start(self, error):
        if error == QProcess.ProcessError.FailedToStart:
            self._end(False, self.tr('The Python of this QGIS was not found. Use the line below by hand.'))

    def _finish(self, code, status):
        if code != 0 or status != QProcess.ExitStatus.NormalExit:
            if 'No module named pip' in self.said and not self.pip:
                self._get_pip()
            else:
                self._end(False, self._hint())
            return
        try:
            runtime.complete(self.folder)
            report = network.runtime_report()
            if report['problem']:
                runtime.remove(self.folder)  # what cannot be loaded must not look as if it were there
        except OutputError as error:
            self._end(False, str(error))
            return
        if report['problem']:
            told = self.tr('It was installed, but does not load here ({problem}); so it was taken out again.')
            self._end(False, told.format(problem=report['problem']))
        else:
            told = self.tr('onnxruntime {version} is ready ({devices}). No restart is needed.')
            self._end(True, told.format(version=report['version'], devices=', '.join(report['loaded'])))

    def _get_pip(self):
        """Debian's Python comes without pip: take it from the folder of wheels, or download it; it is not installed."""
        self.process = None
        if self.wheels:
            wheel = runtime.pip_among(self.wheels)
            if wheel:
                self._start(wheel)
            else:
                self._end(False, self.tr('This Python has no pip, and the folder holds no wheel of it. Put one there.'))
            return
        self._write(self.tr('This Python has no pip: it is downloaded first.'))
        wheel = runtime.partial(self.folder).with_name(runtime.PIP_URL.rsplit('/', 1)[1])
        self.download = QgsFileDownloader(QUrl(runtime.PIP_URL), str(wheel))
        # later: it is still at work when it tells of its end, and must not be let go of by then
        self.download.downloadExited.connect(lambda: QTimer.singleShot(0, lambda: self._use_pip(wheel)))
        self._refresh()

    def _use_pip(self, wheel):
        self.download = None
        if runtime.is_our_pip(wheel):
            self._start(str(wheel))
        else:
            self._end(
                False, self.tr('pip could not be downloaded. Install it (Debian, Ubuntu: python3-pip), then try again.')
            )

    def _hint(self):
        """Why pip may have failed, and what to do."""
        if self.wheels:
            told = self.tr(
                'pip ended with an error, nothing was changed. The folder must hold wheels of {names} '
                'that fit this system and Python {version}.'
            )
            names = ', '.join((runtime.package_name(), *installation.COMPANIONS))
            return told.format(names=names, version='.'.join(map(str, sys.version_info[:2])))
        return self.tr('pip ended with an error, nothing was changed. See its words above; check network and proxy.')

    def remove(self):
        """Undo the installation."""
        try:
            runtime.remove(self.folder)
        except OutputError as error:
            self._end(False, str(error))
            return
        self._end(False, self.tr('Removed. What is loaded already goes when QGIS is closed.'))

    def _end(self, fine, sentence):
        self.process = None
        self._write(sentence)
        self._refresh()
        self.done_with.emit(fine)

    def reject(self):
        """Closing the window stops pip."""
        if self.download is not None:
            self.download.cancelDownload()
        if self.process is not None:
            self.process.kill()
            self.process.waitForFinished(2000)
        super().reject()


def _environment():
    """This process's environment, with the proxy of QGIS's options: not among the arguments, which are shown."""
    environment, settings = QProcessEnvironment.systemEnvironment(), QgsSettings()
    for name in ('PIP_USER', 'PIP_REQUIRE_VIRTUALENV'):  # a user's settings of pip that forbid a folder of one's own
        environment.insert(name, '0')
    host = settings.value('proxy/proxyHost', '', str)
    if settings.value('proxy/proxyEnabled', False, bool) and host:
        user, secret = (settings.value(f'proxy/proxy{key}', '', str) for key in ('User', 'Password'))
        access = f'{quote(user, safe="")}:{quote(secret, safe="")}@' if user else ''
        port = settings.value('proxy/proxyPort', '', str)
        scheme = 'socks5' if settings.value('proxy/proxyType', '', str) == 'Socks5Proxy' else 'http'
        address = f'{scheme}://{access}{host}{f":{port}" if port else ""}'
        for name in ('HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'):
            environment.insert(name, address)
    return environment
