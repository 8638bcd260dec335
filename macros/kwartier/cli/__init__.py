"""The command line: one file per command. Exit codes: 0 fine, 1 problems in content, 2 wrong usage, 3 a bug of ours."""

from __future__ import annotations

import errno
import os
import platform
import sys
import traceback

import click

from kwartier import __version__
from kwartier.cli.taal import Groep, run


@click.group(
    cls=Groep,
    help="Kwartier maakt van lesmodules, begrippen en casussen een site.",
    context_settings={"help_option_names": ["-h", "--help", "--hulp"]},
)
@click.version_option(
    __version__, "--versie", "--version", prog_name="kwartier", message="%(prog)s %(version)s", help="Toon de versie."
)
def kwartier() -> None:
    """The group of all commands."""


_DISK = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.EDQUOT})
"""What is wrong with a disk or a right, and not with us."""


def main() -> None:
    """Run a command; an exception that nothing caught is our bug, with a report that can be pasted."""
    try:
        code = run(kwartier, "kwartier")
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _DISK:
            what = f"'{error.filename}'" if error.filename else "een bestand"
            print(
                f"Kwartier kan {what} niet lezen of schrijven ({os.strerror(error.errno)}).\n"
                "Zorg dat je in deze map mag schrijven en dat de schijf niet vol is, of werk in een kopie.",
                file=sys.stderr,
            )
            sys.exit(1)
        trace = traceback.format_exc()
        print(
            "\nHier ging in Kwartier zelf iets mis; aan je bestanden is niets veranderd.\n"
            "Meld het met de tekst hieronder, dan kunnen we het herstellen.\n\n"
            f"kwartier {__version__}, Python {platform.python_version()}, {platform.platform()}\n{trace}",
            file=sys.stderr,
        )
        sys.exit(3)
    sys.exit(code)
