import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_dispute", {
    steps: () => [
        {
            content: "The customer says on the phone that something is broken",
            trigger: ".o_kanban_record:contains(Touring Ltd)",
            run: "click",
        },
        {
            trigger: ".o_collection_menu a:contains(Agree)",
            run: "click",
        },
        {
            content: "Open a dispute",
            trigger: ".dropdown-menu.show button[name=action_dispute]",
            run: "click",
        },
        {
            content: "His only open item is proposed, with all that is open of it",
            trigger: ".modal [name=amount_open]:contains(1,000)",
        },
        {
            trigger: ".modal [name=reason_id] input",
            run: "edit Broken",
        },
        {
            trigger: ".modal .o-autocomplete--dropdown-item:contains(Broken glass)",
            run: "click",
        },
        {
            content: "The reason proposes owner and deadline",
            trigger: ".modal [name=deadline]:has(input:not(:empty), button:not(:empty))",
        },
        {
            trigger: ".modal [name=amount] input",
            run: "edit 300",
        },
        {
            trigger: ".modal [name=note] textarea",
            run: "edit Three of ten were broken.",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "The dispute opens",
            trigger: ".o_form_view [name=name]:contains(DSP/)",
        },
        {
            trigger: ".o_arrow_button_current:contains(Open)",
        },
        {
            content: "We were wrong: a credit note",
            trigger: "button[name=action_credit_note]:contains(Credit note)",
            run: "click",
        },
        {
            content: "Odoo's own draft credit note, over what is disputed",
            trigger: ".o_form_view [name=tax_totals]:contains(300.00)",
        },
        {
            trigger: "button[name=action_post]:visible",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(Posted)",
        },
    ],
});

registry.category("web_tour.tours").add("collection_dispute_closed", {
    steps: () => [
        {
            content: "It has closed itself",
            trigger: ".o_form_view .o_arrow_button_current:contains(Settled)",
        },
        {
            trigger: "[name=outcome]:contains(Credit note)",
        },
        {
            content: "and the customer was told",
            trigger: "[name=told_on]",
        },
        {
            content: "The case asks for the rest only",
            trigger: "button[name=action_open_case]",
            run: "click",
        },
        {
            trigger: ".o_collection_figures [name=to_collect]:contains(700)",
        },
    ],
});
