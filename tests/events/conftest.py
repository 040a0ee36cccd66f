import pytest

from tellings.events import code, load_frames
from tellings.events.examples import describe


@pytest.fixture(scope="session")
def frames():
    return load_frames()


@pytest.fixture(scope="session")
def tell(parse, frames):
    """tell("sentence", file) -> what the coder gives, one dict an event."""

    def run(text, own=None, **about):
        parsed = parse(text, **about)
        words = parsed.words
        return [
            {
                "type": m.type, "modes": m.modes, "status": m.status, "trigger": words(m.trigger), "of": m.of,
                "actors": [words(p.span) for p in m.actors], "recipients": [words(p.span) for p in m.recipients],
                "contexts": m.contexts, "line": describe(m, parsed), "reductions": m.reductions, "weight": m.weight,
            }
            for m in code(parsed, (), own or frames)
        ]  # fmt: skip

    return run


@pytest.fixture()
def own_frames(tmp_path):
    """own_frames("toml text") -> Frames of that file alone."""

    def load(text):
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return load_frames([path], only_extra=True)

    return load
