"""The optional embedder, with a real model that is made here: four words, two meanings."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from hushcue_gateway.questions.embed import MODEL, TOKENIZER, Embedder, alike
from hushcue_gateway.questions.questions import Questions
from hushcue_gateway.questions.shop import Shop
from hushcue_gateway.showdata.fact import Comment
from hushcue_words import Trouble

VOCABULARY = {"[UNK]": 0, "jam": 1, "stick": 2, "born": 3, "from": 4}
MEANINGS = [[0.1, 0.1], [1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]]
FLOAT, INT64 = 1, 7


def field(number: int, value: bytes | str | int) -> bytes:
    """One field of a protocol buffer."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes([*found, value])


def value_info(name: str, kind: int, dimensions: tuple[str, ...]) -> bytes:
    """A ValueInfoProto."""
    shape = b"".join(field(1, field(2, dimension)) for dimension in dimensions)
    return field(1, name) + field(2, field(1, field(1, kind) + field(2, shape)))


def model() -> bytes:
    """A ModelProto: ``last_hidden_state = Gather(table, input_ids)``; the mask is taken and not used."""
    rows, size = len(MEANINGS), len(MEANINGS[0])
    numbers = struct.pack(f"<{rows * size}f", *(number for row in MEANINGS for number in row))
    table = field(1, rows) + field(1, size) + field(2, FLOAT) + field(8, "table") + field(9, numbers)
    node = field(1, "table") + field(1, "input_ids") + field(2, "last_hidden_state") + field(4, "Gather")
    inputs = [value_info(name, INT64, ("batch", "tokens")) for name in ("input_ids", "attention_mask")]
    output = value_info("last_hidden_state", FLOAT, ("batch", "tokens", "size"))
    graph = field(1, node) + field(2, "tiny") + field(5, table)
    graph += b"".join(field(11, each) for each in inputs) + field(12, output)
    return field(1, 8) + field(7, graph) + field(8, field(1, "") + field(2, 13))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / MODEL).write_bytes(model())
    (tmp_path / TOKENIZER).write_text(
        json.dumps(
            {
                "version": "1.0",
                "truncation": None,
                "padding": None,
                "added_tokens": [],
                "normalizer": {"type": "Lowercase"},
                "pre_tokenizer": {"type": "Whitespace"},
                "post_processor": None,
                "decoder": None,
                "model": {"type": "WordLevel", "vocab": VOCABULARY, "unk_token": "[UNK]"},
            }
        )
    )
    return tmp_path


def with_libraries() -> None:
    """Both are optional."""
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")


def test_without_its_folder_it_is_not_there(tmp_path: Path, folder: Path) -> None:
    assert not Embedder.there(tmp_path / "nowhere") and Embedder.there(folder)
    with pytest.raises(Trouble) as trouble:
        Embedder(tmp_path / "nowhere").vectors(["x"])
    assert trouble.value.code == "no_embedder_file"


def test_vectors_are_averages_over_the_words_that_are_there(folder: Path) -> None:
    with_libraries()
    vectors = Embedder(folder).vectors(["jam", "jam stick", "born from", "jam"])
    assert vectors.shape == (4, 2) and np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    average = np.array([0.95, 0.05])
    assert np.allclose(vectors[1], average / np.linalg.norm(average), atol=1e-5)
    assert np.array_equal(vectors[0], vectors[3])


def test_nothing_asked_is_nothing_loaded(folder: Path) -> None:
    embedder = Embedder(folder)
    assert embedder.vectors([]).shape == (0, 0) and embedder._session is None


def test_a_file_that_is_no_model_is_told(folder: Path) -> None:
    with_libraries()
    (folder / MODEL).write_bytes(b"no model")
    with pytest.raises(Trouble) as trouble:
        Embedder(folder).vectors(["jam"])
    assert trouble.value.code == "embedder_wrong"


def test_questions_of_one_meaning_become_one_group(folder: Path) -> None:
    with_libraries()
    questions = Questions(Shop())
    said = ("does it jam", "can anybody stick", "where were you born", "where do you come from", "will it jam")
    for at, text in enumerate(said):
        questions.take(Comment(at, text, f"u{at}"), "", at)
    wordings = questions.unnamed()
    for group, into in alike(wordings, Embedder(folder).vectors([text for _, text in wordings])):
        questions.join(group, into)
    assert sorted(group.raw for group in questions.groups(10)) == [2, 3]


def test_alike_needs_no_model() -> None:
    wordings = [("q1", "a"), ("q2", "b"), ("q3", "c")]
    vectors = np.array([[1, 0], [0, 1], [0.9, np.sqrt(1 - 0.81)]], np.float32)
    assert alike(wordings, vectors) == [("q3", "q1")]
    assert alike([], np.zeros((0, 0), np.float32)) == []
