from odoo import models

from odoo.addons.base.models import ir_actions_report as engine

from ...report.notice import paper_pdf

PAPERS = "collection_followup.paper_"
# The patched engine measures words in whole dots and draws them in fractions: with few
# dots an inch a gap opens before each change of the font. The size stays what it is.
FINE = "384"


class IrActionsReport(models.Model):
    """Our papers take the shortest way through the PDF engine.

    They carry their styles and fonts in the document itself, so that they look
    the same in a request, in a job and on the command line; they have no page
    header or footer, which the unpatched engine cannot print and the patched one
    would load again for each page.
    """

    _inherit = "ir.actions.report"

    def _is_collection_paper(self):
        """Tell whether this is a letter, a statement or a list of ours."""
        return (self.report_name or "").startswith(PAPERS)

    def _get_layout(self):
        if self._is_collection_paper():
            return self.env.ref("collection_followup.paper_layout")
        return super()._get_layout()

    def get_paperformat(self):
        """A4, or US letter where the company prints its other papers on it."""
        paper = super().get_paperformat()
        company_paper = self.env.company.paperformat_id
        if self._is_collection_paper() and company_paper.format == "Letter":
            for name in ("letter", "list"):
                if paper == self.env.ref(f"collection_followup.paperformat_{name}"):
                    return self.env.ref(f"collection_followup.paperformat_{name}_us")
        return paper

    def _build_wkhtmltopdf_args(
        self,
        paperformat_id,
        landscape,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Print finely, and do not wait a second for scripts: our papers have none."""
        command = super()._build_wkhtmltopdf_args(
            paperformat_id,
            landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        if self.env.context.get("collection_paper"):
            command[command.index("--javascript-delay") + 1] = "0"
            if self._is_paper_engine_patched():
                command[command.index("--dpi") + 1] = FINE
        return command

    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        report = self._get_report(report_ref) if report_ref else self.browse()
        ours = report._is_collection_paper()
        report_model = self.with_context(collection_paper=True) if ours else self
        pdf = super(IrActionsReport, report_model)._run_wkhtmltopdf(
            bodies,
            report_ref=report_ref,
            header=None if ours else header,
            footer=None if ours else footer,
            landscape=landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        if ours and not self.env.context.get("collection_paper"):
            pdf = paper_pdf.finish(pdf, self.env["collection.paper"]._page_label)
        return pdf

    def _collection_pdf(self, report_ref, docids, data):
        """Render one of our papers in one engine call, the marks of its parts kept.

        :return: the PDF as bytes; ``paper_pdf.take_apart`` finds the parts in it
        """
        report = self._get_report(report_ref)
        data = {"report_type": "pdf", "debug": False, **data}
        html = self._render_qweb_html(report_ref, docids, data)[0]
        bodies = report._prepare_html(html, report_model=report.model)[0]
        marked = self.with_context(collection_paper=True)
        return marked._run_wkhtmltopdf(bodies, report_ref=report)

    def _is_paper_engine_patched(self):
        """Tell whether the engine prints at true size and keeps web fonts as text."""
        return bool(engine._wkhtml().is_patched_qt)
