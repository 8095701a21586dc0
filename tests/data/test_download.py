"""A download: complete and with the right hash, or nothing."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from digit_widgets.data.download import download, hash_file

CONTENT = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Site(BaseHTTPRequestHandler):
    """Serves the content, half of it, or nothing, depending on the path."""

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[: len(CONTENT) // 2 if self.path == "/half" else None])

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_file_is_downloaded_into_folders_that_are_made(site: str, tmp_path: Path) -> None:
    file = tmp_path / "new" / "folder" / "file.npz"
    download(f"{site}/whole", file, SHA256, patience=5)
    assert file.read_bytes() == CONTENT
    assert hash_file(file) == SHA256
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_is_there_is_replaced(site: str, tmp_path: Path) -> None:
    file = tmp_path / "file.npz"
    file.write_bytes(b"damaged")
    download(f"{site}/whole", file, SHA256, patience=5)
    assert file.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("place", "sha256"), [("whole", "0" * 64), ("half", SHA256), ("gone", SHA256)]
)
def test_what_is_not_the_whole_file_is_not_kept(
    site: str, tmp_path: Path, place: str, sha256: str
) -> None:
    file = tmp_path / "file.npz"
    file.write_bytes(b"as it was")
    with pytest.raises((OSError, HTTPException)):
        download(f"{site}/{place}", file, sha256, patience=5)
    assert file.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [file]
