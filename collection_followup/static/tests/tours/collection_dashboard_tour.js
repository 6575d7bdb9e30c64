import { registry } from "@web/core/registry";

const back = {
    trigger: ".o_breadcrumb a:contains(Dashboard), .o_back_button",
    run: "click",
};

registry.category("web_tour.tours").add("collection_dashboard", {
    steps: () => [
        {
            content: "How the company stands, and behind it the customers",
            trigger: ".o_collection_tile[data-key=overdue]:contains(1,400)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Debtor & Sons)" },
        back,
        {
            content: "What is 1 to 30 days late",
            trigger: ".o_collection_age[data-key='1_30']:contains(1,400)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(Other Ltd)" },
        back,
        {
            content: "What comes a little later: the things to check",
            trigger: ".o_collection_tile[data-key=nobody]:contains(2)",
        },
        { trigger: ".o_collection_mine", run: "click" },
        { trigger: ".o_collection_mine.active" },
        { trigger: ".o_collection_tile[data-key=overdue]:contains(1,400)" },
    ],
});
