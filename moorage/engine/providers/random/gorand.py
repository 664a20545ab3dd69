"""Go's `math/rand` generator for a given seed: what a `seed` of this package means. Pure.

An additive lagged Fibonacci generator of Mitchell and Reeds, x[n] = x[n-607] + x[n-273] modulo 2**64. Go starts it
from a table of 607 numbers (`rngCooked`), which are its own outputs after 7.8e12 steps (math/rand/gen_cooked.go). The
recurrence is linear, so these are computed here by jumping ahead: x**steps modulo the characteristic polynomial
x**607 - x**334 - 1.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Final

_LENGTH: Final = 607
_TAP: Final = 273
_STEPS: Final = 7_800_000_000_000
_WORD: Final = (1 << 64) - 1
_MERSENNE: Final = (1 << 31) - 1
_ZERO_SEED: Final = 89482311
"""What stands for a seed of 0 (math/rand/rng.go)."""
_SLOT: Final = 138
"""Bits that hold one coefficient of a product: 607 products of two 64-bit numbers need 128 + 10."""


class Source:
    """Go's `rand.New(rand.NewSource(seed))`; `seed` is a signed 64-bit number."""

    def __init__(self, seed: int) -> None:
        start = (seed if seed >= 0 else -(-seed % _MERSENNE)) % _MERSENNE or _ZERO_SEED
        words = _lehmer(start, (40, 20, 0))
        vector = [word ^ cooked for word, cooked in zip(words, _cooked(), strict=False)]
        self._outputs = _fibonacci(_history(vector))

    def int63(self) -> int:
        """Return a number of 63 bits."""
        return next(self._outputs) & (_WORD >> 1)

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1, as `Intn` does; `limit` is positive."""
        bits = 31 if limit < 1 << 31 else 63
        drop, whole = 63 - bits, 1 << bits
        if limit & (limit - 1) == 0:
            return (self.int63() >> drop) & (limit - 1)
        most = whole - 1 - whole % limit
        while (drawn := self.int63() >> drop) > most:
            pass
        return drawn % limit

    def permutation(self, count: int) -> list[int]:
        """Return 0 to `count` - 1 in random order, as `Perm` does."""
        result = [0] * count
        for at in range(count):
            other = self.below(at + 1)
            result[at] = result[other]
            result[other] = at
        return result


def _lehmer(seed: int, shifts: tuple[int, int, int]) -> Iterator[int]:
    """Yield words of three numbers each of x[n+1] = 48271 * x[n] modulo 2**31 - 1; the first 20 numbers are dropped."""
    number = seed
    for _ in range(20):
        number = 48271 * number % _MERSENNE
    while True:
        word = 0
        for shift in shifts:
            number = 48271 * number % _MERSENNE
            word ^= number << shift
        yield word & _WORD


def _history(vector: Sequence[int]) -> list[int]:
    """Return a generator's state as its last 607 outputs, oldest first."""
    return [vector[(_LENGTH - _TAP - 1 + back) % _LENGTH] for back in range(_LENGTH, 0, -1)]


def _fibonacci(history: list[int]) -> Iterator[int]:
    at = 0
    while True:
        history[at] = (history[at] + history[(at + _LENGTH - _TAP) % _LENGTH]) & _WORD
        yield history[at]
        at = (at + 1) % _LENGTH


@functools.cache
def _cooked() -> list[int]:
    """Return Go's table: the state of its generator, seeded with 1, after 7.8e12 steps."""
    words = _lehmer(1, (20, 10, 0))
    before = _history([next(words) for _ in range(_LENGTH)])
    following = _fibonacci(list(before))
    known = [*before, *(next(following) for _ in range(_LENGTH))]
    power = _power(_STEPS)
    last = [sum(power[at] * known[at + ahead] for at in range(_LENGTH)) & _WORD for ahead in range(_LENGTH)]
    vector = [0] * _LENGTH
    for back, word in zip(range(_LENGTH, 0, -1), last, strict=True):
        vector[(_LENGTH - _TAP - 1 - (_STEPS - back)) % _LENGTH] = word
    return vector


def _power(exponent: int) -> list[int]:
    """Return the 607 coefficients of x**exponent modulo the characteristic polynomial and 2**64."""
    result = [1] + [0] * (_LENGTH - 1)
    for bit in bin(exponent)[2:]:
        result = _reduced(_squared(result))
        if bit == "1":
            result = _reduced([0, *result])
    return result


def _squared(polynomial: list[int]) -> list[int]:
    """Square a polynomial as one big number, whose slots are its coefficients."""
    packed = sum(each << (_SLOT * at) for at, each in enumerate(polynomial))
    square = packed * packed
    return [(square >> (_SLOT * at)) & ((1 << _SLOT) - 1) for at in range(2 * _LENGTH - 1)]


def _reduced(polynomial: list[int]) -> list[int]:
    result = [each & _WORD for each in polynomial]
    for at in range(len(result) - 1, _LENGTH - 1, -1):
        over = result.pop()
        result[at - _LENGTH] = (result[at - _LENGTH] + over) & _WORD
        result[at - _TAP] = (result[at - _TAP] + over) & _WORD
    return result
