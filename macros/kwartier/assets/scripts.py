"""From source modules to the files that a page fetches: modules that go together joined into one file, then minified.

Authors of scripts write small ES modules, each with a part of a page or a few functions. Sent one by one they cost a third
more bytes, as each compresses on its own. In a file its modules share one scope, in which the minifier can shorten every name;
so the names at the top of these modules differ, and are no names of the browser (a test looks). Minifying is done by
tdewolff/minify (package ``minify-go``), in a process of its own because its Go runtime does not outlive a fork, and kept by
the hash of what went in: it runs when a source has changed, not at every build.
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
    "instrument.js": ("instrument-beeld.js", "instrument.js", "dossier.js"),
}
"""The files of the site and the modules in each; a module stands after the modules of its file that it imports.
The learner's file is with the instruments, which are filled in too: apart the two would be half a kilobyte more.
``begin.js`` is loaded as a plain script, so it imports and exports nothing."""

_IMPORT = re.compile(r"^import \{([^}]*)\} from \"([^\"]+)\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_DECLARED = re.compile(r"^(?:export )?(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)
_MINIFY = """\
import json, sys, minify
given = json.load(sys.stdin)
json.dump({name: minify.string(kind, text) for name, (kind, text) in given.items()}, sys.stdout)
"""


def bundle(name: str, sources: dict[str, str]) -> str:
    """The text of the file ``name``: its modules in one function, that gives what the world outside wants of them.

    ``sources`` holds all modules by their path. Wanted is what modules in other files import, and what no module imports:
    those are the parts of pages, which ``kwartier.js`` fetches by their name when a page has them. Raises ``ValueError`` when
    two modules of the file have a name in common.
    """
    home = {module: file for file, modules in BUNDLES.items() for module in modules}
    wanted = {file: set[str]() for file in BUNDLES}
    taken = set[str]()
    fetched: dict[str, set[str]] = {}
    for module in home:
        for path, names in _imports(module, sources):
            taken.update(names)
            if home[path] != home[module]:
                wanted[home[path]].update(names)
                if home[module] == name:
                    fetched.setdefault(home[path], set()).update(names)
    texts = [sources[module] for module in BUNDLES[name]]
    names = declared(name, sources)
    known = [*names, *(one for some in fetched.values() for one in some)]
    if twice := sorted({one for one in known if known.count(one) > 1}):
        raise ValueError(f"{name}: {', '.join(twice)} stands in two modules")
    body = "\n".join(_EXPORT.sub("", _IMPORT.sub("", text)) for text in texts)
    given = sorted({one for text in texts for one in _EXPORT.findall(text)} & (wanted[name] | set(names) - taken))
    if not given:
        return body
    head = "".join(f'import{{{",".join(sorted(names))}}}from"./{file}";\n' for file, names in sorted(fetched.items()))
    return f"{head}export const{{{','.join(given)}}}=(()=>{{\n{body}\nreturn{{{','.join(given)}}}}})();\n"


def declared(name: str, sources: dict[str, str]) -> list[str]:
    """The names at the top of the modules of a file."""
    return [one for module in BUNDLES[name] for one in _DECLARED.findall(sources[module])]


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
