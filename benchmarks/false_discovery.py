"""The share of findings that must be false, from how often they fire on decoys and on targets.

Target–decoy estimate (Elias & Gygi 2007): false discovery rate = rate among decoys / rate among
targets, at most 1. That takes no target to differ (π₀ = 1, Storey 2002), which errs high, and every
link of the targets to be right, which errs low: it is what the rules alone get wrong.

*Few counts.* A rule seen once says little by itself. Its rate is drawn towards that of all rules of
its axis, an axis towards its kind, a pair of languages towards all pairs, by a beta prior whose
weight is fitted to the counts of all its brothers (beta–binomial, empirical Bayes: Christiansen &
Morris 1997, "Hierarchical Poisson regression modeling", with their prior of the weight, without
which rates that happen to be alike would be taken for one).

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

TAIL = 0.025
"""What lies outside a 95 % interval at either end."""
TINY = 1e-9
"""A rate below is none: logarithms are taken of nothing less."""
_EACH = "*"
"""In place of a rule or an axis: all of them, each chance of each counted."""
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

    def interval(self) -> tuple[float, float]:
        """Return its 95 % interval, widened to its mean: where next to nothing was seen, the mean
        is made by the last 2.5 %.
        """
        low, high = stats.beta.ppf([TAIL, 1 - TAIL], self.a, self.b)
        return min(float(low), self.mean), max(float(high), self.mean)

    def margins(self) -> tuple[float, float]:
        """Return how far the ends of its interval are from its mean, on the scale of logarithms."""
        low, high = self.interval()
        return math.log(self.mean / max(low, TINY)), math.log(high / self.mean)

    def without(self, chances: float, fired: float) -> Rate:
        """Return what is believed without some of the counts it was made of."""
        return Rate(self.a - fired, self.b - (chances - fired))

    def child(self, chances: float, fired: float, weight: float) -> Rate:
        """Return what is believed, after its counts, of a rate that is one of many of which this is
        the mean.

        :param weight: how alike the many are, in observations. The prior weighs less where their
            mean itself is not well known.
        """
        weight = 1 / (1 / weight + 1 / (self.a + self.b))
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
        self._together: dict[Cell, tuple[float, float]] = {}
        for cell in self._chances:
            if (parent := _parent(cell)) and parent not in self._chances:
                chances, fired = self._effective(cell)
                others = self._together.get(parent, (0.0, 0.0))
                self._together[parent] = others[0] + chances, others[1] + fired
        self._believed: dict[Cell, Rate] = {}
        self._weights: dict[tuple[str, ...], float] = {}
        for level, cells in self._levels():
            self._weights[level] = self._fitted(cells)

    def cells(self) -> set[Cell]:
        """Return all that was counted."""
        return set(self._chances)

    def counted(self, cell: Cell) -> tuple[int, int]:
        """Return how many chances something had and how many of them fired."""
        return _total(self._chances.get(cell)), _total(self._fired.get(cell))

    def of(self, cell: Cell) -> Rate:
        """Return what is believed of a rate; without any counts, what is believed of its parent."""
        if cell not in self._believed:
            chances, fired = self._effective(cell)
            prior = self._prior(cell)
            self._believed[cell] = (
                prior.child(chances, fired, self._weights.get(_level(cell), WEIGHTS[0]))
                if prior
                else Rate(0.5 + fired, 0.5 + chances - fired)
            )
        return self._believed[cell]

    def _prior(self, cell: Cell) -> Rate | None:
        """Return what the brothers of a cell say of their mean; None where it has none."""
        parent = _parent(cell)
        return self.of(parent).without(*self._effective(cell)) if parent else None

    def _effective(self, cell: Cell) -> tuple[float, float]:
        """Return chances and what fired, divided by the design effect."""
        if cell in self._together:
            return self._together[cell]
        effect = self.design_effect(cell)
        chances, fired = self.counted(cell)
        return chances / effect, fired / effect

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
            if cell[1] == ANY:
                families.setdefault(_family(cell), []).append((chances, self._fired[cell]))
        return {family: _design_effect(cells) for family, cells in families.items()}

    def _levels(self) -> list[tuple[tuple[str, ...], list[Cell]]]:
        """Return the cells that share the weight of a prior, those of parents first."""
        levels: dict[tuple[str, ...], list[Cell]] = defaultdict(list)
        for cell in sorted(self._chances):
            if _parent(cell) is not None:
                levels[_level(cell)].append(cell)
        return sorted(levels.items(), key=lambda item: _depth(item[0]))

    def _fitted(self, cells: Sequence[Cell]) -> float:
        """Return the most likely weight given the counts of some cells and their parents: the mode
        on the scale of logarithms.
        """
        n, x = np.array([self._effective(cell) for cell in cells]).T
        means = np.array([prior.mean for cell in cells if (prior := self._prior(cell))])
        usual = float(np.median(n))

        def unlikely(log_weight: float) -> float:
            weight = math.exp(log_weight)
            a, b = means * weight, (1 - means) * weight
            prior = log_weight - 2 * math.log(usual + weight)
            return -float(np.sum(betaln(a + x, b + n - x) - betaln(a, b))) - prior

        bounds = math.log(WEIGHTS[0]), math.log(WEIGHTS[1])
        return math.exp(optimize.minimize_scalar(unlikely, bounds=bounds, method="bounded").x)


def false_share(decoys: Rates, targets: Rates, cell: Cell) -> tuple[float, float, float]:
    """Return the share of the findings among targets that must be false, with its 95 % interval.

    Over several pairs of languages the rate of each counts as often as it has chances among the
    targets (direct standardisation), so that another mix of languages is no difference. The
    interval is made of those of the two rates (Donner & Zou 2012, MOVER of a ratio).
    """
    strata = _strata(decoys, targets, cell)
    false, all_ = (
        sum(weight * rates.of(one).mean for weight, one in strata) for rates in (decoys, targets)
    )
    (false_down, false_up), (all_down, all_up) = (
        rates.of(cell).margins() for rates in (decoys, targets)
    )
    ratio = false / all_
    low = ratio * math.exp(-math.hypot(false_down, all_up))
    high = ratio * math.exp(math.hypot(false_up, all_down))
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
    if name.rule == ANY and name.axis not in (ANY, _EACH):
        return Name(name.kind, _EACH), ANY
    return None


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
    name, _ = cell
    return name.kind, name.axis, name.rule != ANY


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
