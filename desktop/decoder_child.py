"""The process that reads one MP4, M4A, AAC or WebM file with the FFmpeg that comes with Qt, in its own main thread.

Stands apart from the window: a file that hangs or crashes a codec is given up by killing the process. What does not
begin as such a file is not shown to FFmpeg, which also plays lists of other files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtMultimedia import QAudioDecoder, QAudioFormat

from speech.child import Channel
from speech.errors import SpeechError
from speech.recorder.wav import WavWriter
from speech.words import SAMPLE_RATE
from speech.worker import Message

MOST_SECONDS = 4 * 3600
TOLD_SECONDS = 30.0
"""Of sound, between two reports of progress."""


class Decoding:
    """One file being read; `run` returns its seconds."""

    def __init__(self, app: QCoreApplication, channel: Channel, source: Path, target: Path) -> None:
        self._app = app
        self._channel = channel
        self._name = source.name
        self._fault: SpeechError | None = None
        self._told = 0.0
        self._writer = WavWriter(target)
        form = QAudioFormat()
        form.setSampleRate(SAMPLE_RATE)
        form.setChannelCount(1)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._decoder = QAudioDecoder()
        self._decoder.setAudioFormat(form)
        self._decoder.setSource(QUrl.fromLocalFile(str(source)))
        self._decoder.bufferReady.connect(self._take)
        self._decoder.finished.connect(self._end)
        self._decoder.error.connect(self._fail)

    def run(self) -> float:
        """Raises: SpeechError, DiskFull."""
        QTimer.singleShot(0, self._decoder.start)
        try:
            self._app.exec()
        finally:
            self._decoder.stop()
            self._writer.close()
        if self._fault is not None:
            raise self._fault
        return self._writer.frames / SAMPLE_RATE

    def _take(self) -> None:
        try:
            while self._decoder.bufferAvailable():
                self._writer.write(bytes(self._decoder.read().data()))
        except SpeechError as fault:
            self._stop(fault)
        if self._writer.frames > MOST_SECONDS * SAMPLE_RATE:
            self._stop(
                SpeechError(f"{self._name} is longer than {MOST_SECONDS // 3600} hours. Cut.", code="file_too_long")
            )
        length, seconds = self._decoder.duration() / 1000, self._writer.frames / SAMPLE_RATE
        if length > 0 and seconds - self._told >= TOLD_SECONDS:
            self._told = seconds
            self._channel.offer("progress", share=min(1.0, seconds / length))

    def _fail(self) -> None:
        sentence = f"{self._name} is damaged, or holds no sound Hotseat can read. WAV, FLAC, OGG and MP3 always work."
        self._stop(SpeechError(sentence, code="file_unreadable"))

    def _stop(self, fault: SpeechError) -> None:
        self._fault = self._fault or fault
        self._end()

    def _end(self) -> None:
        self._app.exit(0)


def main() -> int:
    """Read the file that is asked for, then end."""
    channel = Channel()
    app = QCoreApplication([])
    channel.ready()
    request: Message | None = channel.inbox.get()
    if request is None:
        return 0
    try:
        seconds = Decoding(app, channel, Path(request["source"]), Path(request["target"])).run()
    except SpeechError as fault:
        channel.refuse(request, fault.code, fault.sentence)
    else:
        channel.reply(request, seconds=seconds)
    channel.inbox.get()
    return 0


if __name__ == "__main__":
    sys.exit(main())
