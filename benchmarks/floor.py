"""The raw SQL floor: what PostgreSQL itself needs to read and write the same rows."""

SELECT = """
    SELECT p.commercial_partner_id, SUM(l.amount_residual), MIN(l.date_maturity),
           COUNT(*)
      FROM account_move_line l JOIN res_partner p ON p.id = l.partner_id
     WHERE {where} GROUP BY 1
"""
INSERT = """
    INSERT INTO bench_line (notice_id, company_id, line_id, move_id, part, stage_id,
           round, state, name, customer_reference, date_invoice, date_due, days_late,
           currency_id, amount_total, amount_open, amount_rests, amount_to_collect,
           amount_company)
    SELECT NULL, l.company_id, l.id, m.id, 'due', {stage}, 1, 'planned', m.name, m.ref,
           m.invoice_date, l.date_maturity, CURRENT_DATE - l.date_maturity,
           l.currency_id, l.amount_currency, l.amount_residual_currency, 0,
           l.amount_residual_currency, l.amount_residual
      FROM account_move_line l JOIN account_move m ON m.id = l.move_id
      JOIN res_partner p ON p.id = l.partner_id
     WHERE {where} AND l.amount_residual > 0 AND l.date_maturity < CURRENT_DATE
"""
TABLE = """
    CREATE TABLE bench_line (LIKE collection_notice_line INCLUDING ALL);
    ALTER TABLE bench_line ALTER notice_id DROP NOT NULL;
    ALTER TABLE bench_line
        ADD FOREIGN KEY (company_id) REFERENCES res_company,
        ADD FOREIGN KEY (line_id) REFERENCES account_move_line,
        ADD FOREIGN KEY (move_id) REFERENCES account_move,
        ADD FOREIGN KEY (stage_id) REFERENCES collection_stage,
        ADD FOREIGN KEY (currency_id) REFERENCES res_currency
"""
