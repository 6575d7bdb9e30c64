import {Component, markup, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const MODEL = "collection.dashboard";

/** The first page of collections: figures, and behind each the list that it counts. */
export class CollectionDashboard extends Component {
    static template = "collection_followup.Dashboard";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.display = {controlPanel: {}};
        this.state = useState({page: null, mine: false});
        onWillStart(() => this.load(null));
    }

    get parts() {
        return [
            {key: "do", title: _t("To do")},
            {key: "promises", title: _t("Promises")},
            {key: "holds", title: _t("Credit holds")},
            {key: "check", title: _t("To check")},
        ].filter((part) => this.state.page.parts[part.key]);
    }

    /** The longest bar is the whole width; a bar that is there can be seen. */
    width(age) {
        const longest = Math.max(...this.state.page.ages.map((one) => one.amount));
        return age.amount > 0 ? Math.max((100 * age.amount) / longest, 1) : 0;
    }

    get hasAges() {
        return this.state.page.ages.some((age) => age.amount > 0);
    }

    async load(mine) {
        const page = await this.orm.call(MODEL, "get_page", [mine]);
        this.state.page = page;
        this.orm.call(MODEL, "get_checks", [page.mine]).then((parts) => {
            if (this.state.page.mine === page.mine) {
                Object.assign(this.state.page.parts, parts);
            }
        });
    }

    async open(key) {
        const {mine} = this.state.page;
        const action = await this.orm.call(MODEL, "open_figure", [key, mine]);
        this.action.doAction({...action, help: action.help && markup(action.help)});
    }

    openChecklist() {
        this.action.doAction("collection_followup.collection_checklist_action");
    }

    openWorklist() {
        this.action.doAction("collection_followup.collection_case_action");
    }
}

registry.category("actions").add("collection_dashboard", CollectionDashboard);
