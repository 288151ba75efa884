"""An optional model of meaning: folder with ``model.onnx`` and ``tokenizer.json``, which the shop drops in.

Not in the way of a comment: it looks at the wordings of groups that have no topic, a few dozen every half minute, and
says which of them mean the same. Nothing needs it; without the folder or its two libraries it is not there. Whoever
owns it calls it in a thread of its own: a model takes milliseconds for each text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .troubles import WORDS

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
MAX_TOKENS = 64
BATCH = 32
ALIKE = 0.62
"""Cosine from which on two wordings mean the same; models differ, so it can be told otherwise."""
Floats = npt.NDArray[np.float32]


class Embedder:
    """Loads at the first text. Accepts models that take input_ids and attention_mask (and token_type_ids) and give
    either one vector for each text or one for each token; those of tokens are averaged where the mask says so."""

    def __init__(self, folder: Path, threads: int = 1):
        self._folder = folder
        self._threads = threads
        self._session: Any = None
        self._tokenizer: Any = None
        self._known: dict[str, Floats] = {}

    @staticmethod
    def there(folder: Path) -> bool:
        """Whether both files lie there."""
        return (folder / MODEL).is_file() and (folder / TOKENIZER).is_file()

    def vectors(self, texts: Sequence[str]) -> Floats:
        """(texts, size), rows of length 1; only texts not seen before cost anything. Raises Trouble
        no_embedder_library, no_embedder_file, embedder_wrong."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if len(self._known) + len(new) > 2_000:
            self._known.clear()
            new = list(dict.fromkeys(texts))
        for at in range(0, len(new), BATCH):
            batch = new[at : at + BATCH]
            for text, vector in zip(batch, self._run(batch), strict=True):
                self._known[text] = vector
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, 0), np.float32)

    def _run(self, batch: Sequence[str]) -> Floats:
        session, tokenizer = self._load()
        try:
            encoded = [tokenizer.encode(text).ids[:MAX_TOKENS] or [0] for text in batch]
            longest = max(map(len, encoded))
            ids = np.array([each + [0] * (longest - len(each)) for each in encoded], np.int64)
            mask = np.array([[1] * len(each) + [0] * (longest - len(each)) for each in encoded], np.int64)
            feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            names = {each.name for each in session.get_inputs()}
            given = session.run(None, {name: value for name, value in feeds.items() if name in names})[0]
            found = np.asarray(given, np.float32)
            if found.ndim == 3:
                weights = mask[:, : found.shape[1], None].astype(np.float32)
                found = (found * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
            if found.ndim != 2 or found.shape[0] != len(batch) or not np.isfinite(found).all():
                raise ValueError(f"shape {found.shape}")
        except Exception as reason:  # whatever a foreign model does, it is the folder that is wrong
            raise WORDS.trouble("embedder_wrong", folder=self._folder, reason=str(reason)[:200]) from reason
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.maximum(length, 1e-9), np.float32)

    def _load(self) -> tuple[Any, Any]:
        if self._session is None:
            if not self.there(self._folder):
                raise WORDS.trouble("no_embedder_file", folder=self._folder)
            try:
                import onnxruntime
                import tokenizers
            except ImportError as missing:
                raise WORDS.trouble("no_embedder_library") from missing
            try:
                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = self._threads
                options.inter_op_num_threads = 1
                self._tokenizer = tokenizers.Tokenizer.from_file(str(self._folder / TOKENIZER))
                self._session = onnxruntime.InferenceSession(
                    str(self._folder / MODEL), options, providers=["CPUExecutionProvider"]
                )
            except Exception as reason:  # a file that is none of ours may fail in any way
                raise WORDS.trouble("embedder_wrong", folder=self._folder, reason=str(reason)[:200]) from reason
        return self._session, self._tokenizer


def alike(wordings: Sequence[tuple[str, str]], vectors: Floats, least: float = ALIKE) -> list[tuple[str, str]]:
    """(group, the earlier group that it belongs to) for ``Questions.join``. wordings: (group, text) as ``unnamed``
    gives them; vectors: a row for each, of length 1."""
    leaders: list[int] = []
    found = []
    for at, (group, _) in enumerate(wordings):
        nearest = max(leaders, key=lambda other: float(vectors[other] @ vectors[at]), default=None)
        if nearest is not None and float(vectors[nearest] @ vectors[at]) >= least:
            found.append((group, wordings[nearest][0]))
        else:
            leaders.append(at)
    return found
