"""The documents say what the program does."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tellings.cli import reference
from tellings.cli.app import app, call
from tellings.cli.commands import VERBS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_reference_of_commands_is_new():
    """If this fails: python -m tellings.cli.reference > docs/commands.md"""
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == reference.page()


def test_every_command_is_in_the_reference():
    page = reference.page()
    for verb in VERBS:
        assert f"## `tellings {verb}`" in page


def test_every_module_of_a_command_is_a_command():
    modules = (ROOT / "src" / "tellings" / "cli").glob("*_command.py")
    assert {path.name.removesuffix("_command.py") for path in modules} == set(VERBS)


def test_the_list_of_commands_says_each_in_one_line():
    told = CliRunner().invoke(app, ["--help"]).output
    assert "..." not in told.partition("Commands:")[2] and all(
        re.search(rf"^  {verb} +\S", told, re.MULTILINE) for verb in VERBS
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files(path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_options_that_pages_name_are_there(path):
    known = set(re.findall(r"--[a-z][a-z-]+", reference.page())) | {"--help"}
    for line in re.findall(r"^    .*tellings (.*)$", path.read_text("utf-8"), re.MULTILINE):
        for option in re.findall(r"(?<!\S)--[a-z][a-z-]+", line.partition("#")[0].partition("  ")[0]):
            assert option in known, line


def test_every_page_is_in_the_site():
    nav = (ROOT / "mkdocs.yml").read_text("utf-8")
    for path in PAGES[1:]:
        name = path.relative_to(ROOT / "docs").as_posix()
        assert name.startswith("decisions/") or name in nav, name


def test_the_frame_of_the_how_to_works(tmp_path, capsys):
    text = (ROOT / "docs" / "howto" / "frames.md").read_text("utf-8")
    block = re.search(r"(?:^    .*\n|\n)+", text[text.index("    [[frame]]") :], re.MULTILINE).group()
    path = tmp_path / "land.toml"
    path.write_text(re.sub(r"^    ", "", block, flags=re.MULTILINE), "utf-8")
    assert call(["frames", "test", str(path), "--show", "Herders were driven off by the guards."]) == 0
    shown = capsys.readouterr()
    assert "EVICTION" in shown.out and "3 examples run, 0 failed" in shown.err


def test_frames_check_tells_the_line_and_what_was_meant(tmp_path, capsys):
    path = tmp_path / "bad.toml"
    path.write_text('[[frame]]\nid = "a"\ntyp = "ASSAULT"\n', "utf-8")
    assert call(["frames", "check", str(path), str(tmp_path / "none.toml")]) == 1
    told = capsys.readouterr().err
    assert "bad.toml, line 3" in told and "Did you mean 'type'?" in told and "frames-unreadable" in told


def test_frames_list(capsys):
    assert call(["frames", "list", "--type", "support"]) == 0
    assert "ratify" in capsys.readouterr().out
    assert call(["frames", "list", "--type", "nothing"]) == 2
    assert "unknown-type" in capsys.readouterr().err


def test_help_of_every_command():
    runner = CliRunner()
    for verb in VERBS:
        assert runner.invoke(app, [verb, "--help"]).exit_code == 0, verb


def test_the_demo_is_what_the_readme_shows(tmp_path, capsys, monkeypatch):
    """If this fails: look at the demo, and python tools/readme_demo.py"""
    monkeypatch.syspath_prepend(ROOT / "tools")
    readme_demo = import_module("readme_demo")
    monkeypatch.setenv("COLUMNS", str(readme_demo.WIDTH))
    monkeypatch.chdir(ROOT)
    assert call(["demo", "--into", str(tmp_path / "demo"), "--html", str(tmp_path / "demo.html")]) == 0
    shown = (ROOT / "README.md").read_text("utf-8").partition(readme_demo.START)[2].partition(readme_demo.END)[0]
    assert len(shown.splitlines()) > 20
    assert shown == readme_demo.shortened(capsys.readouterr().out)
    assert (tmp_path / "demo.html").stat().st_size > 10_000
