"""Average linkage: groups of vectors in which the mean likeness is high (Sokal & Michener 1958)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def average_link(vectors: Sequence[Mapping[str, float]], alike: float) -> list[list[int]]:
    """Give groups of vectors of length one whose mean cosine is ``alike`` or more.

    The two groups most alike are joined while any two are alike enough; of equals, those of
    the lowest numbers. Each group lists the numbers of its vectors in order.
    """
    import numpy as np

    column = {w: n for n, w in enumerate(sorted({w for v in vectors for w in v}))}
    matrix = np.zeros((len(vectors), len(column)))
    for row, vector in enumerate(vectors):
        for word, weight in vector.items():
            matrix[row, column[word]] = weight
    like = matrix @ matrix.T
    np.fill_diagonal(like, -1.0)
    groups = {n: [n] for n in range(len(vectors))}
    while len(groups) > 1:
        one, other = sorted(divmod(int(like.argmax()), len(vectors)))
        if like[one, other] < alike:
            break
        here, there = len(groups[one]), len(groups[other])
        joined = (like[one] * here + like[other] * there) / (here + there)
        joined[like[one] < 0] = -1.0
        joined[like[other] < 0] = -1.0
        like[one] = like[:, one] = joined
        like[other] = like[:, other] = -1.0
        like[one, one] = -1.0
        groups[one] += groups.pop(other)
    return [sorted(group) for group in groups.values()]
