"""Whom we may write to or call, by which channel, and why this one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..case.reasons import because
from ..ledger.facts import Reason

EMAIL, LETTER, CALL = CHANNELS = ("email", "letter", "call")
PAYS, INVOICES, LAWYER, DEBTOR = "pays", "invoices", "lawyer", "debtor"
# Whom an escalation goes to, in this order.
ABOVE = ("manager", "owner")
# So many notices without any reaction, and somebody else is written to.
UNANSWERED = 2

# Codes of reasons and the values they carry. ``problem`` is one of PROBLEMS.
#   asked         role: the contact has the role that was asked for
#   fallback      role, used, problem: nobody with the role can be reached, so
#                 that the contact with the role ``used`` gets it
#   lawyer        (no values): a lawyer acts for the debtor, nobody else is
#                 written to or called
#   chosen        (no values): a person decided that the next one goes here
#   another       role, before, notices: so many notices to ``before`` (a key)
#                 were left without a reaction, the contact with ``role`` gets it
#   other_channel wanted, problem: the channel is used instead of ``wanted``
#   nobody        role, problem: nobody can be reached by this channel
CONTACT_CODES = (
    "asked",
    "fallback",
    "lawyer",
    "chosen",
    "another",
    "other_channel",
    "nobody",
)
PROBLEMS = (
    "no_contact",
    "stopped",
    "no_email",
    "bounced",
    "no_address",
    "no_phone",
    "wrong_phone",
)


@dataclass(frozen=True, slots=True)
class Contact:
    """One person or address of a debtor.

    ``roles`` are codes (``pays``, ``invoices``, ``lawyer``, ...), the debtor
    itself has the role ``debtor``. ``bounced`` means that the e-mail address
    came back, ``wrong_phone`` that the number is somebody else's, ``stopped``
    are the channels that he does not want. ``unanswered`` holds the severity of
    each notice that he got since the debtor last reacted in any way.
    """

    key: int
    roles: frozenset[str] = frozenset()
    email: str = ""
    has_address: bool = False
    phone: str = ""
    bounced: bool = False
    stopped: frozenset[str] = frozenset()
    lang: str = ""
    wrong_phone: bool = False
    unanswered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be said: to which role, how firmly, to whom somebody chose.

    ``severity`` is that of the stage, None when nothing is said by a stage.
    ``chosen`` is the key of the contact whom a person decided on.
    """

    role: str | None = None
    severity: int | None = None
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is reached by a channel (None: nobody), and why."""

    channel: str
    contact: Contact | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Channels:
    """The ways that are open, one choice for each, and those that are shut."""

    open: tuple[Choice, ...] = ()
    shut: tuple[Choice, ...] = ()


def problem_of(contact: Contact, channel: str) -> str | None:
    """Say what keeps a contact from being reached by a channel, None if nothing.

    Answers a code of ``PROBLEMS``. Raises ``ValueError`` for a channel that
    does not exist. Source: house plan, stage rules 7 and 11.
    """
    if channel not in CHANNELS:
        raise ValueError(f"unknown channel {channel!r}")
    if channel in contact.stopped:
        return "stopped"
    if channel == EMAIL:
        if not contact.email.strip():
            return "no_email"
        return "bounced" if contact.bounced else None
    if channel == LETTER:
        return None if contact.has_address else "no_address"
    if not contact.phone.strip():
        return "no_phone"
    return "wrong_phone" if contact.wrong_phone else None


def choose(
    contacts: Iterable[Contact], wish: Wish | str | None, channel: str
) -> Choice:
    """Choose the contact who is reached by a channel.

    ``wish`` may be just the role. The one whom a person chose, then the one
    with the role that is asked for, then the one who pays, then the one who
    receives invoices, then the debtor itself; of several the one with the
    lowest key who can be reached. When that one let two notices of no greater
    severity pass without any reaction, a manager or owner gets it instead of
    him. When there is a lawyer, nobody else is chosen. Raises ``ValueError``
    for a channel that does not exist. Source: house plan, issue 2.4 ("fallback
    chain"), issue 3.4 ("another person rather than oftener to the same").
    """
    wish = wish if isinstance(wish, Wish) else Wish(wish)
    people = sorted(contacts, key=lambda contact: contact.key)
    if any(LAWYER in contact.roles for contact in people):
        found, problem = _first(people, LAWYER, channel)
        if found is None:
            return Choice(channel, None, _nobody(LAWYER, problem))
        return Choice(channel, found, because("lawyer"))
    for contact in people:
        if contact.key == wish.chosen and problem_of(contact, channel) is None:
            return Choice(channel, contact, because("chosen"))
    return _go_up(people, _by_role(people, wish.role or PAYS, channel), wish.severity)


def can_be_reached(contacts: Iterable[Contact]) -> bool:
    """Tell whether anybody of a debtor can be written to or called at all.

    No errors. Source: house plan, stage rule 11 and issue 3.4.
    """
    people = tuple(contacts)
    return any(choose(people, None, channel).contact for channel in CHANNELS)


def channels_open(
    contacts: Iterable[Contact], wish: Wish | str | None, wanted: Sequence[str]
) -> Channels:
    """Say by which of the wanted channels a role is reached, and what instead.

    When something is to be written and none of the wanted ways is open, the
    other way of writing is tried; when nothing at all is open, every other
    channel in the order e-mail, letter, call. Raises ``ValueError`` for a
    channel that does not exist. Source: house plan, issue 2.1 and 2.4.
    """
    people = tuple(contacts)
    choices = [choose(people, wish, channel) for channel in dict.fromkeys(wanted)]
    found = [choice for choice in choices if choice.contact is not None]
    shut = tuple(choice for choice in choices if choice.contact is None)
    written = [choice for choice in found if choice.channel != CALL]
    lost = [choice for choice in shut if choice.channel != CALL]
    if lost and not written:
        found = _instead(people, wish, lost[0], (EMAIL, LETTER), wanted) + found
    if shut and not found:
        found = _instead(people, wish, shut[0], CHANNELS, wanted)
    return Channels(tuple(found), shut)


def _first(
    people: Sequence[Contact], role: str, channel: str
) -> tuple[Contact | None, str]:
    """Find the first contact with a role who can be reached, or the problem."""
    problem = "no_contact"
    for contact in people:
        if role in contact.roles:
            found = problem_of(contact, channel)
            if found is None:
                return contact, ""
            problem = found if problem == "no_contact" else problem
    return None, problem


def _by_role(people: Sequence[Contact], asked: str, channel: str) -> Choice:
    """Choose by the role that is asked for, else by the chain behind it."""
    found, problem = _first(people, asked, channel)
    if found is not None:
        return Choice(channel, found, because("asked", role=asked))
    return _fall_back(people, asked, channel, problem)


def _left_unanswered(contact: Contact, severity: int | None) -> int:
    """Count the notices of no greater severity that he let pass."""
    return sum(severity is None or was <= severity for was in contact.unanswered)


def _go_up(people: Sequence[Contact], choice: Choice, severity: int | None) -> Choice:
    """Go to a manager or owner instead of once more to somebody who is silent."""
    silent = choice.contact
    if silent is None or _left_unanswered(silent, severity) < UNANSWERED:
        return choice
    for role in ABOVE:
        for other in people:
            if (
                role in other.roles
                and _left_unanswered(other, severity) < UNANSWERED
                and problem_of(other, choice.channel) is None
            ):
                notices = len(silent.unanswered)
                reason = because(
                    "another", role=role, before=silent.key, notices=notices
                )
                return Choice(choice.channel, other, reason)
    return choice


def _fall_back(
    people: Sequence[Contact], asked: str, channel: str, problem: str
) -> Choice:
    """Go down the chain behind a role whom nobody can be reached by."""
    for role in (PAYS, INVOICES, DEBTOR):
        found, other = _first(people, role, channel)
        if found is not None:
            reason = because("fallback", role=asked, used=role, problem=problem)
            return Choice(channel, found, reason)
        if problem == "no_contact":
            problem = other
    return Choice(channel, None, _nobody(asked, problem))


def _nobody(role: str, problem: str) -> Reason:
    """Say that nobody is reached."""
    return because("nobody", role=role, problem=problem)


def _instead(
    people: Sequence[Contact],
    wish: Wish | str | None,
    lost: Choice,
    channels: Iterable[str],
    wanted: Sequence[str],
) -> list[Choice]:
    """Find one other channel for one that is shut; none when there is none."""
    problem = dict(lost.reason.values)["problem"]
    for channel in channels:
        choice = choose(people, wish, channel)
        if channel not in wanted and choice.contact is not None:
            reason = because("other_channel", wanted=lost.channel, problem=problem)
            return [Choice(channel, choice.contact, reason)]
    return []
