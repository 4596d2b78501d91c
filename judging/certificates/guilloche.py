"""Guilloches: the engine-turned line work of banknotes, computed.

A band is a family of sines of one wavelength whose phases are spread evenly and whose amplitude
swells and falls; a rosette is a family of closed waves round a circle. Both are periodic, so that
one period is written and repeated, which the file's compression then makes almost free.
"""

from __future__ import annotations

import math

from judging.certificates.ink import Ink

SEGMENTS_A_WAVE = 8
SEGMENTS_A_PETAL = 4


def band_tile(length_pt: float, half_height_pt: float, strands: int) -> str:
    """Write one period of a woven band along the x axis, from 0 to `length_pt`, as one path.

    Two families of `strands` waves run against each other; each swells to `half_height_pt` in the
    middle of the period and narrows at its ends, where the next period joins it smoothly.
    """
    ink = Ink()
    turn = 2 * math.pi / length_pt
    for strand in range(strands):
        phase = math.pi * strand / strands
        for sign in (1, -1):

            def point_at(x: float, phase: float = phase, sign: int = sign) -> tuple[float, float]:
                swell = 0.66 - 0.34 * math.cos(turn * x)
                return x, sign * half_height_pt * swell * math.sin(turn * x + phase)

            ink.smooth_curve(point_at, 0.0, length_pt, SEGMENTS_A_WAVE)
    return ink.content().decode() + "\nS"


def rosette(
    radius_pt: float, *, petals: int, strands: int, depth: float, inner: float = 0.0
) -> str:
    """Write a rosette round the origin.

    Parameters: `petals`, waves round the circle; `strands`, closed curves, each turned by an equal
    share of a petal; `depth`, 0 to 1, the wave's share of the ring; `inner`, the share of the
    radius that stays open. One petal's sector is written and turned `petals` times.
    """
    middle, swing = (1 + inner) / 2, (1 - inner) / 2 * depth
    sector = 2 * math.pi / petals
    ink = Ink()
    for strand in range(strands):
        shift = 2 * math.pi * strand / strands

        def point_at(angle: float, shift: float = shift) -> tuple[float, float]:
            share = middle + swing * math.sin(petals * angle + shift)
            return radius_pt * share * math.cos(angle), radius_pt * share * math.sin(angle)

        ink.smooth_curve(point_at, 0.0, sector, SEGMENTS_A_PETAL)
    petal = ink.content().decode() + "\nS"
    whole = Ink()
    whole.append("1 J")
    for index in range(petals):
        whole.placed(petal, 0, 0, 360 * index / petals)
    return whole.content().decode()
