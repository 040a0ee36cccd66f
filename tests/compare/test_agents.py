"""Who did it as a passive tells it, in words that no frame knows."""

import pytest

from tellings.compare.echo_views import agent_in
from tellings.model import Span


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("the captain of a tanker, taken by the same navy last November", "the same navy"),
        ("two drivers hit by masked gunmen near the bridge", "masked gunmen"),
        ("a schooner was boarded by a patrol at dawn", "a patrol"),
        ("the barge was caught by a sudden wind", None),
        ("the hall was filled by noon", None),
    ],
)
def test_who_stands_behind_by(text: str, who: str | None) -> None:
    party = agent_in(text, Span(0, len(text)))
    assert (party.text if party else None) == who
