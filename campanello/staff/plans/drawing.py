"""A signature that was drawn on a screen, as a picture for pages and papers."""

from typing import Any

from campanello.plans.rules.signing import PAD_HEIGHT, PAD_WIDTH

INK = "#17324d"


def as_svg(strokes: Any, label: str = "") -> str:
    """Lines of points as SVG; nothing where none were drawn. Only whole numbers of what was sent come into it.

    Args:
        strokes: The lines, in the pad's own measure.
        label: What the picture is, for who does not see it; a sentence of ours, never of a reader's.
    """
    if not strokes:
        return ""
    lines = [" ".join(f"{int(x)},{int(y)}" for x, y in line) for line in strokes if line]
    drawn = "".join(f'<polyline points="{line}"/>' for line in lines)
    named = f'role="img" aria-label="{label}"' if label else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {named} viewBox="0 0 {PAD_WIDTH} {PAD_HEIGHT}" fill="none" '
        f'stroke="{INK}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">{drawn}</svg>'
    )
