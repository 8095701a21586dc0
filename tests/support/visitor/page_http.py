"""Page over HTTP: requests of one browser with one page open, with its cookies and headers."""

from __future__ import annotations

import json
import re
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPResponse

__all__ = ["PageHttp", "RefusedError"]

_CONFIGURATION = re.compile(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', re.DOTALL)
#: Seconds for which a browser waits for an answer; a page that leaves needs none.
_ANSWER_WITHIN, _BEACON_WITHIN = 300.0, 10.0
_BOUNDARY = "----WebKitFormBoundaryDigitWidgets"


class RefusedError(Exception):
    """A server's refusal: another HTTP status than 200, a page without a kernel, or no answer.

    Attributes
    ----------
    status
        The HTTP status; 0 if there is no answer.
    body
        The text of the answer.
    """

    def __init__(self, status: int, body: str) -> None:
        super().__init__(f"The server answers {status}: {body[:200]}")
        self.status = status
        self.body = body


class PageHttp:
    """Requests from one page.

    Parameters
    ----------
    url
        The page's address.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies: SimpleCookie = SimpleCookie()
        self._base = url

    async def load_page(self) -> str:
        """The page is loaded; the identifier of its kernel is returned."""
        response = await self.get("")
        body = response.body.decode()
        found = _CONFIGURATION.search(body)
        configuration = json.loads(found[1]) if found else {}
        if "kernelId" not in configuration:
            raise RefusedError(response.code, body)
        self._base = urljoin(self.url, configuration["baseUrl"])
        kernel: str = configuration["kernelId"]
        return kernel

    async def get(self, path: str) -> HTTPResponse:
        """An address below the page's is requested; anything but 200 is a `RefusedError`."""
        response = await self._fetch(
            urljoin(self._base, path), _ANSWER_WITHIN, headers=self.headers()
        )
        if response.code != 200:
            raise RefusedError(response.code, response.body.decode(errors="replace"))
        return response

    async def send_beacon(self, path: str) -> int:
        """A beacon is sent with the form that Voila's page sends; the answer's status is returned.

        It is 0 if there is no answer. The form's only field is the cookie `_xsrf`, and is empty if
        there is none.
        """
        token = self.cookies["_xsrf"].value if "_xsrf" in self.cookies else ""
        field = f'Content-Disposition: form-data; name="_xsrf"\r\n\r\n{token}'
        headers = {
            **self.headers(),
            "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
            "Sec-Fetch-Site": "same-origin",
            "Sec-Fetch-Mode": "no-cors",
            "Sec-Fetch-Dest": "empty",
        }
        body = f"--{_BOUNDARY}\r\n{field}\r\n--{_BOUNDARY}--\r\n"
        url = urljoin(self._base, path)
        try:
            return (await self._fetch(url, _BEACON_WITHIN, headers=headers, body=body)).code
        except RefusedError as error:
            return error.status

    def headers(self, *, cookies: bool = True) -> dict[str, str]:
        """A request's headers are returned."""
        parts = urlsplit(self.url)
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        return {
            "Origin": f"{parts.scheme}://{parts.netloc}",
            "Referer": self.url,
            **({"Cookie": sent} if sent and cookies else {}),
        }

    def socket_url(self, path: str, session: str) -> str:
        """The address of a web socket is returned."""
        return urljoin(self._base, f"{path}?session_id={session}").replace("http", "ws", 1)

    async def _fetch(
        self, url: str, within: float, *, headers: dict[str, str], body: str | None = None
    ) -> HTTPResponse:
        # A client of its own: the shared one has at most ten requests in flight.
        client = AsyncHTTPClient(force_instance=True)
        try:
            response = await client.fetch(
                url,
                raise_error=False,
                connect_timeout=within,
                request_timeout=within,
                method="POST" if body else "GET",
                headers=headers,
                body=body,
            )
        except (HTTPError, OSError) as error:
            raise RefusedError(0, str(error)) from error
        finally:
            client.close()
        for line in response.headers.get_list("Set-Cookie"):
            self.cookies.load(line)
        return response
