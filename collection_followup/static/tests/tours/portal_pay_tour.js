import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_portal_pay", {
    steps: () => [
        {
            content: "Both overdue invoices are ticked",
            trigger: ".o_collection_choice:has(.o_collection_all:checked)",
        },
        {
            content: "Leave the second one out",
            trigger: ".o_collection_pick:eq(1)",
            run: "click",
        },
        {
            content: "The sum follows the choice",
            trigger: ".o_collection_sum:contains(100.00)",
        },
        {
            content: "Go on to the payment form",
            trigger: ".o_collection_pay",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The sum of the choice is asked for",
            trigger: ".o_collection_amount_due:contains(100.00)",
        },
        {
            content: "Choose how to pay",
            trigger: "[name='o_payment_radio']",
            run: "click",
        },
        {
            content: "Pay",
            trigger: "[name='o_payment_submit_button']:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Back on the page, with thanks",
            trigger: ".o_collection_message:contains(We have received your payment of)",
        },
        {
            content: "The other invoice is still there",
            trigger: ".o_collection_sum:contains(250.00)",
        },
    ],
});
