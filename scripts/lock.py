"""Remake requirements.lock and requirements-dev.lock from pyproject.toml: `python3.11 scripts/lock.py [--upgrade]`.

Runs pip-compile in a throw-away virtual environment. Without `--upgrade` what is locked stays at its version as long as
pyproject.toml allows. The files hold names, versions and hashes of all files, and no addresses: where packages come
from is the affair of the machine that installs them. pip's configuration files are not read here, so that the hashes
are those of the public index (or of the one in PIP_INDEX_URL) and not of wheels that this machine happens to hold.
"""

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import Any

from _omgeving import DEV_LOCK, MINIMUM, ROOT, RUNTIME_LOCK

TOOLS = ["pip-tools>=7.6,<8", "packaging>=26"]

PYTHONS = ["3.11", "3.12", "3.13"]
PLATFORMS = [("posix", "linux", "Linux"), ("posix", "darwin", "Darwin"), ("nt", "win32", "Windows")]
"""os_name, sys_platform, platform_system: the platforms whose dependencies must all be locked."""

HEADER = "# Made by scripts/lock.py from pyproject.toml: do not edit, run it again.\n"


def main() -> int:
    """Remake both files; return the exit code."""
    parser = argparse.ArgumentParser(description="Remake the lock files from pyproject.toml.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    upgrade = parser.parse_args().upgrade
    if sys.version_info[:2] != MINIMUM[:2]:
        sys.exit(
            f"Run this with Python {MINIMUM[0]}.{MINIMUM[1]}: what it locks must work on the oldest Python supported."
        )
    if importlib.util.find_spec("piptools") is None:
        return _again_with_tools()

    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = [*pyproject["project"]["dependencies"], *pyproject["build-system"]["requires"]]
    extras = pyproject["project"]["optional-dependencies"]
    dev = [*runtime, *extras["reader"], *(one for one in extras["dev"] if not one.startswith("kwartier["))]
    old = {name: _read(ROOT / name) for name in (RUNTIME_LOCK, DEV_LOCK)}
    new = {RUNTIME_LOCK: _compile(runtime, "" if upgrade else old[RUNTIME_LOCK])}
    new[DEV_LOCK] = _compile(dev, new[RUNTIME_LOCK] if upgrade else old[DEV_LOCK] + new[RUNTIME_LOCK])
    faults = [*_split_versions(new), *_faults(new[DEV_LOCK])]
    if faults:
        sys.exit("Nothing is written:\n" + "\n".join(faults))
    for name, text in new.items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(_pins(text))} packages, {'unchanged' if text == old[name] else 'changed'}")
    return 0


def _again_with_tools() -> int:
    """Run this script again in a throw-away virtual environment that has pip-tools."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "Scripts/python.exe" if os.name == "nt" else "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", *TOOLS], check=True)
        return subprocess.run([python, *sys.argv]).returncode


def _compile(requirements: list[str], seed: str) -> str:
    """Return the lock for `requirements`, keeping the versions in the lock `seed` where possible."""
    with tempfile.TemporaryDirectory() as folder:
        lock = Path(folder, "lock.txt")
        lock.write_text(seed, encoding="utf-8")
        options = ["--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-config"]
        bare = ["--no-header", "--no-emit-options", "--no-emit-index-url", "--no-emit-find-links"]
        subprocess.run(
            [sys.executable, "-m", "piptools", "compile", *options, *bare, "--output-file", lock.name, "-"],
            input="\n".join(requirements),
            text=True,
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            env=_public_index(),
        )
        text = lock.read_text(encoding="utf-8").replace("-r -\n", "pyproject.toml\n")
    return HEADER + re.sub(r"\n# The following packages are considered to be unsafe.*\n", "", text)


def _public_index() -> dict[str, str]:
    """Return the environment without this machine's own sources of packages."""
    own = {"PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT"}
    return {**{k: v for k, v in os.environ.items() if k not in own}, "PIP_CONFIG_FILE": os.devnull}


def _read(path: Path) -> str:
    """Return the text of a file, "" when there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _pins(lock: str) -> dict[str, str]:
    """Return {name: version} of a lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, flags=re.MULTILINE))


def _split_versions(locks: dict[str, str]) -> list[str]:
    """Report packages that the two locks hold at different versions."""
    dev = _pins(locks[DEV_LOCK])
    return [
        f"{name}: {version} in {RUNTIME_LOCK}, {dev.get(name)} in {DEV_LOCK}"
        for name, version in _pins(locks[RUNTIME_LOCK]).items()
        if dev.get(name) != version
    ]


def _faults(lock: str) -> list[str]:
    """Report what a lock lacks on another platform or Python: pip-compile looks at the running one only.

    A package that only another platform asks for has to be named in pyproject.toml.
    """
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet
    from packaging.utils import canonicalize_name

    pins = _pins(lock)
    faults = set()
    for metadata in _metadata(lock):
        name = metadata["name"]
        for python in PYTHONS:
            if not SpecifierSet(metadata.get("requires_python", "")).contains(f"{python}.99"):
                faults.add(f"{name}: does not allow Python {python}")
            for os_name, sys_platform, system in PLATFORMS:
                marker = {
                    "os_name": os_name,
                    "sys_platform": sys_platform,
                    "platform_system": system,
                    "python_version": python,
                    "python_full_version": f"{python}.99",
                    "extra": "",
                }
                for requirement in map(Requirement, metadata.get("requires_dist", [])):
                    if requirement.marker is not None and not requirement.marker.evaluate(marker):
                        continue
                    pinned = pins.get(canonicalize_name(requirement.name))
                    if pinned is None or not requirement.specifier.contains(pinned, prereleases=True):
                        faults.add(f"{name}: needs {requirement} on {system}, Python {python}; locked: {pinned}")
    return sorted(faults)


def _metadata(lock: str) -> list[dict[str, Any]]:
    """Return the metadata of every package in a lock, as pip reports it."""
    with tempfile.TemporaryDirectory() as folder:
        path, report = Path(folder, "lock.txt"), Path(folder, "report.json")
        path.write_text(lock, encoding="utf-8")
        look = ["--dry-run", "--ignore-installed", "--no-deps", "--require-hashes", "--only-binary=:all:", "--quiet"]
        subprocess.run(
            [sys.executable, "-m", "pip", "install", *look, "--report", str(report), "-r", str(path)],
            check=True,
            env=_public_index(),
        )
        return [item["metadata"] for item in json.loads(report.read_text(encoding="utf-8"))["install"]]


if __name__ == "__main__":
    sys.exit(main())
