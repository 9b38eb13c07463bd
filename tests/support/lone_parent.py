"""A parent process with one echo child; prints the child's id and waits to be killed."""

from __future__ import annotations

import asyncio
import sys

from speech.worker import Worker


async def main(how: str) -> None:
    worker = Worker(
        "tests.support.echo_child",
        name="echo",
        arguments=[how] if how else [],
        on_message=lambda message: None,
        on_exit=lambda reason: None,
    )
    ready = await worker.start(deadline=20)
    sys.stdout.write(f"{ready['pid']}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else ""))
