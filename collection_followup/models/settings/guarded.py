from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import AccessError

MANAGER = "collection_followup.group_collection_manager"


@dataclass(frozen=True)
class By:
    """Who writes a field by hand, and when.

    :param group: XML id of the role that it takes; empty: whoever may write the record
    :param states: only while the record stands so; empty: however it stands
    :param once: only when the record is made
    """

    group: str = ""
    states: tuple = ()
    once: bool = False


def by_hand(*names, **how):
    """The part of a declaration that treats some fields alike: {name: By}."""
    return dict.fromkeys(names, By(**how))


class CollectionGuarded(models.AbstractModel):
    """A record of which people write what its model declares, and nothing else.

    Each model of ours says in ``_people_write`` which fields people write by hand;
    an addon that adds fields to it says so of its own. Everything else is written by
    code only: create, write, import and copy refuse it, and defaults that come from
    outside (context keys, saved defaults) are taken by nobody. Code is what runs with
    ``sudo()``: no caller from outside can bring that along, and each of our methods
    takes it only after it has checked the right at the gate.
    """

    _name = "collection.guarded"
    _description = "Record that people do not write freely"

    _people_write = None
    _people_delete = None  # By: who deletes records, and while they stand how
    _is_evidence = False  # what was done to a debtor: not even code deletes it

    @api.model
    def _people_rules(self):
        """What people write by hand: {field name: By}, of all addons together."""
        rules = {}
        for part in reversed(type(self).__mro__):
            rules.update(part.__dict__.get("_people_write") or {})
        return rules

    @api.model
    def _people_instead(self):
        """What to do instead of writing by hand, in words."""
        return self.env._("Use the buttons, which check and keep what is done.")

    def _people_state(self):
        """How the record stands, as the declaration names it."""
        self.ensure_one()
        return self.state

    @api.model
    def _people_may(self, name, rules):
        """Tell whether the user writes a field on any record at all."""
        rule = rules.get(name)
        return bool(rule) and (not rule.group or self.env.user.has_group(rule.group))

    # ------------------------------------------------------------------ guarding

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        # EXTENDS: screens do not offer, and do not send, what would be refused
        found = super().fields_get(allfields, attributes)
        rules = self._people_rules()
        for name, description in found.items():
            if "readonly" in description and not self._people_may(name, rules):
                description["readonly"] = True
        return found

    @api.model
    def default_get(self, fields):
        # EXTENDS: what people do not write does not come in as a default either; code
        # that people call has their context
        rules = self._people_rules()
        shut = {
            name
            for name in fields
            if name in self._fields and not self._people_may(name, rules)
        }
        found = super().default_get([name for name in fields if name not in shut])
        for name in shut:
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, False)
                found[name] = field.convert_to_write(value, self)
        return found

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        for vals in vals_list:
            self._check_people_write(vals, new=True)
        records = super().create(vals_list)
        rules = self._people_rules()  # what belongs to a record may have to be open
        records._check_people_states(name for name in rules if rules[name].once)
        return records

    def write(self, vals):
        if not self.env.su:
            self._check_people_write(vals)
            self._check_people_states(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_code(self):
        if self.env.su and not self._is_evidence:
            return
        rule = self._people_delete
        if not rule or any(
            rule.states and one._people_state() not in rule.states for one in self
        ):
            raise AccessError(
                self.env._(
                    "%(what)s: what was recorded is kept and cannot be deleted. "
                    "%(why)s",
                    what=self.env["ir.model"]
                    ._get(self._name)
                    .sudo()
                    .name,  # a name only
                    why=self._people_instead(),
                )
            )

    @api.model
    def _check_people_write(self, names, new=False):
        """Refuse fields that the user does not write.

        :param names: of fields
        :param new: whether the record is only being made
        :raise AccessError: with the fields, and what to do instead
        """
        rules = self._people_rules()
        known = [name for name in names if name in self._fields]
        shut = [name for name in known if not self._people_may(name, rules)]
        groups = {rules[name].group for name in shut if name in rules}
        if groups:
            # the names of groups are no secret, but only administrators read them
            roles = [self.env.ref(group).sudo().name for group in sorted(groups)]
            only = self.env._("Only for: %(roles)s.", roles=", ".join(roles))
            self._refuse_people([name for name in shut if name in rules], only)
        if not new:
            shut += [name for name in known if name in rules and rules[name].once]
        if shut:
            self._refuse_people(shut, self._people_instead())

    def _check_people_states(self, names):
        """Refuse fields that are not written any more, as the records stand.

        :raise AccessError: with the fields, the state, and what to do instead
        """
        rules = self._people_rules()
        for name in names:
            states = name in rules and rules[name].states
            if states and any(one._people_state() not in states for one in self):
                self._refuse_people([name], self._people_instead())

    @api.model
    def _refuse_people(self, names, why):
        """Say that people do not write these fields here, and what they do instead."""
        fields = [self._fields[name] for name in names if name in self._fields]
        labels = [field._description_string(self.env) for field in fields]
        model = self.env["ir.model"]._get(self._name)
        raise AccessError(
            self.env._(
                "%(fields)s (%(what)s) cannot be changed here. %(why)s",
                fields=", ".join(sorted(map(str, labels))),
                what=model.sudo().name,  # a name only
                why=why,
            )
        )
