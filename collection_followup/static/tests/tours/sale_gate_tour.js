import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_gate_ask", {
    steps: () => [
        {
            content: "The quotation says that it cannot be confirmed, and the release condition",
            trigger: ".o_collection_refused:contains(Release condition: Payment of 250.00)",
        },
        {
            content: "Try anyway",
            trigger: "button[name=action_collection_confirm]",
            run: "click",
        },
        {
            content: "The window says why, and whom to ask",
            trigger: ".modal .modal-body:contains(is on credit hold)",
        },
        {
            trigger: ".modal [name=reason] textarea",
            run: "edit They pay on Friday and need the parts today.",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
        {
            content: "It says that somebody was asked",
            trigger: ".o_collection_refused:contains(was asked to release it)",
        },
    ],
});

registry.category("web_tour.tours").add("collection_gate_release", {
    steps: () => [
        {
            content: "The credit manager releases this order",
            trigger: "button[name=action_collection_release]",
            run: "click",
        },
        {
            trigger: ".modal [name=asked]:contains(They pay on Friday)",
        },
        {
            trigger: ".modal [name=reason] textarea",
            run: "edit Paid on every Friday so far.",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)):not(:has(.o_collection_refused))",
        },
        {
            content: "Now it can be confirmed",
            trigger: "button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(Sales Order)",
        },
    ],
});

registry.category("web_tour.tours").add("collection_gate_portal", {
    steps: () => [
        {
            content: "The page says what the order waits for",
            trigger: ".o_collection_customer_words:contains(as soon as it is paid)",
        },
        {
            content: "Sign and pay",
            trigger: "a:contains(Sign & Pay)",
            run: "click",
        },
        {
            trigger: ".modal .o_web_sign_name_and_signature input",
            run: "fill Joel Willis",
        },
        {
            trigger: ".modal canvas.o_web_sign_signature",
            run: "canvasNotEmpty",
        },
        {
            trigger: ".modal .o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The signature is kept, all of it is to be paid",
            trigger: ".modal .modal-body:contains(1,000.00)",
        },
        {
            content: "Choose how to pay",
            trigger: ".modal [name='o_payment_radio']",
            run: "click",
        },
        {
            trigger: ".modal #customer_input",
            run: "edit 4111",
        },
        {
            trigger: ".modal [name='o_payment_submit_button']:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Back on the page, nothing waits any more",
            trigger: "#quote_content:not(:has(.o_collection_customer_words))",
        },
    ],
});
