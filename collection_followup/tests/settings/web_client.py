"""What Odoo's web client asks the server for, in Python, as one user."""

import json
from contextlib import closing
from copy import deepcopy

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.models import BaseModel
from odoo.service.model import call_kw
from odoo.tests.form import Form, UpdateDict, convert_read_to_form
from odoo.tools.json import json_default

from odoo.addons.web.controllers.utils import clean_action


def plain(value):
    """Refuse what would reach the browser as the text "model(1,)"."""
    if isinstance(value, BaseModel):
        raise TypeError(f"{value} in an answer to the web client")
    return json_default(value)


def through_json(value):
    """A value as it comes out at the other end."""
    return json.loads(json.dumps(value, default=plain))


class WebClient:
    """One user before his screen; every call is a request of its own."""

    def __init__(self, env, user):
        self.env = env(user=user.id)
        self.context = {
            "lang": user.lang or "en_US",
            "tz": user.tz or False,
            "uid": user.id,
            "allowed_company_ids": user.company_ids.ids,
        }
        self.may_export = user.has_group("base.group_allow_export")
        self._views = {}

    def request(self, function, *args, **kwargs):
        """Let the server answer, write all down, and forget what it had in mind."""
        try:
            with self.env.cr.savepoint():
                answer = function(*args, **kwargs)
                self.env.cr.flush()
        except IntegrityError as error:
            raise self._in_words(error) from error
        answer = through_json(answer)
        self.env.clear()
        return answer

    def _in_words(self, error):
        """What people read when the database refuses: ours if it has words."""
        for model in self.env.registry.values():
            if model._table == error.diag.table_name:
                record = self.env[model._name]
                if error.diag.constraint_name in record._table_objects:
                    return ValidationError(record._sql_error_to_message(error))
        return error

    def call(self, model, method, *args, context=None, **kwargs):
        """``/web/dataset/call_kw``."""
        return self.request(self._call, model, method, args, kwargs, context)

    def button(self, model, method, ids, context):
        """``/web/dataset/call_button``."""

        def press():
            action = self._call(model, method, [list(ids)], {}, context)
            if isinstance(action, dict) and action.get("type") != "":
                return clean_action(action, env=self.env)
            return False

        return self.request(press)

    def _call(self, model, method, args, kwargs, context):
        kwargs["context"] = {**self.context, **(context or {})}
        args, kwargs = through_json([list(args), kwargs])
        return call_kw(self.env[model], method, args, kwargs)

    def load(self, key, context):
        """``/web/action/load``, for the number or the name of an action."""
        return self.request(self._load, key, through_json(context))

    def _load(self, key, context):
        env = self.env(context={**self.context, **context})
        action = env.ref(key) if isinstance(key, str) and "." in key else None
        key = action.id if action else int(key)
        kind = env["ir.actions.actions"].browse(key).sudo().type
        action = env[kind].sudo().browse(key)
        if kind == "ir.actions.act_window":
            return clean_action(action._get_action_dict(), env=env)
        return clean_action(action.read()[0], env=env)

    def run(self, key, context):
        """``/web/action/run``: a server action; it may answer with another."""

        def run():
            env = self.env(context={**self.context, **through_json(context)})
            action = env["ir.actions.server"].browse([key])
            answer = action.run()
            return clean_action(answer, env=action.env) if answer else False

        return self.request(run)

    def views(self, model, views, context, action=False):
        """The views of a model as the client asks for them, and keeps them."""
        wanted = {key: context[key] for key in context if key.endswith("_view_ref")}
        key = json.dumps([model, views, wanted, action])
        if key not in self._views:
            self._views[key] = self.call(
                model,
                "get_views",
                context=wanted,
                views=views,
                options={
                    "action_id": action,
                    "embedded_action_id": False,
                    "embedded_parent_res_id": False,
                    "load_filters": True,
                    "toolbar": True,
                },
            )
        return self._views[key]

    def undone(self):
        """All that is done inside is taken back."""
        return closing(_Undone(self.env))


class _Undone:
    """A savepoint that never lasts, and the caches of the registry with it."""

    def __init__(self, env):
        self.env = env
        self.savepoint = env.cr.savepoint()

    def close(self):
        self.savepoint.close(rollback=True)
        self.env.cr.postcommit.clear()
        self.env.clear()
        self.env.registry.reset_changes()


class WebForm(Form):
    """Odoo's form, whose every question goes through the client."""

    # pylint: disable=super-init-not-called
    def __init__(self, client, model, views, context, res_id=False, mode="form"):
        record = client.env[model].with_context(**{**client.context, **context})
        values = {
            "_client": client,
            "_record": record.browse(res_id or ()),
            "_env": record.env,
            "_models_info": deepcopy(views["models"]),
            "_values": UpdateDict(),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)
        tree = etree.fromstring(views["views"][mode]["arch"])
        object.__setattr__(self, "_view", self._process_view(tree, self._record))
        if res_id:
            self._init_from_record()
        else:
            self._init_from_defaults()

    def _ask(self, method, *args):
        return self._client.call(
            self._record._name,
            method,
            self._record.ids,
            *args,
            context=dict(self._record.env.context),
        )

    def _init_from_record(self):
        [values] = self._ask("web_read", self._view["fields_spec"])
        self._values.update(convert_read_to_form(values, self._view["fields"]))

    def _perform_onchange(self, field_name=None):
        """As Odoo's, but asked by the client."""
        names = [field_name] if field_name else []
        self._values._changed.update(names)
        if field_name and not self._view["onchange"][field_name]:
            return None
        spec = self._view["fields_spec"]
        answer = self._ask("onchange", self._get_onchange_values(), names, spec)
        if not field_name:
            blank = dict.fromkeys(set(self._view["fields"]) - set(self._values), False)
            self._values.update(convert_read_to_form(blank, self._view["fields"]))
        if answer.get("value"):
            self._apply_onchange(answer["value"])
        return answer

    def save(self):
        """Save what was changed; the key of the record."""
        values = self._get_save_values()
        [answer] = self._ask("web_save", values, self._view["fields_spec"])
        return answer["id"]
