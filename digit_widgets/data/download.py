"""Download: a file whose hash is known, put in its place once it is whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from urllib.request import urlopen

__all__ = ["download", "hash_file"]


def download(url: str, file: Path, sha256: str, *, patience: float) -> None:
    """Download a file, and replace one that is there already.

    It is written beside and moved when its hash is right: neither an interruption nor another
    file at that address leaves anything behind.

    Parameters
    ----------
    url
        Where it is, by http or https; proxies are used as the environment names them.
    file
        Where to put it; folders are made.
    sha256
        Its hash, in hexadecimal.
    patience
        Seconds of silence after which it is given up: a network may swallow all that is sent.

    Raises
    ------
    OSError
        No network, no answer, a folder that cannot be written, or content of another hash.
    http.client.HTTPException
        An answer that breaks off.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".download-", dir=file.parent) as scratch:
        copy = Path(scratch) / file.name
        with copy.open("wb") as stream, urlopen(url, timeout=patience) as answer:
            shutil.copyfileobj(answer, stream)
        if hash_file(copy) != sha256:
            raise OSError(f"What is at {url} is not the file of this hash.")
        os.replace(copy, file)


def hash_file(file: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
