import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as Dialog from "@point_of_sale/../tests/generic_helpers/dialog_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("collection_till", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("Machine"),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Debtor & Sons"),
            ProductScreen.clickPayButton(),
            PaymentScreen.clickPaymentMethod("On account"),
            PaymentScreen.clickValidate(),
            {
                content: "The cashier reads who cannot buy on account, and how much",
                trigger: ".modal-body:contains(Debtor & Sons is on credit hold)",
            },
            {
                content: "What frees the customer",
                trigger: ".modal-body:contains(Payment of 250.00.)",
            },
            {
                content: "And what to do now",
                trigger: ".modal-body:contains(Choose another payment)",
            },
            Dialog.confirm(),
            PaymentScreen.isShown(),
            PaymentScreen.clickPaymentlineDelButton("On account", "100.00"),
            PaymentScreen.clickInvoiceButton(),
            PaymentScreen.clickPaymentMethod("Money"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.isShown(),
        ].flat(),
});
