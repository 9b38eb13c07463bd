"""A session as JSON, by the schema `assets/schemas/session-export-1.json`. Pure.

Later versions add fields; one that changes the meaning of a field, or takes one away, has another format number.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from interviewer.export.values import Exported

FORMAT = 1
SCHEMA = "schemas/session-export-1.json"
"""In the assets."""


def to_json(exported: Exported) -> str:
    """Everything but the sound and what is for a partner, whole and readable."""
    told = {"format": FORMAT, "kind": "hotseat-session", **asdict(replace(exported, sound=None, partner=None))}
    for name in ("sound", "partner"):
        del told[name]
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
