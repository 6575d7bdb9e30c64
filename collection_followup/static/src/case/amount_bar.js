import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What is overdue as one bar: what is collected, and the parts that are not. */
export class CollectionAmountBar extends Component {
    static template = "collection_followup.AmountBar";
    static props = {...standardFieldProps};

    get parts() {
        return this.props.record.data[this.props.name] || [];
    }

    /** What is read out instead of the bar. */
    get words() {
        return this.parts.map((part) => `${part.label}: ${part.text}`).join(", ");
    }
}

registry.category("fields").add("collection_amount_bar", {
    component: CollectionAmountBar,
    supportedTypes: ["json"],
});
