"""Picks a question out of packs. Pure: chance comes in as a seed.

Where two packs have the same round or question, the earlier pack wins; `<pack>:` before the id names the other one.
"""

from __future__ import annotations

import difflib
import random
from collections.abc import Collection, Iterable

from interviewer.content.model import Pack, Question, Round
from interviewer.errors import PlanError


def question_by_id(packs: Iterable[Pack], question_id: str) -> tuple[Round, Question]:
    """The question of an id (`execution/library-holds`, `pm:execution/library-holds`) with its round.

    Raises:
        PlanError: there is none; the sentence names ids that look like it.
    """
    packs, question_id = _meant(packs, question_id)
    for pack in packs:
        for question in pack.questions:
            if question.id == question_id:
                return pack.round_of(question), question
    known = [question.id for pack in packs for question in pack.questions]
    raise PlanError(f"There is no question “{question_id}”. {_near(question_id, known)}")


def question_of_round(
    packs: Iterable[Pack], round_id: str, *, seed: int, recent: Collection[str] = ()
) -> tuple[Round, Question]:
    """A question of a round by chance, one that was not asked recently if there is any.

    Args:
        round_id: as in `execution` or `pm:execution`.
        recent: ids in the order they were asked, the latest last. When all were asked, the one asked longest ago
            comes again.

    Raises:
        PlanError: no pack has such a round, or the round has no question.
    """
    packs, round_id = _meant(packs, round_id)
    pools = {
        pack.id: [question for question in pack.questions if question.round == round_id]
        for pack in packs
        if any(entry.id == round_id for entry in pack.rounds)
    }
    if not pools:
        raise PlanError(f"There is no round “{round_id}”. {_near(round_id, [r.id for p in packs for r in p.rounds])}")
    pack = next((pack for pack in packs if pools.get(pack.id)), None)
    if pack is None:
        raise PlanError(f"The round “{round_id}” has no question yet. Add one to the pack, or choose another round.")
    pool = sorted(pools[pack.id], key=lambda question: question.id)
    fresh = [question for question in pool if question.id not in recent]
    question = random.Random(seed).choice(fresh) if fresh else _longest_ago(pool, recent)
    return pack.round_of(question), question


def more_questions(
    packs: Iterable[Pack], question: Question, count: int, *, seed: int, recent: Collection[str] = ()
) -> tuple[Question, ...]:
    """Up to `count` other questions of the same round by chance, of the pack that has `question`.

    Args:
        recent: as for `question_of_round`: those that were not asked recently come first, then those asked longest ago.
    """
    pack = next((pack for pack in packs if question in pack.questions), None)
    if pack is None:
        return ()
    others = [other for other in pack.questions if other.round == question.round and other.id != question.id]
    pool = sorted((other for other in others if other.id not in recent), key=lambda each: each.id)
    random.Random(seed).shuffle(pool)
    asked = sorted((other for other in others if other.id in recent), key=lambda each: _last_asked(each, recent))
    return (*pool, *asked)[:count]


def round_part(name: str) -> str:
    """The round in what a user calls a round or a question: `execution` in `pm:execution/library-holds`."""
    return name.rpartition(":")[2].partition("/")[0]


def _meant(packs: Iterable[Pack], name: str) -> tuple[tuple[Pack, ...], str]:
    """The packs a name is looked for in, and the name without its pack."""
    packs = tuple(packs)
    pack_id, colon, rest = name.partition(":")
    if not colon:
        return packs, name
    meant = tuple(pack for pack in packs if pack.id == pack_id)
    if not meant:
        raise PlanError(f"There is no pack “{pack_id}”. {_near(pack_id, [pack.id for pack in packs])}")
    return meant, rest


def _longest_ago(pool: list[Question], recent: Collection[str]) -> Question:
    return min(pool, key=lambda question: _last_asked(question, recent))


def _last_asked(question: Question, recent: Collection[str]) -> int:
    """The later, the more recently it was asked."""
    return max(place for place, question_id in enumerate(recent) if question_id == question.id)


def _near(name: str, known: list[str]) -> str:
    if not known:
        return "No pack has any. Check that a pack is installed."
    tails = {entry.rsplit("/", 1)[-1]: entry for entry in known}
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    close += [tails[tail] for tail in difflib.get_close_matches(name.rsplit("/", 1)[-1], tails, n=3, cutoff=0.6)]
    close += [entry for entry in known if name and name.lower() in entry]
    names = list(dict.fromkeys(close))[:3] or sorted(set(known))[:3]
    return f"{'Did you mean' if close else 'There is, for example,'} {_listed(names)}{'?' if close else '.'}"


def _listed(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
