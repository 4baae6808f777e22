"""docs/scheduling.md: each way to schedule a crawl is written so that it would be understood."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from newscrawl.cli import main
from newscrawl.cli.crawl import crawl

HOUSE = Path(__file__).parents[2]
SAID = (HOUSE / "docs" / "scheduling.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", SAID, re.S | re.M)


def unit(section: str) -> str:
    return next(block for block in blocks("ini") if f"[{section}]" in block)


def container() -> Any:
    (manifest,) = blocks("yaml")
    job = yaml.safe_load(manifest)["spec"]["jobTemplate"]["spec"]
    return job["template"]["spec"]["containers"][0]


def commands() -> list[str]:
    cron = re.findall(r"^17 \* .*newscrawl (crawl.*)", SAID, re.M)
    systemd = re.findall(r"^ExecStart=\S+/newscrawl (.*)", unit("Service"), re.M)
    docker = re.findall(r"`docker run .* newscrawl (crawl[^`]*)`", SAID)
    return [*cron, *systemd, *docker, " ".join(container()["args"])]


def test_every_way_has_a_command() -> None:
    assert len(commands()) == 4


@pytest.mark.parametrize("command", commands())
def test_the_commands_are_newscrawls(command: str) -> None:
    name, *words = command.split()
    known = {flag for parameter in crawl.params for flag in parameter.opts}
    assert name in main.list_commands(None)  # type: ignore[arg-type]
    assert {word for word in words if word.startswith("-")} <= known


def test_the_manifest_is_a_cron_job_whose_volumes_are_there() -> None:
    (manifest,) = blocks("yaml")
    job = yaml.safe_load(manifest)
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "CronJob")
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    volumes = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["volumes"]
    mounts = {mount["name"] for mount in container()["volumeMounts"]}
    assert mounts == {volume["name"] for volume in volumes}


def test_the_project_for_scrapyd_can_be_read() -> None:
    parser = ConfigParser()
    parser.read_string(unit("deploy"))
    module, _, _ = parser["settings"]["default"].partition(".")
    (settings,) = blocks("python")
    read: dict[str, Any] = {}
    exec(compile(settings, f"{module}/settings.py", "exec"), read)
    assert read["ADDONS"] == {"newscrawl.addon.NewscrawlAddon": 500}
    assert read["SPIDER_MODULES"] == ["newscrawl.spiders.news"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    service = re.sub(r"=/srv/news/\.venv/bin/newscrawl", f"={sys.executable}", unit("Service"))
    (tmp_path / "newscrawl.service").write_text(service.replace("/srv/news", "/tmp"), "utf-8")
    (tmp_path / "newscrawl.timer").write_text(unit("Timer"), "utf-8")
    paths = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(
        ["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "newscrawl" not in done.stderr  # other units of the machine may have their troubles
