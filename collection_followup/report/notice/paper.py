import base64
from functools import lru_cache

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import file_open

FONTS = {
    "Lato": ("lato/Lato-Reg-webfont.ttf", "lato/Lato-Bol-webfont.ttf"),
    "Roboto": ("google/Roboto/Roboto-Regular.ttf", "google/Roboto/Roboto-Bold.ttf"),
    "Open_Sans": (
        "google/Open_Sans/Open_Sans-Regular.ttf",
        "google/Open_Sans/Open_Sans-Bold.ttf",
    ),
    "Montserrat": (
        "google/Montserrat/Montserrat-Regular.ttf",
        "google/Montserrat/Montserrat-Bold.ttf",
    ),
    "Raleway": (
        "google/Raleway/Raleway-Regular.ttf",
        "google/Raleway/Raleway-Bold.ttf",
    ),
    "Tajawal": (
        "google/Tajawal/Tajawal-Regular.ttf",
        "google/Tajawal/Tajawal-Bold.ttf",
    ),
}
# The unpatched engine prints everything at 1/1.3 of its size; the fonts of a bare
# machine run wide.
UNPATCHED = "body {zoom: 1.3} .cp table.cp-items {font-size: 7.8pt !important}"


@lru_cache(maxsize=16)
def _font_data(name):
    """A font of the web client as text, or empty where it is not installed."""
    try:
        with file_open(f"web/static/fonts/{name}", "rb") as font:
            return base64.b64encode(font.read()).decode()
    except (FileNotFoundError, ValueError):
        return ""


class CollectionPaper(models.AbstractModel):
    """What letters, statements and lists on paper have in common."""

    _name = "collection.paper"
    _description = "Collections document"

    @api.model
    def _chosen(self, model, docids):
        """The records to print, which the user may read.

        :param docids: their ids as the report gets them; a visitor may send none
        :raise UserError: when none is chosen
        :raise AccessError: when one of them is not for the user
        """
        records = self.env[model].browse(docids or ())
        if not records:
            raise UserError(self.env._("Choose what to print."))
        records.check_access("read")
        return records

    @api.model
    def _page_label(self, lang, page, pages):
        """The foot line of a paper of several pages, in its language."""
        paper = self.with_context(lang=lang)
        return paper.env._("Page %(page)s of %(pages)s", page=page, pages=pages)

    @api.model
    def _engine_style(self):
        """Styles that depend on the PDF engine and on the font of the company.

        The unpatched engine turns web fonts into drawings, which cannot be
        searched or copied: it gets the fonts of the machine instead.
        """
        if not self.env["ir.actions.report"]._is_paper_engine_patched():
            return Markup(UNPATCHED)
        fonts = FONTS.get(self.env.company.font or "Lato", FONTS["Lato"])
        faces = zip(fonts, ("400", "700"), strict=True)
        return Markup("").join(
            Markup(
                '@font-face {font-family: "Paper"; font-weight: %s;'
                " src: url(data:font/ttf;base64,%s)}"
            )
            % (weight, _font_data(name))
            for name, weight in faces
            if _font_data(name)
        )
