import { registry } from "@web/core/registry";

const ADD = ".o_field_x2many_list_row_add > a";
const NO_WINDOW = "body:not(:has(.modal))";

/** The line that is being edited, by its place. */
function row(place) {
    return `[name=order_line] .o_data_row:nth-child(${place}).o_selected_row`;
}

function addProduct(place, name, values) {
    const field = (label) => `${row(place)} .o_field_widget[name=${label}] input`;
    return [
        { trigger: `${ADD}:contains(Add a product)`, run: "click" },
        {
            trigger: `${field("product_template_id")}, ${field("product_id")}`,
            run: `edit ${name}`,
        },
        { trigger: `.ui-menu-item > a:contains(${name})`, run: "click" },
        { content: "Its price has come", trigger: `${field("price_unit")}:value(100.00)` },
        ...Object.entries(values).map(([label, value]) => ({
            trigger: field(label),
            run: `edit ${value}`,
        })),
    ];
}

registry.category("web_tour.tours").add("collection_sale_quote", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "Who buys",
            trigger: ".o_field_res_partner_many2one[name=partner_id] input",
            run: "edit Debtor & Sons",
        },
        {
            trigger: ".ui-menu-item > a:contains(Debtor & Sons)",
            run: "click",
        },
        {
            content: "A section",
            trigger: `${ADD}:contains(Add a section)`,
            run: "click",
        },
        {
            trigger: `${row(1)}.o_is_line_section textarea, ${row(1)}.o_is_line_section input`,
            run: "edit Machines",
        },
        ...addProduct(2, "Press", { price_unit: 400 }),
        ...addProduct(3, "Lathe", { price_unit: 600, discount: 10 }),
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved [name=tax_totals]:contains(940.00)",
        },
        {
            content: "Send it",
            trigger: "button[name=action_quotation_send]",
            run: "click",
        },
        {
            trigger: ".modal-footer button.o_mail_send",
            run: "click",
        },
        {
            trigger: `${NO_WINDOW} .o_arrow_button_current:contains(Quotation Sent)`,
        },
    ],
});

registry.category("web_tour.tours").add("collection_sale_confirm", {
    steps: () => [
        { trigger: "button[name=action_confirm]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Sales Order)" },
    ],
});

registry.category("web_tour.tours").add("collection_sale_invoice", {
    steps: () => [
        {
            content: "Invoice the order",
            trigger: ".o_statusbar_buttons button:contains(Create Invoice)",
            run: "click",
        },
        {
            trigger: ".modal button[name=create_invoices]",
            run: "click",
        },
        {
            content: "Post it",
            trigger: `${NO_WINDOW} button[name=action_post]`,
            run: "click",
        },
        {
            content: "The money has come",
            trigger: "button[name=action_register_payment]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            trigger: `${NO_WINDOW} .o_form_view:not(:has(button[name=action_register_payment]))`,
        },
    ],
});
