"""Drawn portraits of the hosts in the demo: nobody exists who looks like them."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

# Drawn larger than shown, so that reducing smooths the edges.
SIDE, SCALE = 320, 4


@dataclass(frozen=True)
class Look:
    """Colours of one face, and its hair: 'short', 'bob', 'long', 'bun', 'scarf' or 'bald'."""

    hair: str
    colour: str
    skin: str
    clothes: str
    wall: str
    glasses: bool = False


LOOKS = {
    "Ria": Look("bob", "#d8d3c8", "#f1c9a5", "#14574a", "#ffe7ad", glasses=True),
    "Bert": Look("bald", "#8d8a84", "#eab995", "#3a5a8c", "#dfe8ee"),
    "Soraya": Look("scarf", "#8c2f4f", "#c98f63", "#5a3a68", "#f3e3d3"),
    "Piet": Look("short", "#b9b2a4", "#f0c4a0", "#73402a", "#d9e8d6", glasses=True),
    "Greet": Look("bun", "#e6e2da", "#f3cfae", "#2f5d7c", "#f6dcd2"),
    "Els": Look("long", "#a2643a", "#f2c6a2", "#6b7f2a", "#e7e1f0"),
}


def face(name: str) -> bytes:
    """Return the portrait of a host as a PNG."""
    look = LOOKS[name]
    side = SIDE * SCALE
    picture = Image.new("RGB", (side, side), look.wall)
    draw = ImageDraw.Draw(picture)

    def oval(left: float, top: float, right: float, bottom: float, colour: str) -> None:
        draw.ellipse([n * SCALE for n in (left, top, right, bottom)], fill=colour)

    def line(left: float, top: float, right: float, bottom: float, start: int, end: int) -> None:
        box = [n * SCALE for n in (left, top, right, bottom)]
        draw.arc(box, start, end, fill="#3b2a22", width=4 * SCALE)

    if look.hair == "long":
        oval(82, 52, 238, 270, look.colour)
    if look.hair == "scarf":
        oval(76, 40, 244, 262, look.colour)
    if look.hair == "bun":
        oval(132, 22, 188, 78, look.colour)
    if look.hair == "bob":
        oval(84, 52, 236, 212, look.colour)
    oval(40, 228, 280, 420, look.clothes)
    oval(132, 180, 188, 262, look.skin)
    if look.hair in {"short", "bun"}:
        oval(92, 48, 228, 180, look.colour)
    oval(98, 66, 222, 218, look.skin)
    if look.hair == "scarf":
        oval(70, 214, 250, 300, look.colour)
    if look.hair not in {"bald", "scarf"}:
        draw.chord([n * SCALE for n in (94, 54, 226, 170)], 188, 352, fill=look.colour)
    for left in (126, 174):
        oval(left + 4, 132, left + 16, 144, "#3b2a22")
        line(left - 4, 112, left + 24, 134, 205, 335)
        if look.glasses:
            line(left - 10, 118, left + 30, 158, 0, 360)
    if look.glasses:
        line(152, 130, 168, 146, 180, 360)
    line(150, 146, 170, 168, 30, 150)
    line(128, 138, 192, 196, 35, 145)
    made = io.BytesIO()
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(made, "PNG")
    return made.getvalue()
