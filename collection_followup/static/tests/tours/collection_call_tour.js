import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_call", {
    steps: () => [
        {
            content: "The worklist: start calling, the most urgent first",
            trigger: ".o_control_panel button[name=action_call_through]",
            run: "click",
        },
        {
            content: "Purpose and sum stand first, to be read aloud",
            trigger: ".modal .o_collection_sheet [name=purpose]:contains(1,000.00)",
        },
        {
            content: "So do the people, with their numbers",
            trigger: ".modal [name=contact_ids] a[href^='tel:']",
        },
        {
            content: "They will pay",
            trigger: ".modal [name=outcome] .o_select_menu_toggler",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Will pay)",
            run: "click",
        },
        {
            content: "When?",
            trigger: ".modal .o_field_widget[name=pay_on] input",
            run: "edit 05/18/2026",
        },
        {
            trigger: ".modal .o_collection_sheet [name=note] textarea",
            run: "edit Ann signs on Mondays.",
        },
        {
            content: "How?",
            trigger: ".modal [name=reference] input",
            run: "edit Cheque 0815",
        },
        {
            content: "Save, and the next customer is there",
            trigger: ".modal footer button[name=action_next], .modal .modal-footer button[name=action_next]",
            run: "click",
        },
        {
            trigger: ".modal .o_collection_sheet [name=partner_id]:contains(Another Ltd)",
        },
        {
            content: "The sheet before it is gone",
            trigger: "body:not(:has(.o_collection_sheet [name=partner_id]:contains(Touring Ltd)))",
        },
        {
            content: "He says that the invoice never arrived",
            trigger: ".modal [name=outcome] .o_select_menu_toggler",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Reached)",
            run: "click",
        },
        {
            trigger: ".modal [name=line_ids] .o_data_row td[name=answer]",
            run: "click",
        },
        {
            trigger: ".modal [name=line_ids] .o_selected_row [name=answer] .o_select_menu_toggler",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(In check)",
            run: "click",
        },
        {
            content: "The answer has arrived: it asks for a day",
            trigger: ".modal [name=line_ids] .o_selected_row .o_field_widget[name=on]",
        },
        {
            content: "That was the last one",
            trigger: ".modal .modal-footer button[name=action_next]",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(last one)",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "Back to the worklist, anew",
            trigger: ".o_menu_sections button:contains(Customers)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu a:contains(Worklist)",
            run: "click",
        },
        {
            content: "The card says where the invoice lies",
            trigger: ".o_kanban_record:contains(Another Ltd):contains(1 in check)",
        },
    ],
});
