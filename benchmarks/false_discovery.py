"""The share of findings that must be false, from how often they fire on decoys and on targets.

Target–decoy estimate (Elias & Gygi 2007): false discovery rate = rate among decoys / rate among
targets, at most 1. That takes no target to differ (π₀ = 1, Storey 2002), so it errs high.

*Few counts.* A rule seen once says little by itself. Its rate is drawn towards that of all rules of
its axis, an axis towards its kind, a pair of languages towards all pairs, by a beta prior whose
weight is fitted to the counts of all its brothers (beta–binomial, empirical Bayes: Efron & Morris
1975).

*Documents.* Pairs of one document are not independent. Counts are divided by their design effect
(Rao & Scott 1992), estimated over all rules of an axis together.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats
from scipy.special import betaln

from benchmarks.finding_counts import Counts, Name
from parallax.comparers.decoy_rates import ANY

Z = 1.959964
"""Standard errors of a two-sided 95 % interval."""
TAIL = 0.025
_EACH = "*"
"""In place of a rule: the rules of an axis, each chance of each counted."""
WEIGHTS = (0.5, 10_000.0)
"""Least and greatest weight of a prior, in observations."""
Cell = tuple[Name, str]
"""What fires, in a pair of languages or in all (`ANY`)."""


@dataclass(frozen=True)
class Rate:
    """What is believed of a rate: a beta distribution with these two parameters."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """Its mean."""
        return self.a / (self.a + self.b)

    @property
    def variance(self) -> float:
        """Its variance."""
        total = self.a + self.b
        return self.a * self.b / (total**2 * (total + 1))

    def interval(self) -> tuple[float, float]:
        """Return its 95 % interval."""
        low, high = stats.beta.ppf([TAIL, 1 - TAIL], self.a, self.b)
        return float(low), float(high)

    def child(self, chances: float, fired: float, weight: float) -> Rate:
        """Return what is believed of one of the rates that this one is the mean of, after its
        counts.

        :param weight: how alike the rates are, in observations. The prior weighs less where the
            mean itself is not well known from the others' counts.
        """
        others = max(1.0, self.a + self.b - chances)
        weight = 1 / (1 / weight + 1 / others)
        return Rate(self.mean * weight + fired, (1 - self.mean) * weight + chances - fired)

    def predicted(self, chances: int, effect: float) -> tuple[int, int]:
        """Return the 95 % interval of how many of further chances fire, with their design effect:
        sampling here and there counts (beta–binomial).
        """
        effective = max(1, round(chances / effect))
        low, high = stats.betabinom.ppf([TAIL, 1 - TAIL], effective, self.a, self.b)
        return math.floor(max(low, 0) * effect), min(chances, math.ceil(high * effect))


class Rates:
    """The rate of every rule, axis and kind, in every pair of languages and in all."""

    def __init__(self, counts: Counts) -> None:
        """Take the counts of decoys, or those of targets."""
        self._chances: dict[Cell, Counter[str]] = defaultdict(Counter)
        self._fired: dict[Cell, Counter[str]] = defaultdict(Counter)
        self.pairs: dict[str, Counter[str]] = {}
        """Pairs of sentences by pair of languages (`ANY` for all), then cluster."""
        for languages, by_cluster in counts.pairs.items():
            for place in (languages, ANY):
                self.pairs.setdefault(place, Counter()).update(by_cluster)
        for name, languages in {**counts.chances, **counts.fired}:
            for place in (languages, ANY):
                self._chances[name, place].update(counts.chances_of(name, languages))
                self._fired[name, place].update(counts.fired.get((name, languages), Counter()))
        self._effects = self._design_effects()
        for name, place in list(self._chances):
            if name.rule != ANY and place == ANY:
                together = name._replace(rule=_EACH), ANY
                self._chances[together].update(self._chances[name, ANY])
                self._fired[together].update(self._fired[name, ANY])
        self._believed: dict[Cell, Rate] = {}
        self._weights: dict[tuple[str, ...], float] = {}
        for level, cells in self._levels():
            self._weights[level] = self._fitted(cells)

    def cells(self) -> set[Cell]:
        """Return all that was counted."""
        return {cell for cell in self._chances if cell[0].rule != _EACH}

    def counted(self, cell: Cell) -> tuple[int, int]:
        """Return how many chances something had and how many of them fired."""
        return _total(self._chances.get(cell)), _total(self._fired.get(cell))

    def of(self, cell: Cell) -> Rate:
        """Return what is believed of a rate; without any counts, what is believed of its parent."""
        if cell not in self._believed:
            effect, parent = self.design_effect(cell), _parent(cell)
            chances, fired = (count / effect for count in self.counted(cell))
            self._believed[cell] = (
                self.of(parent).child(chances, fired, self._weights.get(_level(cell), WEIGHTS[0]))
                if parent
                else Rate(0.5 + fired, 0.5 + chances - fired)
            )
        return self._believed[cell]

    def in_pairs(self, cell: Cell) -> tuple[float, float, float]:
        """Return the share of all pairs of sentences in which something fires, with its 95 %
        interval: Clopper & Pearson's, with effective counts (Korn & Graubard 1998). Where nothing
        fired its upper end is the rule of three's.
        """
        pairs, fired = self.pairs.get(cell[1], Counter()), self._fired.get(cell, Counter())
        n, x = _total(pairs), _total(fired)
        if not n:
            return math.nan, 0.0, 1.0
        effect = _design_effect([(pairs, fired)])
        n_, x_ = n / effect, x / effect
        low = float(stats.beta.ppf(TAIL, x_, n_ - x_ + 1)) if x else 0.0
        high = float(stats.beta.ppf(1 - TAIL, x_ + 1, n_ - x_)) if x < n else 1.0
        return x / n, low, high if x else min(1.0, 3 / n_)

    def design_effect(self, cell: Cell) -> float:
        """Return how many times larger the variance is than that of independent pairs: one figure
        for the brothers of a cell, at least 1.
        """
        return self._effects.get(_family(cell), 1.0)

    def _design_effects(self) -> dict[tuple[object, ...], float]:
        families: dict[tuple[object, ...], list[tuple[Counter[str], Counter[str]]]] = {}
        for cell, chances in self._chances.items():
            families.setdefault(_family(cell), []).append((chances, self._fired[cell]))
        return {family: _design_effect(cells) for family, cells in families.items()}

    def _levels(self) -> list[tuple[tuple[str, ...], list[Cell]]]:
        """Return the cells that share the weight of a prior, those of parents first."""
        levels: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
        for cell in sorted(self.cells()):
            if _parent(cell) is not None:
                levels[_level(cell)].append(cell)
        return sorted(levels.items(), key=lambda item: _depth(item[0]))

    def _fitted(self, cells: Sequence[Cell]) -> float:
        """Return the weight under which the counts of some cells, given their parents, are most
        likely.
        """
        effects = [self.design_effect(cell) for cell in cells]
        counts = np.array([self.counted(cell) for cell in cells]) / np.array(effects)[:, None]
        means = np.array([self.of(parent).mean for cell in cells if (parent := _parent(cell))])
        n, x = counts[:, 0], counts[:, 1]

        def unlikely(log_weight: float) -> float:
            a, b = means * math.exp(log_weight), (1 - means) * math.exp(log_weight)
            return -float(np.sum(betaln(a + x, b + n - x) - betaln(a, b)))

        bounds = math.log(WEIGHTS[0]), math.log(WEIGHTS[1])
        return math.exp(optimize.minimize_scalar(unlikely, bounds=bounds, method="bounded").x)


def false_share(decoys: Rates, targets: Rates, cell: Cell) -> tuple[float, float, float]:
    """Return the share of the findings among targets that must be false, with its 95 % interval.

    Over several pairs of languages the rate of each counts as often as it has chances among the
    targets (direct standardisation), so that another mix of languages is no difference. The
    interval is that of a ratio of two independent estimates on the scale of logarithms.
    """
    strata = _strata(decoys, targets, cell)
    moments = []
    for rates in (decoys, targets):
        believed = [(weight, rates.of(one)) for weight, one in strata]
        mean = sum(weight * rate.mean for weight, rate in believed)
        variance = sum(weight**2 * rate.variance for weight, rate in believed)
        moments.append((mean, math.log1p(variance / mean**2)))
    (false, one), (all_, other) = moments
    ratio, spread = false / all_, Z * math.sqrt(one + other)
    low, high = ratio * math.exp(-spread), ratio * math.exp(spread)
    return min(1.0, ratio), min(1.0, low), min(1.0, high)


def _strata(decoys: Rates, targets: Rates, cell: Cell) -> list[tuple[float, Cell]]:
    """Return the cells whose rates make up that of a cell, with their weights."""
    name, languages = cell
    if languages != ANY:
        return [(1.0, cell)]
    for rates in (targets, decoys):
        strata = [
            (float(chances), (name, one))
            for one in sorted(rates.pairs)
            if one != ANY and (chances := rates.counted((name, one))[0])
        ]
        if strata:
            return strata
    return [(1.0, cell)]


def reproduced(first: Rates, second: Rates, cells: Iterable[Cell]) -> list[tuple[Cell, bool]]:
    """Tell of each cell with chances in both halves whether what fires in the second lies in the
    95 % interval that the first predicts.
    """
    told = []
    for cell in cells:
        chances, fired = second.counted(cell)
        if chances and first.counted(cell)[0]:
            low, high = first.of(cell).predicted(chances, first.design_effect(cell))
            told.append((cell, low <= fired <= high))
    return told


def _parent(cell: Cell) -> Cell | None:
    name, languages = cell
    if languages != ANY:
        return name, ANY
    if name.rule not in (ANY, _EACH):
        return name._replace(rule=_EACH), ANY
    return (Name(name.kind), ANY) if name.axis != ANY and name.rule == ANY else None


def _level(cell: Cell) -> tuple[str, ...]:
    """Return what cells share the weight of their prior with: the kind, and what varies in them."""
    name, languages = cell
    if languages != ANY:
        return name.kind, "languages", "rule" if name.rule else "axis" if name.axis else "kind"
    return name.kind, "rule" if name.rule else "axis"


def _depth(level: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return ["axis", "rule", "languages"].index(level[1]), level


def _family(cell: Cell) -> tuple[object, ...]:
    """Return what cells share their design effect with."""
    name, languages = cell
    return name.kind, name.axis, name.rule != ANY, languages == ANY


def _design_effect(cells: Iterable[tuple[Counter[str], Counter[str]]]) -> float:
    """Return the design effect of counts by cluster, (chances, fired) of each cell."""
    found = expected = 0.0
    for chances, fired in cells:
        n, x, clusters = _total(chances), _total(fired), len(chances)
        if clusters > 1 and 0 < x < n:
            rate = x / n
            squares = sum((fired[name] - rate * chances[name]) ** 2 for name in chances)
            found += squares * clusters / (clusters - 1)
            expected += n * rate * (1 - rate)
    return max(1.0, found / expected) if expected else 1.0


def _total(counter: Counter[str] | None) -> int:
    return sum(counter.values()) if counter else 0
