"""Find which pictures of two folders differ, and where."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

# The browser does not draw rounded corners and shadows identically every time: a few pixels that
# differ a little do not count as a difference, nor does a change too small to see.
FEW_PIXELS, A_LITTLE, UNSEEN = 16, 32, 2


@dataclass(frozen=True)
class Difference:
    """A page whose picture changed, or is in one of the two folders only."""

    name: str
    what: str

    def __str__(self) -> str:
        return f"{self.what:>12}  {self.name}"


def compare(before: Path, after: Path) -> list[Difference]:
    """List the differences by name; write each picture, with changed pixels red, to after/diff."""
    was, now = ({path.name for path in folder.glob("*.png")} for folder in (before, after))
    found = [Difference(name, "gone") for name in was - now]
    found += [Difference(name, "new") for name in now - was]
    for name in was & now:
        if (before / name).read_bytes() != (after / name).read_bytes():
            share = mark(before / name, after / name, after / "diff" / name)
            if share:
                found.append(Difference(name, f"{share:.4%}"))
    return sorted(found, key=lambda difference: difference.name)


def mark(before: Path, after: Path, to: Path) -> float:
    """Return the fraction of pixels that differ; draw them in red on the faded new picture."""
    with Image.open(before) as one, Image.open(after) as other:
        size = max(one.width, other.width), max(one.height, other.height)
        one, other = on_canvas(one, size), on_canvas(other, size)
    bands = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    differs = most.point(lambda value: 255 if value > UNSEEN else 0)
    pixels = differs.histogram()[255]
    if pixels <= FEW_PIXELS and most.getextrema()[1] <= A_LITTLE:
        return 0.0
    to.parent.mkdir(exist_ok=True)
    faded = Image.blend(other, Image.new("RGB", size, "white"), 0.7)
    faded.paste("red", mask=differs)
    faded.save(to)
    return pixels / (size[0] * size[1])


def on_canvas(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Put the picture at the upper left of a magenta canvas, so that extra area differs."""
    canvas = Image.new("RGB", size, "magenta")
    canvas.paste(picture.convert("RGB"))
    return canvas
