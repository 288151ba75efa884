"""One lithium-ion cell: millivolts at the ADC's pin -> millivolts of the cell, smoothed -> percent.

The curve is an ordinary 3.7 V LiPo's open-circuit voltage over charge; under the load of a bodypack (about 100 mA) a
cell sags some 20 mV, which the smoothing leaves in. Good to about ten percent, as every such gauge.
"""

# (millivolts, percent), falling
CURVE = (
    (4180, 100),
    (4060, 90),
    (3980, 80),
    (3920, 70),
    (3870, 60),
    (3820, 50),
    (3790, 40),
    (3770, 30),
    (3740, 20),
    (3680, 10),
    (3450, 5),
    (3300, 0),
)
NOT_THERE_MV = 2000
"""A reading below is no cell (USB supply, an open divider): nothing is reported."""
SMOOTHING = 8
"""A new reading counts one part in so many."""


def percent(cell_mv: int) -> int:
    """0..100, straight lines between the points of the curve."""
    above_mv, above = CURVE[0]
    if cell_mv >= above_mv:
        return above
    for point_mv, point in CURVE:
        if cell_mv >= point_mv:
            return point + (above - point) * (cell_mv - point_mv) // (above_mv - point_mv)
        above_mv, above = point_mv, point
    return 0


class Battery:
    """``divider``: cell voltage over pin voltage, 2.0 for two equal resistors."""

    def __init__(self, divider: float):
        self._divider = divider
        self._smooth_mv = 0.0

    def update(self, pin_mv: float) -> None:
        """A reading at the pin."""
        cell_mv = pin_mv * self._divider
        if cell_mv < NOT_THERE_MV:
            self._smooth_mv = 0.0
        elif self._smooth_mv == 0.0:
            self._smooth_mv = cell_mv
        else:
            self._smooth_mv += (cell_mv - self._smooth_mv) / SMOOTHING

    @property
    def millivolts(self) -> "int | None":
        """The cell's, or None without one."""
        return int(self._smooth_mv + 0.5) if self._smooth_mv else None

    @property
    def percent(self) -> "int | None":
        """The charge left, or None without a cell."""
        return percent(self.millivolts) if self.millivolts is not None else None
