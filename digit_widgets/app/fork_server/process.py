"""Fork server's process: ``python -m digit_widgets.app.fork_server.process DESCRIPTOR``.

It imports what kernels need and then forks one for each request. Requests come on a UNIX socket,
the file descriptor of which is its argument; it ends, and its kernels with it, when the other end
is closed, however the server at that end died. It has one thread, no event loop and no ZeroMQ
socket: none of them would survive a fork.

A request is a message that carries a socket, the kernel's *channel*. On it are, in this order:

1. from the server, JSON with the kernel's ``arguments``, ``environment`` and ``folder``;
2. from this process, JSON with the kernel's ``pid``, and a pidfd, which refers to that process
   even after its number is used again;
3. from the server, one byte that lets the kernel start: one that nobody waits for any more ends;
4. from this process, JSON with the kernel's ``exit_code``, as in `subprocess.Popen`.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["main"]

assert sys.platform == "linux"  # for type checkers

#: More than a message on such a socket can have.
_LARGEST_REQUEST = 2**20


class _Child(NamedTuple):
    pid: int
    pidfd: int
    channel: socket.socket


class _Start(NamedTuple):
    request: dict[str, Any]
    channel: socket.socket


def main() -> None:
    """Serve requests; in a forked process, become the kernel that was requested."""
    if sys.path[0] == "" or Path(sys.path[0]) == Path.cwd():
        del sys.path[0]  # a kernel's own folder takes its place
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    from digit_widgets.app.fork_server.preload import preload

    widgets = preload()
    start = _serve(control)
    if start is None:
        os._exit(0)  # at once: there is nothing to finish, and kernels are to end now
    from digit_widgets.app.fork_server.kernel import run_kernel

    run_kernel(start.request, start.channel, widgets)


def _serve(control: socket.socket) -> _Start | None:
    """Fork on request; return what to start in the fork, or None once the server has gone."""
    children: dict[int, _Child] = {}
    poller = select.poll()
    poller.register(control, select.POLLIN)
    while True:
        for descriptor, _ in poller.poll():
            if descriptor in children:
                poller.unregister(descriptor)
                _report_end(children.pop(descriptor))
                continue
            message, descriptors, *_ = socket.recv_fds(control, 1, 1, socket.MSG_CMSG_CLOEXEC)
            if not message:
                return None
            if not descriptors:
                continue  # this process can open no more files: the server starts a kernel itself
            channel = socket.socket(fileno=descriptors[0])
            try:
                # A message that is too large is cut.
                request = json.loads(channel.recv(_LARGEST_REQUEST))
                child = _fork(channel)
            except (ValueError, OSError):
                channel.close()  # so the server starts a kernel itself
                continue
            if child is None:
                _close_all(control, children)
                return _Start(request, channel)
            children[child.pidfd] = child
            poller.register(child.pidfd, select.POLLIN)


def _fork(channel: socket.socket) -> _Child | None:
    """Fork and tell the server; return None in the fork."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        return None
    try:
        child = _Child(pid, os.pidfd_open(pid), channel)
    except OSError:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    with suppress(OSError):  # nobody waits for it any more: it ends by itself
        socket.send_fds(channel, [json.dumps({"pid": pid}).encode()], [child.pidfd])
    return child


def _report_end(child: _Child) -> None:
    # The number of the process stays in use until the server can know that it has ended.
    end = os.waitid(os.P_PIDFD, child.pidfd, os.WEXITED | os.WNOWAIT)
    assert end is not None
    code = end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
    with child.channel, suppress(OSError):
        child.channel.send(json.dumps({"exit_code": code}).encode())
    os.waitpid(child.pid, 0)
    os.close(child.pidfd)


def _close_all(control: socket.socket, children: dict[int, _Child]) -> None:
    """Close what only the fork server needs, in a kernel that was forked."""
    control.close()
    for child in children.values():
        os.close(child.pidfd)
        child.channel.close()


if __name__ == "__main__":
    main()
