"""Visitors of the page: anybody, without a name or a cookie; and how many there may be."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import RequestHandler

__all__ = ["Health", "NothingElse", "Visitors"]


class Visitors(IdentityProvider):  # type: ignore[misc]
    """Takes everybody for the same visitor, and serves ``/health``."""

    auth_enabled = False

    def get_user(self, handler: RequestHandler) -> User:  # noqa: ARG002
        """Return the visitor, without the cookie that would tell one from the other."""
        return User("visitor")

    def get_handlers(self) -> list[tuple[str, Any]]:
        """Return the handler of ``/health``; there is nothing to log in to."""
        return [(url_path_join(self.parent.base_url, "health"), Health)]


class NothingElse(Authorizer):  # type: ignore[misc]
    """Allows a page to use its kernel, and not to end, rename or interrupt any."""

    def is_authorized(
        self,
        handler: JupyterHandler,  # noqa: ARG002
        user: User,  # noqa: ARG002
        action: str,
        resource: str,  # noqa: ARG002
    ) -> bool:
        """Tell if somebody may read, execute or write something."""
        return action in {"read", "execute"}


class Health(RequestHandler):
    """Tells a load balancer, and the page of a full house, how many places are free.

    The answer is an object of JSON: ``status`` ("ok", "full" or "stopping"), ``free``,
    ``visitors`` and ``max_visitors`` (numbers), and ``version`` (of this package). Its HTTP status
    is 200, and 503 while the server stops.
    """

    def get(self) -> None:
        """Answer."""
        kernels = self.settings["kernel_manager"]
        stops, free = kernels.is_stopping, kernels.free
        self.set_status(503 if stops else 200)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(
            json.dumps(
                {
                    "status": "stopping" if stops else "ok" if free else "full",
                    "free": free,
                    "visitors": kernels.visitors,
                    "max_visitors": kernels.max_visitors,
                    "version": version("digit-widgets"),
                }
            )
        )
