"""HTTP server of the page: takes no more connections than leave room for those inside."""

from __future__ import annotations

from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.log import app_log
from tornado.web import Application, RequestHandler

from digit_widgets.app.kernels.capacity import count_spare_descriptors

__all__ = ["LARGEST_BODY", "PageServer", "log_failure", "make_server"]

#: Descriptors that are kept for kernels and for the sockets of pages that are loaded.
_SPARE = 128
#: Seconds until a request's headers must be there, and then its body.
_HEADERS_WITHIN, _BODY_WITHIN = 30.0, 30.0
#: Bytes of a request's body: a page sends nothing but a line when it is left.
LARGEST_BODY = 64 * 1024
#: Bytes that are kept of what a page sends: its largest message fits.
_BUFFER = 40 * 2**20


class PageServer(HTTPServer):
    """Serves the page's requests; hangs up on more connections than the process has room for.

    Without it, whoever opens connections and says nothing would have all descriptors, and ZeroMQ
    ends a process that gets none.
    """

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve a connection, if there is room for it."""
        if count_spare_descriptors() < _SPARE:
            stream.close()
        else:
            super().handle_stream(stream, address)


def make_server(application: Application) -> PageServer:
    """Make the server of an application, with limits on what a request may take."""
    return PageServer(
        application,
        idle_connection_timeout=_HEADERS_WITHIN,
        body_timeout=_BODY_WITHIN,
        max_body_size=LARGEST_BODY,
        max_buffer_size=_BUFFER,
    )


def log_failure(handler: RequestHandler) -> None:
    """Log a request that failed, unless there was no place for a visitor, which is no failure."""
    status = handler.get_status()
    if status >= 500 and status != 503:
        app_log.error("%d %s %s", status, handler.request.method, handler.request.uri)
