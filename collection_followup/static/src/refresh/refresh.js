import {Component, onMounted, onWillUnmount, xml} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** Reloads the record while it is shown, so that a progress bar moves by itself. */
export class CollectionRefresh extends Component {
    static template = xml`<span/>`;
    static props = {...standardWidgetProps};

    setup() {
        let timer = null;
        onMounted(() => {
            timer = setInterval(() => this.props.record.load(), 2000);
        });
        onWillUnmount(() => clearInterval(timer));
    }
}

registry
    .category("view_widgets")
    .add("collection_refresh", {component: CollectionRefresh});
