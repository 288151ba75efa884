"""One thing has one name, in everything that people read in Chinese: docs/glossary.zh.md says which."""

import pytest
from support.tree import ROOT, project_files, read_text

INSTEAD = {
    "操作台": "控制台",
    "映像": "镜像",
    "欠载": "断流",
    "消息服务器": "MQTT 服务器",
    "无线更新": "无线升级",
    "路由器": "接入点",
    "开始场次": "直播",
    "结束场次": "直播",
    "场次结束": "直播",
    "场次已结束": "直播",
    "彩排": "预演",
    "礼仪": "分寸",
    "短语": "快捷语",
}
"""Another name -> ours."""
ROOMS = ("docs", "firmware", "gateway", "tools")
ENDINGS = (".md", ".py", ".ts", ".tsx")


@pytest.mark.parametrize("other", INSTEAD)
def test_one_thing_has_one_name(other: str) -> None:
    places = [ROOT / room for room in ROOMS]
    files = [ROOT / "README.zh.md"]
    files += [path for path in project_files() if path.suffix in ENDINGS and any(map(path.is_relative_to, places))]
    found = [f"{path.relative_to(ROOT)}: {INSTEAD[other]}" for path in files if other in read_text(path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("ours", sorted(set(INSTEAD.values())))
def test_our_name_stands_in_the_glossary(ours: str) -> None:
    for page in ("docs/glossary.md", "docs/glossary.zh.md"):
        assert ours in read_text(ROOT / page)
