"""The pages above the versions that send a reader on: the start, ``huidig/``, and the page for an address that is not there.

A page of ``huidig/`` sends on to the same page of the current version, with the part of the page that a link points to. A copy of
the version would cost as much as the version itself, and GitHub Pages does not follow symbolic links dependably.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote

from kwartier.publish.versions import CONCEPT

MARK = b'<meta name="generator" content="Kwartier">'
"""Stands in every page that is made here, so that a page of someone else is never replaced."""


def start_page(title: str, current: str) -> bytes:
    """``index.html``: to the current version, or when there is none yet a page that says so, with the way to the concept."""
    if current:
        return _forward(f"{current}/")
    text = f'<p>Er is nog geen versie van dit lesmateriaal. <a href="{CONCEPT}/">Bekijk het concept</a>.</p>'
    return _page("bericht.html", title=escape(title), inhoud=text)


def alias_pages(version: str, forwards: Mapping[str, str]) -> dict[str, bytes]:
    """The files of ``huidig/`` by path: one for each address of the version, former addresses included."""
    found = {}
    for address, target in forwards.items():
        file = address + "index.html" if address == "" or address.endswith("/") else address
        up = "../" * (file.count("/") + 1)
        found[file] = _forward(f"{up}{version}/{target}")
    return found


def missing_page(title: str, path: str) -> bytes:
    """``404.html``: looks for the page in the versions there are. Needs no other file, so it works at any depth.

    ``path`` is where the site stands on its host, for an address without a version in it.
    """
    scripts = files("kwartier.assets").joinpath("versies.js").read_text(encoding="utf-8")
    here = files(__package__).joinpath("zoek.js").read_text(encoding="utf-8")
    return _page("404.html", title=escape(title), script=scripts + here, path=escape(path))


def _forward(target: str) -> bytes:
    return _page("verder.html", doel=escape(quote(target)))


def _page(name: str, **values: str) -> bytes:
    template = Template(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return template.substitute(values, mark=MARK.decode()).encode()
