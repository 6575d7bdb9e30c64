import { formatCurrency } from "@web/core/currency";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * Adds up the items that a debtor ticks. The server counts again.
 */
export class CollectionChoice extends Interaction {
    static selector = ".o_collection_choice";
    dynamicContent = {
        ".o_collection_pick": { "t-on-change": () => {} },
        ".o_collection_all": {
            "t-on-change": this.pickAll,
            "t-att-checked": () => this.picked.length === this.picks.length,
        },
        ".o_collection_sum": { "t-out": () => this.sum },
        ".o_collection_pay": { "t-att-disabled": () => !this.picked.length },
    };

    setup() {
        this.picks = [...this.el.querySelectorAll(".o_collection_pick")];
        this.currencyId = parseInt(this.el.dataset.currencyId);
    }

    get picked() {
        return this.picks.filter((pick) => pick.checked);
    }

    get sum() {
        const amounts = this.picked.map((pick) => parseFloat(pick.dataset.amount));
        const total = amounts.reduce((sum, amount) => sum + amount, 0);
        return formatCurrency(total, this.currencyId);
    }

    pickAll(ev) {
        for (const pick of this.picks) {
            pick.checked = ev.currentTarget.checked;
        }
    }
}

registry
    .category("public.interactions")
    .add("collection_followup.collection_choice", CollectionChoice);
