"""docs/ontology.md says what the frames say."""

from pathlib import Path

from tellings.events.ontology import page


def test_the_page_is_up_to_date(frames):
    written = (Path(__file__).resolve().parents[2] / "docs" / "ontology.md").read_text("utf-8")
    assert written.strip() == page(frames).strip(), "run: python -m tellings.events.ontology > docs/ontology.md"
