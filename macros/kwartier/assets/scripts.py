"""From source modules to the files that a page fetches: modules that go together joined into one file, then minified.

Authors of scripts write small ES modules, each a part of a page that exports ``start`` or a few functions. Sent one by one
they cost a third more bytes, as each compresses on its own. Minifying is done by tdewolff/minify (package ``minify-go``), in a
process of its own because its Go runtime does not outlive a fork, and kept by the hash of what went in: it runs when a
source has changed, not at every build.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

BUNDLES: dict[str, tuple[str, ...]] = {
    "begin.js": ("begin.js",),
    "kwartier.js": ("dom.js", "voorproef.js", "versies.js", "versie.js", "meld.js", "kwartier.js"),
    "zoek.js": ("zoek/woord.js", "zoek/motor.js", "zoek.js", "markeer.js"),
    "leren.js": ("opslag.js", "niveau.js"),
    "les.js": ("les.js", "zelftoets.js"),
    "bladen.js": ("filter.js", "lesplan.js", "scenes.js"),
    "instrument.js": ("instrument-beeld.js", "instrument.js"),
    "dossier.js": ("dossier.js",),
}
"""The files of the site and the modules in each; a module stands after the modules of its bundle that it imports.
``begin.js`` is loaded as a plain script, so it imports and exports nothing."""

_IMPORT = re.compile(r"^import \{([^}]*)\} from \"([^\"]+)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_MINIFY = """\
import json, sys, minify
given = json.load(sys.stdin)
json.dump({name: minify.string(kind, text) for name, (kind, text) in given.items()}, sys.stdout)
"""


def bundle(name: str, sources: dict[str, str]) -> str:
    """The text of the file ``name``: each of its modules a function that gives what the module exports.

    ``sources`` holds all modules by their path. What modules in other files import is exported under its own name, so these
    names differ from module to module; the table ``delen`` holds the ``start`` of each part of a page.
    """
    home = {module: file for file, modules in BUNDLES.items() for module in modules}
    fetched: dict[str, set[str]] = {}
    parts, exports, starts = [], [], []
    for module in BUNDLES[name]:
        known = []
        for path, names in _imports(module, sources):
            if home[path] == name:
                known.append(f"const{{{','.join(names)}}}={_ident(path)};")
            else:
                fetched.setdefault(home[path], set()).update(names)
        given = _EXPORT.findall(sources[module])
        body = _EXPORT.sub("", _IMPORT.sub("", sources[module]))
        parts.append(f"const {_ident(module)}=(()=>{{{''.join(known)}\n{body}\nreturn{{{','.join(given)}}}}})();\n")
        if "start" in given:
            starts.append(f"{_ident(module)[1:]}:{_ident(module)}.start")
        others = (one for one, file in sorted(home.items()) if file != name)
        wanted = {
            one for other in others for path, names in _imports(other, sources) if path == module for one in names
        }
        if wanted:
            exports.append(f"export const{{{','.join(sorted(wanted))}}}={_ident(module)};\n")
    head = "".join(f'import{{{",".join(sorted(names))}}}from"./{file}";\n' for file, names in sorted(fetched.items()))
    table = f"export const delen={{{','.join(starts)}}};\n" if starts else ""
    return head + "".join([*parts, *exports, table])


def _imports(module: str, sources: dict[str, str]) -> list[tuple[str, list[str]]]:
    """The modules that a module imports from, with the names."""
    return [
        (_resolve(module, target), [one.strip() for one in names.split(",")])
        for names, target in _IMPORT.findall(sources[module])
    ]


def _resolve(module: str, target: str) -> str:
    """The path of the module that ``module`` imports as ``target``."""
    folder = module.rpartition("/")[0]
    return f"{folder}/{target[2:]}" if folder else target[2:]


def _ident(module: str) -> str:
    """The name of what a module gives; modules themselves use no such name."""
    return "$" + re.sub(r"\W", "_", module.removesuffix(".js").rpartition("/")[2])


def minified(texts: dict[str, tuple[str, str]], cache: Path) -> dict[str, bytes]:
    """The texts by name, each given with its media type, minified; kept below ``cache`` by the hash of all of them.

    Raises ``subprocess.CalledProcessError`` when a text is no valid script or style sheet.
    """
    question = json.dumps(texts, sort_keys=True)
    key = hashlib.sha256(f"{version('minify-go')}\n{question}".encode()).hexdigest()[:16]
    kept = cache / f"klein-{key}.json"
    if not kept.is_file():
        done = subprocess.run(
            [sys.executable, "-c", _MINIFY],
            input=question,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_text(done.stdout, encoding="utf-8")
    return {name: text.encode() for name, text in json.loads(kept.read_text(encoding="utf-8")).items()}
