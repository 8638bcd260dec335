"""Kwartier: from YAML-defined teaching modules, a shared glossary and cases to a curriculum site.

The package is layered; a file imports only from layers above it in this list:

1. ``text``       bytes become documents; content errors become :class:`~kwartier.text.problems.Problem` values
2. ``model``, ``library``, ``load``   documents become frozen, typed items
3. ``terms``, ``index``, ``checks``   what can be derived from all items together
4. ``pages``, ``compile``   items become Markdown pages
5. ``cli``, ``plugin``, ``macros``, ``build``   the doors to the command line and to MkDocs
"""

__version__ = "0.1.0"
