import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_case", {
    steps: () => [
        {
            content: "The worklist opens on what is open, mine or nobody's",
            trigger: ".o_searchview_facet:contains(Open)",
        },
        {
            content: "Find the customer by what he says on the phone: his order number",
            trigger: ".o_searchview_input",
            run: "edit PO-4711",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(Invoice, order)",
            run: "click",
        },
        {
            content: "Open the case",
            trigger: ".o_kanban_record:contains(Touring Ltd)",
            run: "click",
        },
        {
            content: "It says what happens next",
            trigger: ".o_collection_next:contains(Stage 2)",
        },
        {
            content: "and why",
            trigger: ".o_collection_next [name=reason]:contains(days late)",
        },
        {
            content: "and how much is to be collected beside what is overdue",
            trigger: ".o_collection_figures [name=to_collect]:contains(700)",
        },
        {
            trigger: ".o_form_sheet [name=overdue]:contains(1,000)",
        },
        {
            content: "Open items stand below",
            trigger: "[name=open_item_ids] .o_data_row:contains(PO-4711)",
        },
        {
            content: "Log a call",
            trigger: "button[name=action_log_call]",
            run: "click",
        },
        {
            trigger: ".modal [name=outcome] .o_select_menu_toggler",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Reached)",
            run: "click",
        },
        {
            trigger: ".modal [name=note] textarea",
            run: "edit Spoke to Ann; the transfer is in the next payment run.",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "The call stands in the record of contacts",
            trigger: ".nav-link:contains(Activity)",
            run: "click",
        },
        {
            trigger: "[name=interaction_ids] .o_data_row:contains(Spoke to Ann)",
        },
        {
            content: "Back to the worklist, nothing is left unsaved",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: ".o_kanban_view",
        },
    ],
});
