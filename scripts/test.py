"""Run every check: `python3 scripts/test.py`, the same on a laptop and in CI.

Installs what the checks need in .venv (once), finds or installs Chromium, the Dutch dictionary, the packages from
npm and the library that sets PDF pages, then runs the formatter, the linter, the type checker, the content check and the
tests. Every step runs, whatever the ones before it said; pytest runs last, so that its closing line ends the output.
Arguments go to pytest, and then only pytest runs:

    python3 scripts/test.py tests/test_terms.py -k plural

With CI=true nothing that a test needs may be missing; without, such tests are skipped.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from _omgeving import DEV_LOCK, KWARTIER, PYTHON, ROOT, apt_install, environment, missing_package, prepare, run, say

OK = "ok"
FAILED = "FAILED"
ABSENT = "absent"
"""Not there, so the tests that need it are skipped."""

NPM = ROOT / "tests" / "npm"
"""Holds the lock of the packages from npm, and after `npm ci` the packages."""

CHECKS = {
    "ruff format": (PYTHON, "-m", "ruff", "format", "--check"),
    "ruff check": (PYTHON, "-m", "ruff", "check"),
    "mypy": (PYTHON, "-m", "mypy"),
    "tsc": ("node", NPM / "node_modules" / "typescript" / "bin" / "tsc", "--project", ROOT),
    "kwartier controleer": (KWARTIER, "controleer"),
}
PYTEST = (PYTHON, "-m", "pytest", "-n", "2", "--dist", "worksteal")
"""Each process begins with one half of the tests, so that what the tests of a file share is made once."""

SHELL_NAMES = ("chromium-headless-shell", "chrome-headless-shell")
"""Chromium without the windows and menus around its pages: tests take half of the processor time in it."""

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
CHROMIUM_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "%ProgramFiles%/Google/Chrome/Application/chrome.exe",
    "%ProgramFiles(x86)%/Google/Chrome/Application/chrome.exe",
    "%LocalAppData%/Google/Chrome/Application/chrome.exe",
)


def main(arguments: list[str]) -> int:
    """Run the steps; return 1 when one of them failed."""
    steps = Steps()
    steps.take("environment", provide_environment)
    steps.take("chromium", provide_chromium)
    steps.take("hunspell", provide_hunspell)
    steps.take("npm", provide_npm)
    steps.take("pdf", provide_pdf)
    if not arguments:
        for name, command in CHECKS.items():
            steps.take(name, partial(check, *command))
    steps.report()
    code = run(*PYTEST, *arguments)
    if steps.failed:
        say("test.py: failed before pytest: " + ", ".join(steps.failed))
    return code or int(bool(steps.failed))


class Steps:
    """What ran so far: its name, how long it took and whether it passed."""

    def __init__(self) -> None:
        self.failed: list[str] = []
        self._lines: list[str] = []

    def take(self, name: str, action: Callable[[], str]) -> None:
        """Run one step, which returns OK, FAILED or ABSENT."""
        say(f"== {name}")
        start = time.monotonic()
        outcome = action()
        self._lines.append(f"  {outcome:6} {time.monotonic() - start:7.1f} s  {name}")
        if outcome == FAILED:
            self.failed.append(name)

    def report(self) -> None:
        """Print a line for each step so far; pytest prints its own."""
        say("== summary\n" + "\n".join(self._lines) + "\n== pytest")


def check(*command: str | Path) -> str:
    """Run one of the CHECKS."""
    return OK if run(*command) == 0 else FAILED


def provide_environment() -> str:
    """Fill the virtual environment, on a bare Debian after installing what makes one."""
    package = missing_package()
    if package:
        apt_install(package)
    prepare(DEV_LOCK)
    return OK


def provide_chromium() -> str:
    """Set KWARTIER_CHROMIUM to a Chromium that starts, installing one when there is none."""
    wanted = os.environ.pop("KWARTIER_CHROMIUM", "")
    if wanted:
        path = _starts(wanted)
        if not path:
            say(f"KWARTIER_CHROMIUM is {wanted}, which is no Chromium that starts")
            return FAILED
    else:
        path = _first(*SHELL_NAMES)
        if not path and apt_install("chromium-headless-shell", "fonts-liberation"):
            path = _first(*SHELL_NAMES)
        path = path or _system_chromium() or _playwright_chromium()
        if not path and apt_install("chromium", "fonts-liberation"):
            path = _system_chromium()
        if not path and run(PYTHON, "-m", "playwright", "install", "chromium") == 0:
            path = _playwright_chromium()
    if not path:
        return _missing("Chromium or Chrome: install it, or set KWARTIER_CHROMIUM to its path")
    say(path)
    os.environ["KWARTIER_CHROMIUM"] = path
    return OK


def provide_hunspell() -> str:
    """Make sure that hunspell and its Dutch dictionary are there."""
    if _spells_dutch() or (apt_install("hunspell", "hunspell-nl") and _spells_dutch()):
        return OK
    return _missing("hunspell with the dictionary nl_NL (on Debian: apt-get install hunspell hunspell-nl)")


def provide_pdf() -> str:
    """Make sure that the library that sets PDF pages is there, and the program with which tests read them."""
    if _sets_pdf() or (
        apt_install("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "poppler-utils") and _sets_pdf()
    ):
        return OK
    return _missing(
        "Pango and poppler-utils (on Debian: apt-get install libpangoft2-1.0-0 libharfbuzz-subset0 poppler-utils)"
    )


def provide_npm() -> str:
    """Install what the tests take from npm (axe, the Nu checker, a SCORM player, Lighthouse), and Java for the checkers."""
    if not shutil.which("npm") and not apt_install("nodejs", "npm"):
        return _missing("Node.js with npm")
    if not shutil.which("java") and not apt_install("default-jre-headless"):
        return _missing("Java (on Debian: apt-get install default-jre-headless)")
    lock, kept = NPM / "package-lock.json", NPM / "node_modules" / ".kwartier-lock.json"
    if kept.is_file() and kept.read_bytes() == lock.read_bytes():
        return OK
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    if run("npm", "ci", "--prefix", NPM, *quiet) != 0:
        return _missing("the packages of tests/npm (npm ci failed, see above)")
    shutil.copyfile(lock, kept)
    return OK


def _missing(what: str) -> str:
    """Say what is missing: a failure in CI, elsewhere a reason to skip tests."""
    say("Missing: " + what)
    return FAILED if os.environ.get("CI", "").lower() in {"true", "1"} else ABSENT


def _system_chromium() -> str:
    """Return the path of an installed Chromium or Chrome, or ""."""
    return _first(*CHROMIUM_NAMES, *map(os.path.expandvars, CHROMIUM_PLACES))


def _playwright_chromium() -> str:
    """Return the path of the Chromium that Playwright downloaded, or ""."""
    question = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    return _starts(_output(str(PYTHON), "-c", question))


def _first(*commands: str) -> str:
    """Return the path of the first of these browsers that starts, or ""."""
    return next(filter(None, map(_starts, commands)), "")


def _starts(command: str) -> str:
    """Return the path of a browser if it starts, else "": Ubuntu has a placeholder that only names another package."""
    path = shutil.which(command) or ""
    # On Windows, --version opens a window and prints nothing.
    return path if path and (os.name == "nt" or "Chrom" in _output(path, "--version")) else ""


def _spells_dutch() -> bool:
    """Tell whether hunspell runs with the Dutch dictionary: it names the one wrong word of the two."""
    return _output("hunspell", "-d", "nl_NL", "-l", text="fiets fietzz\n") == "fietzz"


def _sets_pdf() -> bool:
    """Tell whether WeasyPrint finds its library and pdftotext is there."""
    return bool(shutil.which("pdftotext")) and _output(str(PYTHON), "-c", "import weasyprint; print('ok')") == "ok"


def _output(*command: str, text: str = "") -> str:
    """Return what a command prints, or "" when it fails or takes longer than a minute."""
    try:
        done = subprocess.run(
            command,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=60,
            env=environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
