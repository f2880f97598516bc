"""A third invented country with a national report, for what neither the samples nor the second one have an example of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build_index
from index.store import OpenIndex, open_index

REALM = {
    ("全国", 2026): "生产总值增长4.5%—5%；城镇新增就业1200万人以上；居民收入增长与经济增长同步",
    ("桐川省", 2026): "地区生产总值增长5%以上；城镇新增就业35万人左右；粮食产量180亿斤；居民收入增长与经济增长基本同步",
    ("霁原省", 2026): "地区生产总值增长5%左右；城镇新增就业60万人以上；粮食产量900万吨；居民收入增长5.5%左右",
    ("苍渚省", 2026): "地区生产总值增长4%左右；城镇新增就业8万人；粮食产量1600万吨；居民收入增长与经济增长同步",
    ("漪山省", 2026): "地区生产总值增长4.5%；城镇新增就业90万人；居民收入增长高于经济增长",
    ("桐川省", 2024): "地区生产总值增长5%左右；城镇新增就业35万人左右",
    ("霁原省", 2024): "地区生产总值增长5.5%左右；城镇新增就业60万人以上",
    ("苍渚省", 2024): "地区生产总值增长4%左右；城镇新增就业9万人",
    ("漪山省", 2024): "地区生产总值增长4.5%左右；城镇新增就业90万人",
}
TASKS = {
    "桐川省": "到2030年，常住人口城镇化率达到72%。发放养老服务消费补贴，覆盖3万名老人。高速公路通车里程达到5200公里。",
    "霁原省": "到2030年，常住人口城镇化率达到69%。开展养老服务消费补贴试点。高速公路通车里程达到6800公里。开展长期护理保险试点。",
    "苍渚省": "到2030年，常住人口城镇化率达到75%左右。扩大长护险覆盖面。完善离境退税“即买即退”。高速公路通车里程达到3900公里。",
    "漪山省": "办好省足球联赛。高速公路通车里程达到3.2万公里。星槎大桥主体完工，投资20亿元，方便两岸群众。"
    "月湾水库蓄水，群众用水有保障，鱼虾养殖成规模，荒山披绿，游客增多，镇村道路硬化投资30亿元。",
}
MEETING = {"全国": "第十四届全国人民代表大会第四次会议"}


@pytest.fixture(scope="session")
def index_texts(sample_index: OpenIndex) -> Callable[[Path, dict[str, str]], OpenIndex]:
    """Writes reports, by file name without its ending, into a new folder and opens their index."""

    def opened(folder: Path, texts: dict[str, str]) -> OpenIndex:
        (folder / "reports").mkdir()
        for name, text in texts.items():
            (folder / "reports" / f"{name}.txt").write_text(text, encoding="utf-8")
        build_index(folder / "reports", folder / "index", sample_index.encoder)
        return open_index(folder / "index", sample_index.encoder)

    return opened


@pytest.fixture(scope="session")
def realm(index_texts: Callable[[Path, dict[str, str]], OpenIndex], tmp_path_factory: pytest.TempPathFactory) -> OpenIndex:
    """The index of four invented provinces, two editions each, and a national report of 2026."""
    texts: dict[str, str] = {}
    for (region, year), targets in REALM.items():
        title = "政府工作报告" if region in MEETING else f"{region}政府工作报告"
        meeting = MEETING.get(region, f"{region}第一届人民代表大会第一次会议")
        head = f"{title}\n\n——{year}年1月9日在{meeting}上\n\n各位代表：\n\n（本报告为虚构示例）\n\n"
        tasks = TASKS.get(region) if year == 2026 else None
        body = f"一、{year}年预期目标\n\n{year}年的主要预期目标是：{targets}。\n\n二、{year}年重点工作\n\n{tasks or '继续修桥铺路。'}\n"
        texts[f"{region}{year}"] = head + body
    return index_texts(tmp_path_factory.mktemp("realm"), texts)
