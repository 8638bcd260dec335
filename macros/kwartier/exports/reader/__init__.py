"""The reader: a module or route as a book, on paper (PDF) and for e-readers (EPUB)."""

from __future__ import annotations

from kwartier.exports.job import Job, Report, Unavailable
from kwartier.exports.package import write
from kwartier.exports.reader.book import make_book
from kwartier.exports.reader.epub import as_epub
from kwartier.exports.reader.pdf import as_pdf


def export(job: Job) -> Report:
    """``<naam>.pdf`` and ``<naam>.epub`` per module or route; for lecturers with ``-docent`` behind the name.

    Raises :class:`Unavailable` when what sets the PDF is not installed.
    """
    _need_weasyprint()
    report = Report()
    packages = job.packages()
    for done, (name, title, _) in enumerate(packages):
        job.progress(done, len(packages), title)
        book = make_book(job, report, ("leerroute" if job.leerroute else "module", name))
        file = f"{name}-docent" if job.docent else name
        report.files.append(write(job.uit / f"{file}.pdf", as_pdf(book)))
        report.files.append(write(job.uit / f"{file}.epub", as_epub(book)))
    return report


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
