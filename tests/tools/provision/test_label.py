"""Labels: what their code says, that names in every script are printed, and what is said where no font has them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import segno
from PIL import Image

from hushcue_tools.provision import fonts, label
from hushcue_tools.provision.label import Label, NoFont


def modules(image: Any, text: str) -> bool:
    """Whether the image holds the QR code of ``text``, module by module."""
    pixels = np.asarray(image) < 128
    rows = np.array([list(map(bool, row)) for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)])
    edge = label.pixels(1.5)
    most = image.size[1] - 2 * edge
    scale = most // len(rows)
    top = edge + (most - scale * len(rows)) // 2
    seen = pixels[top + scale // 2 :: scale, edge + scale // 2 :: scale][: len(rows), : len(rows)]
    return bool(np.array_equal(seen, rows))


def ink(image: Any) -> int:
    """Dark pixels right of the code."""
    return int((np.asarray(image)[:, image.size[1] :] < 128).sum())


def test_the_code_names_studio_id_and_name_and_nothing_else() -> None:
    assert Label("studio", "host-1").code == "hushcue:studio/host-1"
    assert (
        Label("studio", "host-1", "主播 一?&").code == "hushcue:studio/host-1?name=%E4%B8%BB%E6%92%AD%20%E4%B8%80%3F%26"
    )


@pytest.mark.parametrize("name", ["", "Host 1", "A name of thirty-two characters."])
def test_a_label_carries_its_code_and_readable_words(name: str) -> None:
    one = Label("studio", "host-1", name)
    image = label.draw(one)
    assert image.size == (label.pixels(50), label.pixels(25))
    assert modules(image, one.code)
    assert ink(image) > 500
    assert not (np.asarray(image)[-label.pixels(1) : -2, image.size[1] :] < 128).any(), "cut off below"
    assert not modules(image, Label("studio", "host-2", name).code)


def test_a_chinese_name_is_printed_with_a_font_that_has_it() -> None:
    if fonts.find("主播九号", None) is None:
        pytest.skip("this machine has no Chinese font")
    one, other = (label.draw(Label("studio", "host-9", name)) for name in ("主播九号", "主播十号"))
    assert modules(one, Label("studio", "host-9", "主播九号").code)
    assert ink(one) > 500
    text_of = [np.asarray(image)[:, image.size[1] :] for image in (one, other)]
    assert not np.array_equal(*text_of)


def test_boxes_instead_of_characters_are_never_printed() -> None:
    assert not fonts.shows(fonts.built_in(), "主播")
    assert fonts.shows(fonts.built_in(), "Host 1")


def test_a_name_that_no_font_has_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "candidates", lambda text: iter(()))
    with pytest.raises(NoFont):
        label.draw(Label("studio", "host-1", "主播"))
    assert label.draw(Label("studio", "host-1", "Host"))


def test_a_file_that_is_no_font(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"no font")
    with pytest.raises(OSError):
        label.draw(Label("studio", "host-1"), tmp_path / "x.ttf")


def test_many_labels_come_onto_pages(tmp_path: Path) -> None:
    labels = [Label("studio", f"host-{number}") for number in range(33)]
    label.save(labels, tmp_path / "all.pdf")
    data = (tmp_path / "all.pdf").read_bytes()
    assert data.startswith(b"%PDF-") and data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") >= 2
    label.save(labels[:3], tmp_path / "all.png")
    with Image.open(tmp_path / "all.png") as image:
        assert image.size[1] == 3 * label.pixels(25) + 2 * label.pixels(2)
        assert round(image.info["dpi"][0]) == label.DPI
    label.save(labels[:1], tmp_path / "one.pdf")
    with pytest.raises(ValueError):
        label.save(labels, tmp_path / "all.gif")
