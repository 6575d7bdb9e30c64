import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_sale_deliver", {
    steps: () => [
        {
            content: "From the order to its delivery",
            trigger: "button[name=action_view_delivery]",
            run: "click",
        },
        {
            trigger: "button[name=button_validate]",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(Done)",
        },
    ],
});
