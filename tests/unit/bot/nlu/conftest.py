"""A tiny training set and Rasa's real storage, so that components are tested as Rasa runs them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

EXAMPLES = {
    "report_outage_home": "家里没电了 我家突然断电 就我家停电 屋里全黑了 家里的灯全灭了 我家一点电都没有",
    "query_bill": "查下电费 帮我看看账单 用了多少度 还欠多少电费 电费余额还有多少",
    "ask_tou": "峰谷电怎么开通 晚上的电便宜吗 谷电几点开始 峰谷划算吗 怎么取消峰谷 谷电多少钱一度",
    "report_danger": "电线掉地上了 表箱冒烟 有人触电 变压器着火 闻到焦糊味 水淹到插座",
    "out_of_scope": "今天天气怎么样 讲个笑话 我想订外卖 宽带断了 煤气费怎么交 附近有什么好吃的",
}
MARKED = {
    "address": "青口镇黄海路 石桥镇大沙村 沙河镇南街 塔山镇土城村",
    "time": "昨天 今早六点 前天下午三点 上个月 去年",
    "appliance": "冰箱 空调 水泵 电饭锅 电视 洗衣机 热水器 电脑 烤箱 路由器 投影仪 烘干机",
}
FRAMES = (
    ("", "停电了", "report_outage_home"),
    ("我家", "没电了", "report_outage_home"),
    ("我家", "停了", "report_outage_home"),
    ("", "电费多少", "query_bill"),
)
_SCHEMA = GraphSchema({})


class Bench:
    """Makes, trains and loads components in one storage."""

    def __init__(self, folder: Path) -> None:
        self.storage = LocalModelStorage(folder)
        self.context = ExecutionContext(_SCHEMA)

    def made(self, component: Any, **config: Any) -> Any:
        return component.create(
            self._config(component, config), self.storage, Resource(component.__name__), self.context
        )

    def loaded(self, component: Any, **config: Any) -> Any:
        return component.load(
            self._config(component, config), self.storage, Resource(component.__name__), self.context
        )

    def _config(self, component: Any, config: dict[str, Any]) -> dict[str, Any]:
        return {**component.get_default_config(), **config}


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="session")
def training_data() -> TrainingData:
    return TrainingData(
        [Message.build(text, intent) for intent, texts in EXAMPLES.items() for text in texts.split()]
        + [
            Message.build(
                f"{before}{word}{after}",
                intent,
                [{"start": len(before), "end": len(before) + len(word), "entity": label}],
            )
            for before, after, intent in FRAMES
            for label, words in MARKED.items()
            for word in words.split()
        ]
    )


@pytest.fixture(scope="session")
def said() -> Callable[..., Message]:
    def build(text: str, **data: Any) -> Message:
        return Message({"text": text, **data})

    return build
