"""PDF work of the papers: find where each letter starts, number, take apart, join.

Works on bytes and knows nothing of Odoo's models. Each letter starts with a link
whose address ends in its number; both builds of the PDF engine keep such links,
while only the patched one writes an outline.
"""

import io
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from odoo.tools.pdf import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfReader,
    PdfWriter,
)

LINK = "https://letter.invalid/"
MM = 72 / 25.4  # a millimetre in points
_FONT_SIZE = 8


@dataclass
class Part:
    """One letter of a document: its number, its language and its pages."""

    number: int
    lang: str
    pages: list


def mark(number, lang):
    """Return the address of the link that stands where a part starts."""
    return f"{LINK}{lang}/{number}"


def read(pdf):
    """Open a PDF given as bytes."""
    return PdfReader(io.BytesIO(pdf), strict=False)


def page_count(pdf):
    """Return the number of pages of a PDF given as bytes."""
    return len(read(pdf).pages)


def take_apart(pdf):
    """Return the parts of a document in their order, marks removed."""
    parts = []
    for page in read(pdf).pages:
        address = _take_mark(page)
        if address:
            lang, number = address[len(LINK) :].rsplit("/", 1)
            parts.append(Part(int(number), lang, []))
        if parts:
            parts[-1].pages.append(page)
    return parts


def _take_mark(page):
    """Return the mark on this page and remove it: nobody should click on it."""
    if page.get("/Annots") is None:
        return None
    annotations = page["/Annots"].get_object()
    addresses = [_address(item) for item in annotations]
    marks = [address for address in addresses if address.startswith(LINK)]
    if not marks:
        return None
    keep = [
        item
        for item, address in zip(annotations, addresses, strict=True)
        if not address.startswith(LINK)
    ]
    annotations[:] = keep
    if not keep:
        del page[NameObject("/Annots")]
    return marks[0]


def _address(annotation):
    return str(annotation.get_object().get("/A", {}).get("/URI", ""))


def number_pages(part, label):
    """Write "page n of m" at the foot of a part of more than one page.

    :param label: function of (language, n, m) that gives the text
    """
    total = len(part.pages)
    if total < 2:
        return
    for index, page in enumerate(part.pages, start=1):
        _write_foot(page, label(part.lang, index, total))


def _write_foot(page, text):
    """Add a line to the content as it is: parsing it would take 70 ms a page."""
    width = stringWidth(text, "Helvetica", _FONT_SIZE)
    left = float(page.mediabox.width) - 20 * MM - width
    text = text.encode("cp1252", "replace")
    text = text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    foot = b"\nQ\nBT /FCl %d Tf 0.35 g %.1f %.1f Td (%s) Tj ET\n" % (
        _FONT_SIZE,
        left,
        8 * MM,
        text,
    )
    stream = DecodedStreamObject()
    stream.set_data(b"q\n" + page["/Contents"].get_object().get_data() + foot)
    page[NameObject("/Contents")] = stream.flate_encode()
    resources = page["/Resources"].get_object()
    fonts = resources.setdefault(NameObject("/Font"), DictionaryObject()).get_object()
    fonts[NameObject("/FCl")] = _font()


def _font():
    """Helvetica, which every reader has: nothing to embed."""
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )


def join(pages):
    """Write pages of any documents into one PDF, given back as bytes."""
    writer = PdfWriter()
    for page in pages:
        writer.add_page(page)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def blank_like(page):
    """An empty page of the same size."""
    box = page.mediabox
    return PdfWriter().add_blank_page(float(box.width), float(box.height))


def finish(pdf, label):
    """Number the pages of each part and remove the marks."""
    parts = take_apart(pdf)
    if not parts:
        return pdf
    for part in parts:
        number_pages(part, label)
    return join(page for part in parts for page in part.pages)
