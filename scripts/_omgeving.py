"""The virtual environment that site.py and test.py share: made once, filled from a lock file, kept up to date.

Standard library only, because this runs before anything is installed. A Python that is too old (3.6 and later) must
still be able to read this file and the scripts that import it, or it cannot say that it is too old: no newer syntax
than that, and no newer names before the check (what stands in functions and annotations after it never runs).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

MINIMUM = (3, 11, 5)
"""The oldest Python that works: `requires-python` in pyproject.toml."""

if sys.version_info < MINIMUM:
    sys.exit(
        f"Kwartier heeft Python {'.'.join(map(str, MINIMUM))} of nieuwer nodig; dit is Python {sys.version.split()[0]}.\n"
        "Installeer een nieuwere Python (zie https://www.python.org/downloads/) en start het script daarmee,\n"
        f"bijvoorbeeld: {'py -3.13' if os.name == 'nt' else 'python3.13'} {sys.argv[0]}"
    )

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the project."""

VENV = ROOT / ".venv"
"""Where everything is installed; safe to delete, the next run makes it again."""

RUNTIME_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
"""What the tests need: all of RUNTIME_LOCK and more."""

_STAMP = VENV / "kwartier-stempel.txt"
_BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = _BIN / ("python.exe" if os.name == "nt" else "python")
"""The Python inside the virtual environment."""

KWARTIER = _BIN / ("kwartier.exe" if os.name == "nt" else "kwartier")
"""The `kwartier` command inside the virtual environment."""


def prepare(lock: str) -> None:
    """Make sure that the virtual environment holds what `lock` names, and the project itself.

    Does nothing when neither the lock, nor pyproject.toml, nor the Python, nor the place of the folder changed.
    """
    version = _venv_version()
    if version and _stamp() in {_digest(lock, version), _digest(DEV_LOCK, version)}:
        return
    if not version:
        _create()
        version = _venv_version()
    say(f"Pakketten installeren uit {lock} (de eerste keer duurt dit enkele minuten) ...")
    _STAMP.unlink(missing_ok=True)
    _pip("--require-hashes", "--only-binary=:all:", "-r", lock)
    # No index and no build isolation: setuptools comes from the lock too, so nothing that runs here is unpinned.
    _pip("--no-index", "--no-deps", "--no-build-isolation", "-e", ".")
    _STAMP.write_text(_digest(lock, version), encoding="utf-8")


def missing_package() -> str:
    """Return the Debian package without which this Python cannot make a virtual environment, "" when it can."""
    invalidate_caches()
    complete = find_spec("venv") and find_spec("ensurepip")
    return "" if complete else f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def run(*command: str | Path) -> int:
    """Run a command in the project's folder with the virtual environment active; return its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment()).returncode


def environment() -> dict[str, str]:
    """Return the environment variables for a command inside the virtual environment."""
    env = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = str(_BIN) + os.pathsep + env.get("PATH", "")
    env["PYTHONUTF8"] = "1"
    return env


def apt_install(*packages: str) -> bool:
    """Install Debian packages when this is Debian and we are root; tell whether that worked."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", *packages)
    return all(subprocess.run(command, env=env).returncode == 0 for command in (("apt-get", "-qq", "update"), install))


def say(message: str) -> None:
    """Print a line at once, so that it stands before what the next command prints."""
    print(message, flush=True)


def _create() -> None:
    """Make an empty virtual environment, in place of a broken one if there is one."""
    package = missing_package()
    if package:
        sys.exit(
            "Deze Python kan geen virtuele omgeving maken: het onderdeel 'venv' (met 'ensurepip') ontbreekt.\n"
            + (
                f"Installeer het pakket {package}, bijvoorbeeld met: sudo apt install {package}\n"
                if shutil.which("apt-get")
                else "Installeer het venv-onderdeel van uw Python, of Python van https://www.python.org/downloads/\n"
            )
            + "en start dit script daarna opnieuw."
        )
    say(f"Virtuele omgeving maken in {VENV.name} ...")
    if run(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        sys.exit(f"De virtuele omgeving in {VENV} kon niet worden gemaakt (zie hierboven).")


def _venv_version() -> str:
    """Return the version of the virtual environment's Python, or "" when there is none that works with pip.

    Asked anew each time: an upgrade of the system's Python can break an environment that worked yesterday.
    """
    question = "import sys, importlib.util as u; print(*sys.version_info[:3] if u.find_spec('pip') else '', sep='.')"
    try:
        answer = subprocess.run(
            [str(PYTHON), "-I", "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        version = answer.stdout.strip()
        return version if tuple(map(int, version.split("."))) >= MINIMUM else ""
    except (OSError, ValueError):
        return ""


def _pip(*arguments: str) -> None:
    """Install with pip, or stop with a message when that fails."""
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--no-warn-script-location", "--no-user"]
    if run(PYTHON, "-m", "pip", "install", *options, *arguments) != 0:
        sys.exit(
            "Het installeren is mislukt (zie hierboven). Is er een internetverbinding?\n"
            f"Verwijder bij twijfel de map {VENV} en start dit script opnieuw."
        )


def _stamp() -> str:
    """Return what the last complete installation left, or ""."""
    return _STAMP.read_text(encoding="utf-8") if _STAMP.is_file() else ""


def _digest(lock: str, version: str) -> str:
    """Return a digest of all that decides what is installed: Python, place, lock and pyproject.toml."""
    digest = hashlib.sha256(f"{version}\n{ROOT}\n".encode())
    for name in (lock, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()
