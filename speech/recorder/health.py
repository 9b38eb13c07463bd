"""Is the microphone any good? Pure rules over the level of every tenth of a second.

Runs in the recorder child. A muted or forbidden microphone delivers exact zeros and no error on every system; so it is
recognised by that.
Thresholds are what similar programs came to: zeros for 1-2 s mean muted; never above −60 dBFS for 8 s means the wrong
microphone; 1 % of frames at full scale is audible clipping. Who was heard before and is silent now may be thinking.
"""

from __future__ import annotations

from dataclasses import dataclass

from speech.recorder.activity import Level

DEAD_AT_START_SECONDS = 2.0
SILENT_IN_ANSWER_SECONDS = 5.0
QUIET_DB = -60.0
QUIET_SECONDS = 8.0
QUIET_AFTER_SOUND_SECONDS = 60.0
CLIPPED_FRACTION = 0.01
CLIPPING_SECONDS = 1.0

SENTENCES = {
    "microphone_dead": "The microphone delivers no sound at all. It may be muted, or this program may not use it: "
    "check the mute switch and the microphone permission in the system settings.",
    "microphone_silent": "The microphone went completely silent. Check its mute switch; the recording goes on.",
    "microphone_quiet": "You are very quiet. Move closer, raise the input level, or choose another microphone.",
    "microphone_clipping": "The microphone is too loud and distorts. Lower its input level or move back a little.",
    "microphone_well": "The microphone is heard well again.",
}


@dataclass(slots=True)
class Health:
    """Turns levels into findings; each trouble is reported once until it is over."""

    _trouble: str = ""
    _zeros: float = 0.0
    _quiet: float = 0.0
    _clipping: float = 0.0
    _ever_sound: bool = False
    _ever_loud: bool = False

    def process(self, seconds: float, heard: Level, *, answering: bool) -> str | None:
        """Take the level of the last `seconds`; a code of `SENTENCES` when something has just become true."""
        self._zeros = self._zeros + seconds if heard.zero else 0.0
        self._quiet = self._quiet + seconds if answering and heard.peak_db < QUIET_DB else 0.0
        loud = heard.clipped > CLIPPED_FRACTION
        self._clipping = self._clipping + seconds if loud else max(0.0, self._clipping - seconds / 2)
        self._ever_sound = self._ever_sound or not heard.zero
        self._ever_loud = self._ever_loud or heard.peak_db >= QUIET_DB
        found = self._diagnosis(answering)
        if found and found != self._trouble:
            self._trouble = found
            return found
        if self._trouble and self._over(heard):
            self._trouble = ""
            return "microphone_well"
        return None

    def _diagnosis(self, answering: bool) -> str:
        if not self._ever_sound and self._zeros >= DEAD_AT_START_SECONDS:
            return "microphone_dead"
        if self._ever_sound and answering and self._zeros >= SILENT_IN_ANSWER_SECONDS:
            return "microphone_silent"
        if self._clipping >= CLIPPING_SECONDS:
            return "microphone_clipping"
        patience = QUIET_AFTER_SOUND_SECONDS if self._ever_loud else QUIET_SECONDS
        if self._quiet >= patience and self._zeros == 0.0:
            return "microphone_quiet"
        return ""

    def _over(self, heard: Level) -> bool:
        if self._trouble == "microphone_clipping":
            return self._clipping == 0.0
        if self._trouble == "microphone_quiet":
            return heard.peak_db >= QUIET_DB
        return not heard.zero
