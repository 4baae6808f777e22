"""state.lock: one run per data folder, and what the others are told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.errors import LockedError, UsageError
from newscrawl.state.lock import NAME, FolderLock, refuse_if_held


def test_a_second_run_is_told_who_holds_the_folder(quick_folder: Path) -> None:
    lock = FolderLock(quick_folder)
    with pytest.raises(LockedError, match=f"process {os.getpid()}.*{quick_folder}") as caught:
        FolderLock(quick_folder)
    assert caught.value.exit_code == 4
    lock.name_holder("process 1, run 20261122T201700Z")
    with pytest.raises(LockedError, match="run 20261122T201700Z"):
        FolderLock(quick_folder)
    lock.release()
    lock.release()
    FolderLock(quick_folder).release()


def test_who_comes_late_is_told_at_once(quick_folder: Path) -> None:
    refuse_if_held(quick_folder / "missing")
    lock = FolderLock(quick_folder)
    with pytest.raises(LockedError, match=f"process {os.getpid()}"):
        refuse_if_held(quick_folder)
    lock.release()
    refuse_if_held(quick_folder)
    assert not (quick_folder / "missing").exists()


def test_a_missing_folder_is_made(quick_folder: Path) -> None:
    FolderLock(quick_folder / "a" / "b").release()
    assert (quick_folder / "a" / "b" / NAME).is_file()


def test_the_kernel_frees_the_lock_of_a_killed_process(quick_folder: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from newscrawl.state.lock import FolderLock;"
        "lock = FolderLock(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script, quick_folder], check=False)
    assert done.returncode == -9
    assert (quick_folder / NAME).read_text().startswith("process ")
    FolderLock(quick_folder).release()


def test_a_folder_that_cannot_be_used_is_named(quick_folder: Path) -> None:
    file = quick_folder / "file"
    file.write_text("x")
    for folder, why in ((file, "is a file"), (file / "sub", "Not a directory")):
        with pytest.raises(UsageError, match=why) as caught:
            FolderLock(folder)
        assert str(folder) in str(caught.value)
        assert caught.value.exit_code == 2


def test_a_folder_of_the_system_cannot_be_used() -> None:
    with pytest.raises(UsageError, match="/proc/newscrawl"):
        FolderLock(Path("/proc/newscrawl"))
