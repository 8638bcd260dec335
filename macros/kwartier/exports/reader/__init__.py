"""The reader: a module or route as a book, on paper (PDF) and for e-readers (EPUB)."""

from __future__ import annotations

from collections.abc import Iterator

from kwartier.exports.job import Job, Report, Unavailable
from kwartier.exports.package import write
from kwartier.exports.reader.book import Book, make_book
from kwartier.exports.reader.epub import as_epub
from kwartier.exports.reader.pdf import as_pdf
from kwartier.workers import cores, forks


def export(job: Job) -> Report:
    """``<naam>.pdf`` and ``<naam>.epub`` per module or route; for lecturers with ``-docent`` behind the name.

    Raises :class:`Unavailable` when what sets the PDF is not installed.
    """
    _need_weasyprint()
    report = Report()
    packages = job.packages()
    soort = "leerroute" if job.leerroute else "module"
    books = (make_book(job, report, (soort, name)) for name, _, _ in packages)
    job.progress(0, len(packages), packages[0][1] if packages else "")
    for done, (book, pdf) in enumerate(_set(books, len(packages)), 1):
        file = f"{book.sleutel[1]}-docent" if job.docent else book.sleutel[1]
        report.files.append(write(job.uit / f"{file}.pdf", pdf))
        report.files.append(write(job.uit / f"{file}.epub", as_epub(book)))
        if done < len(packages):
            job.progress(done, len(packages), packages[done][1])
    return report


def _set(books: Iterator[Book], count: int) -> Iterator[tuple[Book, bytes]]:
    """Each book with its PDF, in order: setting one takes seconds, so several are set side by side where that is safe."""
    workers = min(cores(), count)
    if workers < 2:
        yield from ((book, as_pdf(book)) for book in books)
        return
    with forks(workers) as pool:
        made = list(books)
        yield from zip(made, pool.map(as_pdf, made), strict=True)


def _need_weasyprint() -> None:
    try:
        import weasyprint  # noqa: F401 - only to know whether it is there
    except ImportError:
        raise Unavailable(
            'Voor de reader is WeasyPrint nodig. Installeer het met: pip install "kwartier[reader]"'
        ) from None
    except OSError:
        raise Unavailable(
            "WeasyPrint vindt de bibliotheek Pango niet. Installeer die; op Debian en Ubuntu met: apt install libpangoft2-1.0-0"
        ) from None
