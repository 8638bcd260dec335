"""Publishing: academic-year versions side by side on a branch of a Git repository, in the layout of mike.

::

    versions.json      which versions there are, newest first (mike's format; ``versions``)
    2026-2027/         a version: the built site and its list of pages, versie.json (``pagelist``)
    concept/           what is being worked on; never the default
    huidig/            per page of the current version a page that sends on to it (``signposts``)
    index.html         sends on to the current version
    404.html           finds a page that is not there in another version
    .nojekyll, CNAME   and whatever else stands there is kept

A publication (``deploy``) is one commit on top of what the remote has, made in a throw-away repository (``git``); the author's
own repository, its branches and its files are never written.
"""
