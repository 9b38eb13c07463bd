"""Questions as models ask them after one answer: the rules let the good ones through and none of the bad ones."""

from __future__ import annotations

import pytest

from interviewer.minds.grounds import Grounds
from interviewer.minds.reply_rules import broken_rule
from tests.interviewer.minds.support import ROUND, question

ASKED = question("library-holds")
ANSWER = (
    "I assume we look at one city only and at phones only, because that is where most reservations happen. The "
    "mission of a library is that everybody can read what they want, and holds serve that because a popular book "
    "is never on the shelf. I see two groups, members who want one particular new title, and members who browse "
    "and come by every week. Librarians are a third group, they move the copies between branches. The journey is "
    "search, place a hold, wait, get a notice, pick it up, and return it. My main objective is that a reader gets "
    "the book while she still wants it, and the second objective is to lower the work for librarians. The north "
    "star is the share of holds picked up within ten days of being ready. As secondary metrics I'd track the "
    "median waiting time and the number of active members each month. As a guardrail I would watch the number of "
    "books that come back late and complaints at the desk."
)
GOOD = (
    (
        "You chose the share of holds picked up within ten days as your north star. What could get worse at the "
        "branches if the team optimizes for it all year?"
    ),
    "If you pushed holds picked up within ten days for a year, what might librarians start doing that hurts readers?",
    "You mentioned complaints at the desk as a guardrail. How would you know a complaint is really about holds?",
    "Why ten days rather than a shorter window for pickup?",
    "How does the share of holds picked up within ten days capture whether a reader still wants the book?",
    "You said librarians move copies between branches. What happens to their workload if holds grow quickly?",
    "What would the share of holds picked up within ten days fail to tell you about readers who give up waiting?",
    "Which of your two objectives wins when getting books to readers faster means more work for librarians?",
    "You named median waiting time as a secondary metric. When would it improve while readers are actually worse off?",
    "How would a branch manager game the ten-day pickup number?",
    "You focused on one city. What would change about your north star in a rural area?",
    (
        "Earlier you split members into those who want a particular title and those who browse. Which group does "
        "your north star favor?"
    ),
    "Imagine pickups within ten days go up, but late returns go up as well. What would you do?",
    "What behavior could improve the pickup share without a single reader being happier?",
    "You want a reader to get the book while she still wants it. How does your metric show that the desire has faded?",
    "If a hold is cancelled after three weeks of waiting, where does that show up in your metrics?",
    "How would you measure whether active members each month is driven by holds or by something else?",
    "You described the journey from search to return. At which step do you expect the most readers to drop out?",
    "Suppose your ten-day share hits a ceiling. What would you look at next?",
    "What trade-off are you making by choosing pickup within ten days instead of waiting time as the north star?",
    "You treat librarians as a third group. What metric tells you their work is really getting lower?",
    "How could pushing the ten-day share hurt members who browse the shelves every week?",
    "You listed late returns as a guardrail. At what level would you stop the launch?",
    "Tell me about a situation where the ten-day share rises yet fewer people read what they want.",
    "What does a popular book with hundreds of holds do to your north star?",
    "Why does a phone-only view not distort the number of active members?",
    "What would you tell a librarian who says the ten-day rule just empties the hold shelf faster?",
    "You assumed reservations mostly happen on phones. How would you check that?",
    "If you could keep only one of your guardrails, which one would it be and why?",
    "How do you make sure the median wait is not hiding members who wait for months?",
)
BAD = (
    "That's a really clear structure. Why ten days?",
    "I like that you put readers first. What would your metric miss?",
    "Thanks, that's helpful. Which group matters most?",
    "Your framework is comprehensive. What is missing from it?",
    "You did a nice job covering guardrails. How would you rank them?",
    "You didn't consider accessibility at all. Why not?",
    "You forgot to think about children. How would they use holds?",
    "It seems your north star is wrong. What else could it be?",
    "So you have three groups, two objectives and a north star. What is your first launch?",
    "Let me summarize: holds, librarians and complaints. What is next?",
    "Have you thought about looking at cancelled holds?",
    "You might want to look at Android first. What would you check?",
    "What about segmenting by branch size, for example small and large branches?",
    "How would you measure success, and what guardrails would you set?",
    "What is your north star? And why?",
    "You said retention is your north star. How would you move it?",
    "You mentioned that revenue per member drives the library. Why?",
    "With 2 million active members, how would you scale holds?",
    "Last quarter the ten-day share dropped 8 percent. What happened?",
    "The library recently launched a partnership with Amazon. How would holds change?",
    "Since the app was redesigned in the spring, holds have become slower. Why?",
    "Who are these people, and what do they try to do?",
    "¿Cómo medirías el éxito de las reservas en la biblioteca?",
    "As an interviewer, I should probe the guardrail. How would you set it?",
    "The candidate mentioned ten days. Ask about that.",
    "Okay. The next question should be about metrics: which metric would you choose?",
    "A good guardrail here would be the number of cancelled holds. Would you add it?",
    "That would make a strong hire answer. What else?",
    "Could it be that the reminder notice is no longer sent on one platform?",
    "How do you define success for product teams in general at Meta?",
)
CASES = [each.case for each in (*ASKED.follow_ups, *ROUND.follow_ups) if each.case is not None]
PLANNED = "What could quietly get worse at the branches if the team pushes that number hard for a year?"
GROUNDS = Grounds(
    said=ANSWER,
    known=f"{ASKED.spoken} {PLANNED} What would that number fail to tell you?",
    planned=PLANNED,
    asked=(ASKED.spoken, "Let's turn to the people who use it. Who are they, and what are they trying to do?"),
    secrets=(
        *(fact.fact for fact in ASKED.brief.facts),
        *(text for case in CASES for text in (case.cause, case.action, *(fact.fact for fact in case.facts))),
        *ASKED.hints.graded,
    ),
    exam=True,
)


@pytest.mark.parametrize("reply", GOOD)
def test_a_question_somebody_would_be_glad_of_is_asked(reply: str) -> None:
    assert broken_rule(reply, boundary="b0und", grounds=GROUNDS) is None


@pytest.mark.parametrize("reply", BAD)
def test_a_question_no_interviewer_asks_is_refused(reply: str) -> None:
    assert broken_rule(reply, boundary="b0und", grounds=GROUNDS) is not None
