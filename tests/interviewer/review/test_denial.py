"""What is denied is not claimed; what only has a "not" in it is."""

from __future__ import annotations

import pytest

from interviewer.review.denial import OF_ACTIONS, OF_CAUSES, affirmed

CAUSE = ("android ... notif*|notice*|release|update", "notif*|notice* ... android|broken|missing|stopped")
ACTION = ("roll* back", "roll* it|the ... back", "send|resend ... notice*|members")


@pytest.mark.parametrize(
    "text",
    [
        "I think the Android release broke the notices.",
        "It's not the season, it's the Android update.",
        "It is not the season but the Android release.",
        "I don't think it's a competitor, I believe the Android update did it.",
        "I don't believe it was the weather. The notices are broken.",
        "Members did not get the notification, because on Android it is missing.",
        "Members are not seeing the notices any more, Android stopped sending them.",
        "It wasn't the iPhone, so it has to be the Android update.",
        "It can't be the branches and I think it is the Android release.",
        "First I thought it was not the Android release. Now I think it was the Android release.",
        "The Android update is not showing what is ready.",
    ],
)
def test_a_claimed_cause(text: str) -> None:
    assert affirmed(CAUSE, text, OF_CAUSES)


@pytest.mark.parametrize(
    "text",
    [
        "It's not the Android release.",
        "It was not the Android update that did it.",
        "I don't think the Android release has to do with it.",
        "We can rule out the Android release.",
        "The Android release is not the reason.",
        "The Android update can be ruled out.",
        "I believe the weather did it rather than the Android update.",
        "It isn't because of the Android release.",
        "It is unlikely that the Android update did this.",
        "This has nothing to do with the Android release.",
        "I would look at the branches.",
        "",
    ],
)
def test_no_cause_is_claimed(text: str) -> None:
    assert not affirmed(CAUSE, text, OF_CAUSES)


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("I would roll back the release.", True),
        ("I'd roll it back and send the missed notices.", True),
        ("I would not wait, I would roll it back.", True),
        ("I would not roll it back.", False),
        ("I wouldn't roll back anything.", False),
        ("We don't need to roll it back.", False),
        ("I'd fix it instead of rolling it back.", False),
        ("There is no need to roll it back.", False),
        ("I would not roll it back. I would send the missed notices.", True),
    ],
)
def test_actions(text: str, does: bool) -> None:
    assert affirmed(ACTION, text, OF_ACTIONS) is does
