import { patch } from "@web/core/utils/patch";

import { PaymentForm } from "@payment/interactions/payment_form";

patch(PaymentForm.prototype, {
    /**
     * Tell the server which items are paid.
     *
     * @override method from payment.payment_form
     */
    _prepareTransactionRouteParams() {
        const params = super._prepareTransactionRouteParams(...arguments);
        const { collectionLines } = this.paymentContext;
        if (collectionLines) {
            params.line_ids = collectionLines.split(",").map(Number);
        }
        return params;
    },
});
