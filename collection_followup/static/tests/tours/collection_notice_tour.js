import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_notice", {
    steps: () => [
        {
            content: "Two notices wait for approval",
            trigger: ".o_list_view .o_data_row:contains(Touring Ltd) td[name=partner_id]",
            run: "click",
        },
        {
            content: "Read it as the customer will",
            trigger: ".o_collection_preview [name=preview_html] :iframe body:contains(Dear)",
        },
        {
            content: "Change the words",
            trigger: "button[name=action_edit_words]",
            run: "click",
        },
        {
            trigger: "[name=subject] input",
            run: "edit A word about your account",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_button_save:visible))",
        },
        {
            trigger: ".o_collection_preview:contains(A word about your account)",
        },
        {
            content: "Approve",
            trigger: "button[name=action_approve]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Approved)",
        },
        {
            content: "Back to the tray",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Touring Ltd)))",
        },
        {
            content: "Approve the rest at once",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_approve]",
            run: "click",
        },
        {
            content: "The tray is empty and says so",
            trigger: ".o_nocontent_help:contains(Nothing waits for approval)",
        },
    ],
});
