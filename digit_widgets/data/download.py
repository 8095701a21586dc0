"""Download: fetches a file with a known hash, and moves it into place once complete."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from urllib.request import urlopen

__all__ = ["download", "hash_file"]


def download(url: str, file: Path, sha256: str, *, patience: float) -> None:
    """Download a file, replacing an existing one.

    The download goes to a scratch folder and is moved into place if its hash is right: neither an
    interruption nor a different file at that address leaves anything behind.

    Parameters
    ----------
    url
        Address of the file, http or https; proxies are taken from the environment.
    file
        Path to save the file at; missing folders are created.
    sha256
        Expected hash, in hexadecimal.
    patience
        Seconds without data after which to give up: some networks silently drop all traffic.

    Raises
    ------
    OSError
        There is no network or no answer, the folder cannot be written to, or the hash differs.
    http.client.HTTPException
        The answer breaks off.
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
