"""Checks JSON against a JSON schema, as far as Hotseat's own schemas use the language."""

from __future__ import annotations

from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "null": type(None),
}
KNOWN = frozenset(
    {
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "properties", "required",
        "additionalProperties", "items", "enum", "const", "anyOf", "minimum", "maximum",
    }
)  # fmt: skip


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, at: str = "$") -> list[str]:
    """What does not fit, each with its place. Raises: ValueError for a keyword this checker does not know."""
    root = schema if root is None else root
    if unknown := set(schema) - KNOWN:
        raise ValueError(f"{at}: unknown keywords {sorted(unknown)}")
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, at)
    if "anyOf" in schema and all(faults(value, choice, root, at) for choice in schema["anyOf"]):
        return [f"{at}: fits no choice"]
    found = _of_value(value, schema, at)
    if isinstance(value, dict) and not found:
        found = _of_object(value, schema, root, at)
    if isinstance(value, list) and "items" in schema:
        found += [one for n, item in enumerate(value) for one in faults(item, schema["items"], root, f"{at}[{n}]")]
    return found


def _of_value(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(value, name) for name in types):
        return [f"{at}: not {types}"]
    wrong = ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"])
    small = "minimum" in schema and value < schema["minimum"]
    large = "maximum" in schema and value > schema["maximum"]
    return [f"{at}: {value!r} is not allowed"] if wrong or small or large else []


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def _of_object(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    properties = schema.get("properties", {})
    found = [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{at}: {name} is not known" for name in value if name not in properties]
    for name, item in value.items():
        if name in properties:
            found += faults(item, properties[name], root, f"{at}.{name}")
    return found
