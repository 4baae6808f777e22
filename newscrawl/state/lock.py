"""One run per data folder: a lock that the kernel holds, and lets go when the process dies.

The file stays behind with the process id of the last holder; only the kernel's lock on it counts,
so a stale file never keeps anybody out.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from newscrawl.errors import LockedError, StorageError, UsageError

NAME: Final = ".lock"
# A process id and a run id; more than this was not written by us.
HOLDER_BYTES: Final = 200


class FolderLock:
    """The lock of a data folder, from construction until :meth:`release`."""

    def __init__(self, folder: Path) -> None:
        """Lock the folder, which is created where it is missing.

        Raises:
            UsageError: the folder cannot be created or written.
            LockedError: another run holds it; the message names the holder.
            StorageError: the file system cannot lock.
        """
        self._fd = _open(folder)
        try:
            _lock(self._fd, folder)
            self.name_holder(f"process {os.getpid()}")
        except BaseException:
            os.close(self._fd)
            raise

    def name_holder(self, holder: str) -> None:
        """Write who holds the lock, for the message that others get."""
        try:
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, f"{holder}\n".encode(), 0)
        except OSError as error:
            raise StorageError(f"{NAME} cannot be written: {error.strerror}") from error

    def release(self) -> None:
        """Let others in. May be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def refuse_if_held(folder: Path) -> None:
    """Say that another run holds a folder, before anything is loaded that takes its time.

    Nothing is created, and the folder is not locked by it: whoever goes on must still lock it.

    Raises:
        LockedError: another run holds it; the message names the holder.
    """
    with suppress(OSError), (folder / NAME).open("rb") as file:
        _lock(file.fileno(), folder, fcntl.LOCK_SH)  # shared: two that ask at once both go on


def _open(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        mend = "is a file" if folder.is_file() else error.strerror
        raise UsageError(
            f"The data folder {folder} cannot be used ({mend}); give a folder that can be written"
        ) from error


def _lock(fd: int, folder: Path, kind: int = fcntl.LOCK_EX) -> None:
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(fd, HOLDER_BYTES, 0).decode("utf-8", "replace").strip()
        raise LockedError(
            f"Another run ({holder or 'just starting'}) holds the data folder {folder}; "
            "wait until it ends, or give another folder"
        ) from error
    except OSError as error:
        raise StorageError(f"{folder / NAME} cannot be locked: {error.strerror}") from error
