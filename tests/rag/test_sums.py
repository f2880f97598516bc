"""Differences of quoted figures."""

from __future__ import annotations

import pytest

from rag.sums import difference


@pytest.mark.parametrize(
    ("first", "second", "line"),
    [
        ("高速公路里程6895公里，地铁422公里", "高速公路里程达5465公里", "6895公里 − 5465公里 = 1430公里"),
        ("吞吐量超13.2亿吨、3530万标箱", "吞吐量4387万标准箱、增长11.6%", "4387万标箱 − 3530万标箱 = 857万标箱"),
        ("森林覆盖率达到67.1%", "森林覆盖率66.95%", "67.1% − 66.95% = 0.15个百分点"),
        ("建成12座", "开通3条", None),
        ("没有数", "也没有", None),
    ],
)
def test_the_greater_less_the_smaller(first: str, second: str, line: str | None) -> None:
    """Figures in the first unit that both quotes have, whichever comes first, without rounding error; none without such a unit."""
    assert difference(first, second) == difference(second, first) == line
