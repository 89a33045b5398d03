"""What `make pictures` counts as a difference between two screenshots."""

import pytest
from PIL import Image, ImageDraw

from tests.pictures.difference import compare


@pytest.fixture
def folders(tmp_path):
    """Two folders with a screenshot of a page, before and after."""
    before, after = tmp_path / "before", tmp_path / "after"
    for folder in (before, after):
        folder.mkdir()
        Image.new("RGB", (200, 100), "white").save(folder / "page.png")
    return before, after


def draw(folder, box, colour):
    with Image.open(folder / "page.png") as picture:
        ImageDraw.Draw(picture).rectangle(box, fill=colour)
        picture.save(folder / "page.png")


def test_a_letter_that_moved_is_a_difference(folders):
    before, after = folders
    draw(before, (10, 10, 14, 20), "black")
    draw(after, (11, 10, 15, 20), "black")

    assert [difference.name for difference in compare(*folders)] == ["page.png"]
    assert (after / "diff" / "page.png").exists()


def test_a_button_in_another_shade_is_a_difference(folders):
    draw(folders[1], (10, 10, 60, 40), (252, 252, 252))

    assert len(compare(*folders)) == 1


def test_a_page_one_line_longer_is_a_difference(folders):
    Image.new("RGB", (200, 101), "white").save(folders[1] / "page.png")

    assert len(compare(*folders)) == 1


def test_a_few_pixels_at_a_rounded_corner_are_no_difference(folders):
    draw(folders[1], (10, 10, 12, 11), (240, 240, 240))

    assert compare(*folders) == []


def test_a_page_that_disappeared_is_a_difference(folders):
    (folders[1] / "page.png").unlink()

    assert [difference.what for difference in compare(*folders)] == ["gone"]
