"""The accessibility tree of other processes, as a screen reader sees it, and presses what can be pressed in it.

Speaks AT-SPI over D-Bus with jeepney, on the thread that calls. A `Node` is an address: what it says is asked anew each
time, and one whose widget has gone says nothing, shows nothing and has no children. Acting on one that is gone, hidden
or disabled raises `CannotAct`, since nobody could do that to a real window.

Qt's habits: `object_name` is the widget's objectName, or its class if it has none; items of lists, tables and trees
have the name of their view; the text of a label is its name, unless it was given an accessible name; a pressed button
acts a tenth of a second later.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.support.sound_server import wait_until

DEADLINE_SECONDS = 15.0
CALL_SECONDS = 10.0
"""A window that does not answer for so long hangs."""
POLL_SECONDS = 0.05
"""Every look costs the window that is looked at some milliseconds."""

Found = TypeVar("Found")

_ATSPI = "org.a11y.atspi."
_REGISTRY = "org.a11y.atspi.Registry"
_ROOT = "/org/a11y/atspi/accessible/root"
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_PROPERTIES = "org.freedesktop.DBus.Properties"
_ANNOUNCEMENTS = {"type": "signal", "interface": "org.a11y.atspi.Event.Object", "member": "Announcement"}

_STATES = (
    "invalid", "active", "armed", "busy", "checked", "collapsed", "defunct", "editable", "enabled", "expandable",
    "expanded", "focusable", "focused", "has tooltip", "horizontal", "iconified", "modal", "multi line",
    "multiselectable", "opaque", "pressed", "resizable", "selectable", "selected", "sensitive", "showing",
    "single line", "stale", "transient", "vertical", "visible", "manages descendants", "indeterminate", "required",
    "truncated", "animated", "invalid entry", "supports autocompletion", "selectable text", "is default", "visited",
    "checkable", "has popup", "read only",
)  # fmt: skip
"""AtspiStateType: the state of each bit, the lowest first."""

_PRESSES = ("Press", "Toggle", "ShowMenu")
_MARKS: tuple[str, ...] = ("active", "focused", "checked", "selected")


class Gone(Exception):
    """The other side does not know the node (any more), or has ended."""


class CannotAct(AssertionError):
    """What a test wants to do to a node is not possible for a user."""


def wait_for(condition: Callable[[], Found | None], what: str, *, deadline_seconds: float = DEADLINE_SECONDS) -> Found:
    """Look again and again until `condition` says something that is true; what it said.

    Raises: TimeoutError naming `what`.
    """
    never = threading.Event()
    end = time.monotonic() + deadline_seconds
    while True:
        with contextlib.suppress(Gone):
            if found := condition():
                return found
        if time.monotonic() > end:
            raise TimeoutError(f"waited {deadline_seconds:g} s in vain: {what}")
        never.wait(POLL_SECONDS)


class _Bus:
    """Method calls on one bus."""

    def __init__(self, address: str) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._connection: Any = open_dbus_connection(address, auth_timeout=CALL_SECONDS)

    def call(
        self, name: str, path: str, interface: str, method: str, signature: str = "", *arguments: Any
    ) -> tuple[Any, ...]:
        """What the other side replied.

        Raises: Gone when it does not know the object; TimeoutError when it does not answer.
        """
        from jeepney import DBusAddress, MessageType, new_method_call

        address: Any = DBusAddress(path, bus_name=name, interface=interface)
        message: Any = new_method_call(address, method, signature or None, arguments)
        try:
            reply = self._connection.send_and_get_reply(message, timeout=CALL_SECONDS)
        except TimeoutError:
            raise TimeoutError(f"no answer to {interface}.{method} within {CALL_SECONDS:g} s") from None
        if reply.header.message_type is MessageType.error:
            raise Gone(f"{method}: {' '.join(map(str, reply.body))}")
        body: tuple[Any, ...] = reply.body
        return body

    def collect(self, rule: Mapping[str, str]) -> deque[Any]:
        """A queue that signals of one kind go to whenever this connection is read."""
        from jeepney import MatchRule

        queue: deque[Any] = deque()
        match: Any = MatchRule(**rule)
        self._connection.filter(match, queue=queue).__enter__()
        self.call(*_BUS, "AddMatch", "s", match.serialise())
        return queue

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True, slots=True)
class Node:
    """Something a user can perceive: a window, a button, a label, an item of a list."""

    bus: _Bus = field(repr=False, compare=False)
    owner: str
    """The program, as a name on the bus."""
    path: str

    # --- what it is -------------------------------------------------------------------------------------------------

    @property
    def exists(self) -> bool:
        return bool(self.states)

    @property
    def identifier(self) -> str:
        """Object names from the application down to this, between dots."""
        return str(self._get("Accessible", "AccessibleId", ""))

    @property
    def object_name(self) -> str:
        return self.identifier.rpartition(".")[2]

    @property
    def name(self) -> str:
        return str(self._get("Accessible", "Name", ""))

    @property
    def description(self) -> str:
        return str(self._get("Accessible", "Description", ""))

    @property
    def role(self) -> str:
        """Such as `push button`, `label`, `check box`, `slider`, `text`, `list item`, `frame`."""
        return str(self._ask("Accessible", "GetRoleName", default=""))

    @property
    def text(self) -> str:
        """What stands in it: of a field what was typed, of anything else its name."""
        return str(self._ask("Text", "GetText", "ii", 0, -1, default="")) if self.has("Text") else self.name

    @property
    def value(self) -> float | None:
        """Of a slider, progress bar or the like; None when it has none."""
        return float(self._get("Value", "CurrentValue", 0.0)) if self.has("Value") else None

    @property
    def value_range(self) -> tuple[float, float]:
        """Least and greatest value; zeros when it has none."""
        return float(self._get("Value", "MinimumValue", 0.0)), float(self._get("Value", "MaximumValue", 0.0))

    @property
    def states(self) -> frozenset[str]:
        """Names as in AtspiStateType, in small letters: `showing`, `enabled`, `focused`, `checked`, `selected`, …"""
        low, high = self._ask("Accessible", "GetState", default=(0, 0))
        bits = low | high << 32
        return frozenset(state for number, state in enumerate(_STATES) if bits >> number & 1)

    @property
    def showing(self) -> bool:
        """On a page that is shown. A widget scrolled out of view counts as shown."""
        return "showing" in self.states

    @property
    def enabled(self) -> bool:
        return "enabled" in self.states

    @property
    def focused(self) -> bool:
        return "focused" in self.states

    @property
    def checked(self) -> bool:
        return "checked" in self.states

    @property
    def selected(self) -> bool:
        return "selected" in self.states

    @property
    def area(self) -> tuple[int, int, int, int]:
        """Left, top, width and height on the screen."""
        left, top, width, height = self._ask("Component", "GetExtents", "u", 0, default=(0, 0, 0, 0))
        return left, top, width, height

    @property
    def actions(self) -> list[str]:
        return [name for name, _, _ in self._ask("Action", "GetActions", default=[])]

    def has(self, interface: str) -> bool:
        """Whether it has an interface of AT-SPI, such as `Text` or `Value`."""
        return _ATSPI + interface in self._ask("Accessible", "GetInterfaces", default=[])

    # --- what is in it ----------------------------------------------------------------------------------------------

    @property
    def children(self) -> list[Node]:
        return [Node(self.bus, *address) for address in self._ask("Accessible", "GetChildren", default=[])]

    def walk(self, *, hidden: bool = False, items: bool = True) -> Iterator[Node]:
        """What is in it, the nearest first; without what is in hidden parts, and without the items of views."""
        queue = deque(self.children)
        while queue:
            node = queue.popleft()
            states = node.states
            if "showing" in states or (hidden and states):
                yield node
                children = node.children
                if items or not ("manages descendants" in states and _are_items(children, node)):
                    queue.extend(children)

    def find_all(
        self, object_name: str | None = None, *, name: str | None = None, role: str | None = None, hidden: bool = False
    ) -> Iterator[Node]:
        """Everything in it that fits. `object_name` may be the end of a chain, such as `page.start`.

        By object name only views are found; ask a view for its items by name or role.
        """
        for node in self.walk(hidden=hidden, items=object_name is None):
            if object_name is not None and not f".{node.identifier}".endswith(f".{object_name}"):
                continue
            if (name is None or node.name == name) and (role is None or node.role == role):
                yield node

    def find(
        self, object_name: str | None = None, *, name: str | None = None, role: str | None = None, hidden: bool = False
    ) -> Node | None:
        """The first of `find_all`."""
        return next(self.find_all(object_name, name=name, role=role, hidden=hidden), None)

    def outline(self, *, hidden: bool = False) -> str:
        """The tree below, a line each, for the message of a test that fails."""
        return "\n".join(self._lines(0, hidden=hidden))

    def _lines(self, depth: int, *, hidden: bool) -> Iterator[str]:
        states = self.states
        if depth and "showing" not in states and not (hidden and states):
            return
        marks = [state for state in _MARKS if state in states]
        marks += [f"not {state}" for state in ("enabled", "showing") if state not in states]
        value = self.value
        content = repr(self.text) if self.has("Text") else "" if value is None else f"{value:g}"
        yield " ".join(filter(None, ["  " * depth + self.role, self.object_name, repr(self.name), content, *marks]))
        for child in self.children:
            yield from child._lines(depth + 1, hidden=hidden)

    # --- what can be done to it -------------------------------------------------------------------------------------

    def press(self) -> None:
        """Press a button, toggle a box, open a menu, select an item. It acts a moment later.

        Raises: CannotAct.
        """
        self._must_be_usable()
        actions = self.actions
        action = next((action for action in _PRESSES if action in actions), None)
        if action is None:
            raise CannotAct(f"{self} cannot be pressed; its actions: {actions}")
        self._act("Action", "DoAction", "i", actions.index(action))

    def focus(self) -> None:
        """Give it the keyboard. Raises: CannotAct."""
        self._must_be_usable()
        self._act("Component", "GrabFocus")

    def set_text(self, text: str) -> None:
        """Put a text in the place of what stands in a field. Raises: CannotAct."""
        self._must_be_usable()
        self._act("EditableText", "SetTextContents", "s", text)

    def set_value(self, value: float) -> None:
        """Move a slider or the like. Raises: CannotAct."""
        self._must_be_usable()
        if not self.has("Value"):
            raise CannotAct(f"{self} has no value")
        with self._alive():
            self._call(_PROPERTIES, "Set", "ssv", f"{_ATSPI}Value", "CurrentValue", ("d", value))

    def __str__(self) -> str:
        return f"{self.role or 'something gone'} {self.object_name} {self.name!r}"

    def _must_be_usable(self) -> None:
        states = self.states
        if lacking := sorted({"showing", "enabled"} - states):
            raise CannotAct(f"{self} is not {' and not '.join(lacking)}" if states else f"{self.path} is gone")

    def _act(self, interface: str, method: str, signature: str = "", *arguments: Any) -> None:
        with self._alive():
            (done,) = self._call(_ATSPI + interface, method, signature, *arguments)
            if not done:
                raise CannotAct(f"{self} refused {method}")

    @contextlib.contextmanager
    def _alive(self) -> Iterator[None]:
        try:
            yield
        except Gone as error:
            raise CannotAct(f"{self.path}: {error}") from error

    # --- how it is asked --------------------------------------------------------------------------------------------

    def _get(self, interface: str, name: str, default: Any) -> Any:
        try:
            ((_, value),) = self._call(_PROPERTIES, "Get", "ss", _ATSPI + interface, name)
        except Gone:
            return default
        return value

    def _ask(self, interface: str, method: str, signature: str = "", *arguments: Any, default: Any) -> Any:
        try:
            (answer,) = self._call(_ATSPI + interface, method, signature, *arguments)
        except Gone:
            return default
        return answer

    def _call(self, interface: str, method: str, signature: str = "", *arguments: Any) -> tuple[Any, ...]:
        return self.bus.call(self.owner, self.path, interface, method, signature, *arguments)


def _are_items(children: list[Node], view: Node) -> bool:
    """Whether they are no widgets of their own: then Qt gives them the identifier of their view."""
    return bool(children) and children[0].identifier == view.identifier


class Accessibility:
    """The applications of one display, and what they announce."""

    def __init__(self, bus: _Bus) -> None:
        self._bus = bus
        self._heard = bus.collect(_ANNOUNCEMENTS)
        # Programs announce only to those who said that they listen; one that starts later is told, too.
        bus.call(_REGISTRY, "/org/a11y/atspi/registry", _REGISTRY, "RegisterEvent", "s", "object:announcement")

    @property
    def applications(self) -> list[Node]:
        return Node(self._bus, _REGISTRY, _ROOT).children

    def application(self, pid: int) -> Node | None:
        """The application of a process; None when it has not come yet, or has gone."""
        return next((node for node in self.applications if self._pid(node) == pid), None)

    @property
    def announcements(self) -> list[str]:
        """What was announced so far, by whomever, in order."""
        self._bus.call(*_BUS, "GetId")  # whatever came before the reply has been read
        return [str(message.body[3][1]) for message in list(self._heard)]

    def _pid(self, node: Node) -> int:
        try:
            (pid,) = self._bus.call(*_BUS, "GetConnectionUnixProcessID", "s", node.owner)
        except Gone:
            return 0
        return int(pid)


@contextlib.contextmanager
def connected(environment: Mapping[str, str]) -> Iterator[Accessibility]:
    """The accessibility bus of a display's environment, until the end of the block."""
    with contextlib.closing(_Bus(environment["DBUS_SESSION_BUS_ADDRESS"])) as session:
        wait_until(lambda: bool(_address(session)), "the accessibility bus")
        address = _address(session)
    with contextlib.closing(_Bus(address)) as bus:
        yield Accessibility(bus)


def _address(session: _Bus) -> str:
    try:
        (address,) = session.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
    except Gone:
        return ""
    return str(address)
