"""How practising goes: readiness, what has changed, companies ahead, what to practise next. Pure but for `board`."""
