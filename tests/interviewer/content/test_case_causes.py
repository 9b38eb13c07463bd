"""Each case of the shipped pack tells a right cause from a wrong one, in the words candidates use."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from interviewer.content.model import Case
from interviewer.review.denial import OF_CAUSES, affirmed
from tests.interviewer.content.support import shipped


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of the cause of one case."""

    slots: tuple[str, ...]
    """Signals whose facts name the cause."""
    right: tuple[str, str, str]
    wrong: tuple[str, str, str]


TOLD = {
    "class-messages": Told(
        ("environment",),
        (
            "I think it's just the spring holidays, they move from region to region.",
            "This is the normal seasonal dip that you see every year.",
            "Schools are on break at different weeks, so people write less.",
        ),
        (
            "I think teachers moved to a rival app over the summer season.",
            "I think the release with the lunch payments broke something in messaging.",
            "My diagnosis is that parents are tired of all the messages and have switched them off.",
        ),
    ),
    "farm-stays": Told(
        ("marketing",),
        (
            "I think the higher service fee scares people away at the total.",
            "The fee went from nine to fourteen percent, and that is why guests leave.",
            "We raised what guests have to pay us on top, and the total is now too high for long stays.",
        ),
        (
            "I think guests find the farms more expensive than hotels, so my diagnosis is the farmers' rates.",
            "I think the general sites have become cheaper than we are.",
            "I think the farms raised their prices, so people look elsewhere.",
        ),
    ),
    "grocery-substitutes": Told(
        ("tech",),
        (
            "I think the stock file of one chain has not come in since Tuesday.",
            "One of the hourly files is stuck, so we sell things that are no longer on the shelf.",
            "The chain in the west stopped sending us its stock levels.",
        ),
        (
            "I think the pickers are in a hurry and skip things.",
            "I think one chain simply ran out of stock because of a strike.",
            "I think one of our own releases broke the suggestions for substitutes.",
        ),
    ),
    "headache-diary": Told(
        ("platform",),
        (
            "I think the new iPhone system asks for permission again, so the reminder no longer comes.",
            "Apple's update turned off notifications for many people.",
            "People on the newest system version don't get the evening nudge any more.",
        ),
        (
            "I think people simply have fewer headaches in autumn.",
            "A rival diary came out and took our iPhone users.",
            "My guess is that our price is too high for people on iPhones.",
        ),
    ),
    "home-routines": Told(
        ("tech",),
        (
            "I think the trial was never ended and half of the new homes still get the shorter set-up.",
            "Somebody forgot to switch off the experiment from March.",
            "The short version of the set-up is still live for half of them, and they make fewer routines.",
        ),
        (
            "I think the hub is too expensive now and different people buy it.",
            "In summer people do not need heating, so they make fewer routines.",
            "A competitor's speaker does the same thing for free.",
        ),
    ),
    "kitchen-checks": Told(
        ("data_quality",),
        (
            "I think the report now wants a check after closing for a day to be complete.",
            "The definition of a complete day was changed on the first of the month.",
            "Kitchens work as before, only the way we count is stricter.",
        ),
        (
            "I think the kitchens are short of staff in the evening and skip their last checks.",
            "The new tablets lose entries at night.",
            "Evening checks are left out now because cooks go home early.",
        ),
    ),
    "library-holds": Told(
        ("tech",),
        (
            "I think it's the new Android version from three weeks ago.",
            "I think the new version of the Android app is the cause.",
            "Members on Android no longer get the message that their book is ready.",
        ),
        (
            "I think the branches have shorter opening hours, so people can't come.",
            "My guess is that people buy the book elsewhere because the wait is too long.",
            "I think the holidays kept members from coming to collect.",
        ),
    ),
    "lighthouse-circles": Told(
        ("marketing",),
        (
            "I think the television campaign in Poland ended and the newcomers left.",
            "The peak was bought with the series, and now we are back at the old level.",
            "We stopped paying for the series, so the installs from Poland dried up.",
        ),
        (
            "I think a release in March made the game crash more often.",
            "A new game came out and took our daily players.",
            "I think players are bored because there were no new levels.",
        ),
    ),
    "match-referees": Told(
        ("environment", "segments"),
        (
            "I think there are not enough new referees because the courses did not take place.",
            "Referees retire as always, but nobody replaces them.",
            "It is a supply problem, the federation trained no new ones last summer.",
        ),
        (
            "I think another booking service lured our referees away.",
            "I think too few organisers post their matches in time.",
            "The invitations don't reach the referees because of a bug.",
        ),
    ),
    "money-to-people": Told(
        ("environment",),
        (
            "I think the new rules in the southern country force a one day wait on first payments.",
            "The regulator there now requires a delay for large sums to new recipients.",
            "It is a new law against scams that holds the payment back.",
        ),
        (
            "I think the servers are slow, which means more waiting time.",
            "I think customers there moved to the chat app to send money.",
            "I suspect our fraud team holds more payments back than before.",
        ),
    ),
    "monthly-giving": Told(
        ("environment",),
        (
            "I think the television report about the other charity cost us people's trust.",
            "Givers over fifty saw the programme and no longer trust charities.",
            "A scandal at another large charity spilled over to us.",
        ),
        (
            "I think people have less money because prices went up.",
            "We asked them for higher gifts and that annoyed them.",
            "I think another charity did a better campaign and is taking our givers.",
        ),
    ),
    "new-in-town": Told(
        ("tech",),
        (
            "I think version nine on Android no longer shows a notification for first messages.",
            "The new Android release broke the push notifications.",
            "People on the newest version do not know that somebody wrote to them.",
        ),
        (
            "I think the quality of first messages got worse, so people ignore them.",
            "People are busy with exams and holidays.",
            "I think too many newcomers send the same message to everybody.",
        ),
    ),
    "outgrown-clothes": Told(
        ("competitors",),
        (
            "I think the large site's collection service took our big sellers.",
            "A rival now fetches whole bags from the door, which is easier than listing each piece.",
            "Parents with a lot to clear out go to the general site.",
        ),
        (
            "I think the warm autumn means that parents sort out clothes later.",
            "We made listing harder with the last release.",
            "I think our fee for buyers is too high.",
        ),
    ),
    "physio-exercises": Told(
        ("marketing", "segments"),
        (
            "I think the sports clinics that joined brought patients who stop early.",
            "It's a shift in the mix, the new clinics pull the average down.",
            "The newly joined clinics finish far less often, the others are unchanged.",
        ),
        (
            "I think one of the two releases made the exercises harder.",
            "I think patients mix up the exercises and give up.",
            "The insurance no longer pays for the whole course.",
        ),
    ),
    "podcast-chapters": Told(
        ("data_quality", "tech"),
        (
            "I think the counting changed, several quick taps are now one jump.",
            "It is a tracking change in the release on Thursday.",
            "The drop isn't real, jumps are just logged in a new way.",
        ),
        (
            "I think listeners don't find the chapters any more after the release.",
            "I think people in some countries changed to another app.",
            "I think people listen to fewer podcasts because of the holidays.",
        ),
    ),
    "practice-stems": Told(
        ("marketing",),
        (
            "I think the free trials from the keyboard maker bring in beginners who play less.",
            "It is a mix effect, the average is pulled down by newcomers.",
            "Older users play the same, but there are many new light users from the boxes.",
        ),
        (
            "I think people practise less in summer because they are on holiday.",
            "The app got slower on tablets, so people play less.",
            "I think people mix several apps and play less in ours.",
        ),
    ),
    "rent-splitting": Told(
        ("marketing",),
        (
            "The first year is over for them and now they pay twice as much.",
            "I think the half price offer from last autumn ran out and people don't renew.",
            "Those who came in on the discount leave when it ends.",
        ),
        (
            "I think a competitor came in with a big discount and took our households.",
            "I think the bank's free split function took them.",
            "I think the receipt scanning got worse and they are annoyed.",
        ),
    ),
    "shift-matching": Told(
        ("tech", "segments"),
        (
            "I think the trust and safety team threw out fake accounts that sent masses of applications.",
            "The drop is spam that was removed, real workers apply as before.",
            "The stricter rules for accounts took out those who sent over fifty applications a day.",
        ),
        (
            "I think a rival entered Surat and took our workers.",
            "I think workers find the openings less attractive because the pay is low.",
            "The festival season keeps people at home, so they apply less.",
        ),
    ),
    "speaking-practice": Told(
        ("tech", "segments"),
        (
            "I think the release reset the setting, so most learners now type by default.",
            "Typing was switched on for everybody who had never chosen.",
            "With the new settings screen the default flipped from speaking to typing.",
        ),
        (
            "I think speech recognition got worse, so learners are frustrated.",
            "I think learners are shy in the office and lost interest in speaking.",
            "A new app for speaking took our learners.",
        ),
    ),
    "street-cars": Told(
        ("marketing", "tech"),
        (
            "I think people keep the car overnight with the new flat rate instead of making two drives.",
            "Our own overnight offer eats up the short trips.",
            "One long booking from evening to morning replaces two short ones.",
        ),
        (
            "I think members take the bus again because our hourly price is too high.",
            "A rival with scooters took the short trips.",
            "I think there are too few cars near people in the evening.",
        ),
    ),
    "sunny-hours": Told(
        ("year_over_year", "industry"),
        (
            "I think it is winter, there is simply less sun to move things into.",
            "It's seasonal, it went down by as much last year.",
            "The days are shorter in June, so there are fewer green hours.",
        ),
        (
            "I think people got tired of our tips and stopped moving their washing.",
            "A release switched off the automation in many homes.",
            "I think a competitor came up with a better offer this season.",
        ),
    ),
    "surplus-bakery": Told(
        ("competitors",),
        (
            "I think a new company is buying the leftovers, so bakeries have fewer bags to offer.",
            "A new entrant is taking the supply.",
            "Bakeries in the big cities sell what is left to somebody who pays a fixed price.",
        ),
        (
            "I think bakeries bake less because flour got expensive, so there is less left over.",
            "I think bakeries plan better and have less left.",
            "A competing app took our buyers in the big cities.",
        ),
    ),
    "team-meetings": Told(
        ("data_quality", "tech"),
        (
            "I think usage reporting is off by default in the new console, so teams are not counted.",
            "It's a measurement problem, people work as before.",
            "Administrators got new privacy settings, and with them the reports stopped coming in.",
        ),
        (
            "I think the office packages won over some of our customers.",
            "I think people have meeting fatigue and meet less.",
            "Teams left because the new console is too complicated for administrators.",
        ),
    ),
    "town-pages": Told(
        ("tech",),
        (
            "I think the new host is slow on weak connections.",
            "Pictures load later than before, so people on phones give up.",
            "Since the move to another host the pages take too long.",
        ),
        (
            "I think the articles are less interesting than before.",
            "I think readers on phones go to the neighbour groups for their news.",
            "My diagnosis is the paywall, people run out of free articles.",
        ),
    ),
    "yard-slots": Told(
        ("environment",),
        (
            "Lorries may not drive at night any more in one country, so they all come at six.",
            "I think the night ban makes drivers arrive in a wave in the morning.",
            "A new rule keeps trucks off the motorway until the morning.",
        ),
        (
            "I think the gates are short of staff in the morning.",
            "I think a big new customer books too many slots in the morning.",
            "The booking system was down at night, so slots were given out twice.",
        ),
    ),
}
CASES = {
    question.id.removeprefix("execution/"): follow_up.case
    for question in shipped().questions
    for follow_up in question.follow_ups
    if follow_up.case is not None
}

each_case = pytest.mark.parametrize("name", CASES)


def case(name: str) -> Case:
    found = CASES[name]
    assert found is not None
    return found


def named(name: str, text: str) -> bool:
    return affirmed(case(name).cause_cues, text, OF_CAUSES)


def test_every_case_has_its_words() -> None:
    assert set(TOLD) == set(CASES)


@each_case
def test_a_signal_that_names_the_cause_said_back_is_the_cause(name: str) -> None:
    facts = {fact.slot: fact for fact in case(name).facts}
    for slot in TOLD[name].slots:
        assert facts[slot].signal
        assert named(name, f"I think it is this: {facts[slot].fact}"), facts[slot].fact


@each_case
def test_a_cause_in_the_words_of_a_candidate_is_right(name: str) -> None:
    assert [said for said in TOLD[name].right if not named(name, said)] == []


@each_case
def test_another_cause_is_wrong(name: str) -> None:
    assert [said for said in TOLD[name].wrong if named(name, said)] == []
