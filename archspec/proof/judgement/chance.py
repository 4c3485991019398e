"""Bounds on chance: results that a correct law almost never gives.

They hold for any number of draws, so the probability of refusing a correct file is
known.
"""

from math import exp, log, sqrt

FALSE_ALARM = 1e-7  # for everything that one level of one proof draws


def surprise(tests: int) -> float:
    """The least surprise, -log of a probability, that refuses one of ``tests`` results."""
    return log(2 * max(tests, 1) / FALSE_ALARM)


def unlikely_count(hits: int, trials: int, chance: float, limit: float) -> bool:
    """Whether ``hits`` in ``trials`` is too unlikely at ``chance`` (Chernoff's bound)."""
    return trials * _divergence(hits / trials, chance) > limit if trials else False


def _divergence(share: float, chance: float) -> float:
    """The Kullback-Leibler divergence between two coins."""
    total = 0.0
    for one, other in ((share, chance), (1 - share, 1 - chance)):
        if one and not other:
            return float("inf")
        total += one * log(one / other) if one else 0.0
    return total


def mean_margin(count: int, limit: float) -> float:
    """The margin of a mean of ``count`` draws from a normal or uniform law of variance
    1.
    """
    return sqrt(2 * limit / count)


def square_margin(count: int, limit: float, uniform: bool) -> tuple[float, float]:
    """The margins of a mean square around 1, downwards and upwards.

    For a normal law by the bound of Laurent and Massart; for a uniform one, whose
    squares are at most 3 and have the variance 0.8, by Bernstein's.
    """
    share = limit / count
    if uniform:
        slack = 2 * share / 3
        margin = slack + sqrt(slack**2 + 2 * 0.8 * share)
        return margin, margin
    return 2 * sqrt(share), 2 * sqrt(share) + 2 * share


def least_reach(count: int, limit: float) -> float:
    """The share of the range, by probability, that the largest of ``count`` draws
    covers.
    """
    return exp(-limit / count)
