import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_strategy", {
    steps: () => [
        {
            content: "Open the strategy",
            trigger: ".o_list_view .o_data_row [name=name]:contains(Test strategy)",
            run: "click",
        },
        {
            content: "It was edited, so it sends nothing",
            trigger: ".alert:contains(sends nothing yet)",
        },
        {
            content: "Open a stage and its words",
            trigger: "[name=stage_ids] .o_data_row:contains(Stage 1) [name=name]",
            run: "click",
        },
        {
            trigger: ".modal .o_form_view:contains(Words that are filled in)",
        },
        {
            trigger: ".modal .o_form_button_cancel, .modal .btn-close",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "Look at the dry run",
            trigger: "button[name=action_dry_run]",
            run: "click",
        },
        {
            content: "Who gets what, and why",
            trigger: ".o_last_breadcrumb_item:contains(Dry run)",
        },
        {
            trigger: ".o_group_header:contains(Send a notice)",
        },
        {
            trigger: ".o_data_row:contains(Touring Ltd)",
        },
        {
            content: "Back to the strategy",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a:contains(Test strategy)",
            run: "click",
        },
        {
            trigger: "button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Now it sends",
            trigger: ".ribbon:contains(Confirmed)",
        },
    ],
});
