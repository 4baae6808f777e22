"""What unit tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from dataset_sample import write as write_sample

SHARED_MEMORY = Path("/dev/shm")


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the system has one: durable writes do not wait for a disk there.

    What a killed process has written is in it just as it would be on a disk.
    """
    with TemporaryDirectory(dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The data folder of a small made-up dataset (see ``dataset_sample.py``)."""
    return write_sample(tmp_path / "data")
