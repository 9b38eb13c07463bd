"""How practising goes, in words: readiness with its reason, what to practise next and why, what has changed. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.language import tr, trn
from desktop.practice_choices import SHIPPED_ROUNDS
from desktop.session_words import call_words, round_title, when_of
from interviewer.plan import Mode
from interviewer.progress.board import Company, Tier
from interviewer.progress.next import WEAK, Advice, Why
from interviewer.progress.readiness import FEWEST, HIRES, LAST, MOST_DAYS, Cause, Exam, Readiness, State
from interviewer.progress.trends import Dimension, word
from interviewer.review.call import Call


def state_word(state: State) -> str:
    """A state in a word or two."""
    return {
        State.READY: tr("Ready"),
        State.ONE_MORE: tr("One more"),
        State.NOT_YET: tr("Not yet"),
        State.TOO_FEW: tr("Too few"),
    }[state]


def standing(state: State) -> str:
    """A state as the end of a sentence about somebody."""
    return {
        State.READY: tr("you are ready"),
        State.ONE_MORE: tr("one more hire and you are ready"),
        State.NOT_YET: tr("not ready yet"),
        State.TOO_FEW: tr("too few exams to say"),
    }[state]


def company_words(company: Company, today: date) -> str:
    """A company as a choice has it, as in "Pebblework · tier 3, Thu 26 Nov"."""
    if company.day is None or company.day < today:
        return tr("{name} · tier {tier}", name=company.name, tier=company.tier)
    return tr("{name} · tier {tier}, {day}", name=company.name, tier=company.tier, day=_ahead(company.day, today))


def rule() -> str:
    """What ready means."""
    return tr(
        "Ready: at least {hires} of the last {last} exams at this level are a hire, the newest included, none older "
        "than {days} days, none with a hint, each with two thirds of its time used or ended by you. A hire by a "
        "language model counts where the rule-based coach leans to one too.",
        hires=HIRES,
        last=LAST,
        days=MOST_DAYS,
    )


def only_rules() -> str:
    """Why the rule-based coach alone makes nobody ready."""
    return tr(
        "The rule-based coach never goes further than a lean. For a hire, an exam needs a review by a language model "
        "or a partner."
    )


def reason(found: Readiness) -> str:
    """Why a round stands as it does."""
    if found.state is State.TOO_FEW:
        if not found.held:
            return tr("No exams yet; {n} needed.", n=FEWEST)
        return trn(
            "{n} exam so far; {more} more before it can be said.",
            "{n} exams so far; {more} more before it can be said.",
            found.held,
            more=found.missing,
        )
    of = len(found.exams)
    if found.state is State.READY:
        fields = {"of": of, "age": _age(found)}
        return tr("{n} of the last {of} are a hire, the newest {age}.", n=found.hires, **fields)
    if found.state is State.ONE_MORE and found.causes == (Cause.HIRES,):
        return tr("{n} of the last {of} are a hire; the next one decides.", n=found.hires, of=of)
    decides = [tr("A hire in the next one decides.")] if found.state is State.ONE_MORE else []
    return " ".join([*_broken(found), *decides])


def _broken(found: Readiness) -> list[str]:
    """A sentence for each part of the rule that is not met."""
    sentences = []
    for cause in found.causes:
        exam = found.breaking(cause)
        if cause is Cause.HIRES:
            sentences.append(_hires(found))
        elif cause is Cause.NEWEST and Cause.HIRES not in found.causes:
            sentences.append(_newest(found))
        elif exam is not None:
            sentences.append(_at_fault(cause, exam, found.today))
    if found.alone:
        sentences.append(_alone(found))
    return sentences


def _hires(found: Readiness) -> str:
    of = len(found.exams)
    if not found.hires:
        return tr("None of the last {of} is a hire.", of=of)
    return trn("{n} of the last {of} is a hire.", "{n} of the last {of} are a hire.", found.hires, of=of)


def _alone(found: Readiness) -> str:
    return trn(
        "{n} more is a hire by a language model alone: the rule-based coach did not hear enough for one.",
        "{n} more are hires by a language model alone: the rule-based coach did not hear enough for them.",
        len(found.alone),
    )


def _newest(found: Readiness) -> str:
    if found.newest is not None and found.newest.alone:
        return tr("{n} hires that count, but the newest exam does not.", n=found.hires)
    call = call_words(found.newest.call).lower() if found.newest is not None else ""
    if not call:
        return tr("{n} hires, but the newest exam has no call yet.", n=found.hires)
    return tr("{n} hires, but the newest exam was a {call}.", n=found.hires, call=call)


def _at_fault(cause: Cause, exam: Exam, today: date) -> str:
    day = _short(exam.day, today)
    if cause is Cause.OLD:
        days = exam.days(today)
        return tr("The exam of {day} is {n} days old; {most} is the most.", day=day, n=days, most=MOST_DAYS)
    if cause is Cause.HINTS:
        return tr("In the exam of {day} a hint was taken.", day=day)
    if exam.used is None:
        return tr("How much of its time the exam of {day} used is not known.", day=day)
    percent = int(100 * exam.used)
    return tr("The exam of {day} used {percent}% of its time; two thirds are needed.", day=day, percent=percent)


def _age(found: Readiness) -> str:
    days = found.newest.days(found.today) if found.newest is not None else 0
    return trn("{n} day old", "{n} days old", days) if days else tr("of today")


def counted_call(exam: Exam) -> str:
    """The call an exam is drawn by: a hire that does not count looks like a lean."""
    return Call.LEAN_HIRE.value if exam.alone else exam.call


def exam_word(exam: Exam) -> str:
    """How an exam was called, and whether that counts."""
    if exam.alone:
        return tr("{call}, by a model alone", call=call_words(exam.call))
    return call_words(exam.call) or tr("No call")


def round_inside(round_id: str) -> str:
    """A round as it stands inside a sentence."""
    title = round_title(round_id)
    return title.lower() if round_id in SHIPPED_ROUNDS else title


def advice_words(advice: Advice, today: date) -> str:
    """What to practise next, a sentence."""
    exam, fields = advice.mode is Mode.EXAM, {"round": round_inside(advice.round)}
    company = advice.company
    if company is None:
        return tr("Next: an exam in {round}.", **fields) if exam else tr("Next: practise {round}.", **fields)
    fields["company"] = company.name
    if company.day is None:
        told = tr("Next: an exam in {round}, for {company}.", **fields)
        return told if exam else tr("Next: practise {round}, for {company}.", **fields)
    fields["day"] = _ahead(company.day, today)
    told = tr("Next: an exam in {round}, before {company} ({day}).", **fields)
    return told if exam else tr("Next: practise {round}, before {company} ({day}).", **fields)


def why_words(advice: Advice) -> str:
    """Why that is next, one or two sentences."""
    if advice.why is Why.COMPANY and advice.company is not None:
        stands = {
            State.NOT_YET: tr("is not ready yet"),
            State.TOO_FEW: tr("has too few exams"),
            State.ONE_MORE: tr("is one hire from ready"),
            State.READY: tr("is ready"),
        }[advice.state]
        told = tr(
            "The lowest tier with something open comes first, the nearest date in it; {round} {stands}.",
            round=round_inside(advice.round),
            stands=stands,
        )
        weak = tr("Its weakest part is {dimension}.", dimension=advice.dimension.title) if advice.dimension else ""
        return f"{told} {weak}".strip()
    if advice.why is Why.WEAK and advice.dimension is not None:
        return tr("{dimension} is the weakest of all you were scored on lately.", dimension=advice.dimension.title)
    if advice.why is Why.NEVER or advice.days is None:
        return tr("You have not practised it yet.")
    return trn(
        "You last practised it {n} day ago, longer ago than any other round.",
        "You last practised it {n} days ago, longer ago than any other round.",
        advice.days,
    )


def change_words(dimension: Dimension, words: dict[int, str]) -> str:
    """How a dimension has changed in four weeks. `words`: the steps of the scale, as a sentence has them."""
    if dimension.now is None:
        before = words[word(dimension.before)] if dimension.before is not None else ""
        return tr("not scored in four weeks, was {before}", before=before)
    if dimension.before is None or dimension.change is None:
        return tr("first scored in these four weeks")
    if not dimension.change:
        return tr("as before")
    before = words[word(dimension.before)]
    return tr("up from {before}", before=before) if dimension.change > 0 else tr("down from {before}", before=before)


def is_weak(dimension: Dimension) -> bool:
    """Whether a dimension is less than solid now."""
    return dimension.now is not None and dimension.now < WEAK


def tier_title(tier: Tier) -> str:
    """A tier with its place in the order."""
    return {3: tr("Tier 3 · first"), 2: tr("Tier 2 · then"), 1: tr("Tier 1 · last")}[tier]


def day_of(company: Company, today: date) -> str:
    """The date of an interview, as a list has it."""
    if company.day is None:
        return tr("no date yet")
    shown = _ahead(company.day, today) if company.day >= today else _short(company.day, today)
    return tr("{day}, over", day=shown) if company.day < today else shown[:1].upper() + shown[1:]


def _ahead(day: date, today: date) -> str:
    """A day as in "today", "tomorrow" or "Thu 3 Dec"."""
    if day == today:
        return tr("today")
    return tr("tomorrow") if day == today + timedelta(days=1) else when_of(day.isoformat(), today)


def _short(day: date, today: date) -> str:
    """A past day as in "Wed 18 Nov"; "Yesterday" and "Today" are no words for the middle of a sentence."""
    if day == today:
        return tr("today")
    return tr("yesterday") if day == today - timedelta(days=1) else when_of(day.isoformat(), today)
