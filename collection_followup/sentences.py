"""How a date, an amount and a list of sums stand in a sentence: the one way.

A sentence spells the month, since 11/12/2026 is read differently by two people, and
shows money as its currency does. The language is that of the environment, so whoever
writes gives the environment of the reader: the user for his screens and tasks, the
company (see ``house``) for what is kept, the debtor for what he reads.
"""

from collections import Counter

from odoo.tools import (
    format_amount,
    format_date,
    format_time,
    formatLang,
    get_lang,
)


def say_date(env, day):
    """A date with its month in words, such as "12 November 2026".

    :param day: a date; nothing is said where there is none
    """
    return format_date(env, day, date_format="long")


def say_weekday(env, day):
    """A date with the day of the week before it."""
    return format_date(env, day, date_format="full")


def weekday_name(env, day):
    """The name of the day of the week."""
    return format_date(env, day, date_format="EEEE")


def say_moment(env, moment):
    """A date and its hour.

    :param moment: a ``datetime`` as the clock shows it where it is
    """
    return env._(
        "%(date)s at %(time)s",
        date=say_date(env, moment.date()),
        time=format_time(env, moment.time(), time_format="short"),
    )


def say_amount(env, amount, currency):
    """An amount with the sign of its currency, such as "22,750.00 €"."""
    return format_amount(env, amount, currency)


def say_amounts(env, sums):
    """Several sums as one phrase, such as "1,200.00 € and $ 300.00".

    Currencies that share a sign are told apart by their codes.

    :param sums: pairs of amount and currency, one pair a currency
    """
    signs = Counter(currency.symbol for _amount, currency in sums)
    texts = [
        say_amount(env, amount, currency)
        + (f" ({currency.name})" if signs[currency.symbol] > 1 else "")
        for amount, currency in sums
    ]
    if len(texts) < 2:
        return "".join(texts)
    return env._(
        "%(amounts)s and %(last)s", amounts=", ".join(texts[:-1]), last=texts[-1]
    )


def column_date(env, day):
    """A date in a column of dates: short, in the order of the reader's country."""
    return format_date(env, day)


def column_number(env, amount, currency):
    """An amount in a column whose head names the currency."""
    return formatLang(env, amount, digits=currency.decimal_places)


def speaking(env, lang):
    """This environment in another language, if that is installed; else in its own."""
    return env(context={**env.context, "lang": get_lang(env, lang).code})


def house(company):
    """The environment of a company in its own language: for what is kept."""
    return speaking(company.env, company.sudo().root_id.partner_id.lang)  # no secret


def spoken(words, env):
    """What is said in the language of an environment.

    :param words: a text as it is, or a function of the environment that answers one
    """
    return words(env) if callable(words) else words


def spoken_everywhere(words, env):
    """The same in every language of the database: to find what was said before."""
    langs = [code for code, _name in env["res.lang"].get_installed()]
    return [spoken(words, speaking(env, lang)) for lang in langs]
