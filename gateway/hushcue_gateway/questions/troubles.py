"""What the questions of viewers make the gateway say to operators."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "no_such_group": ("there is no group of questions {group} any more", "提问分组 {group} 已不存在"),
        "no_such_topic": ("there is no topic {topic}", "没有话题 {topic}"),
        "topic_taken": ("there already is a topic {topic}", "已经有话题 {topic}"),
        "nothing_to_undo": ("there is nothing to undo about {group}", "{group} 没有可撤销的操作"),
        "shop_not_object": ("{field}: must be an object", "{field}：必须是对象"),
        "shop_not_list": ("{field}: must be a list of at most {most}", "{field}：必须是列表，最多 {most} 项"),
        "shop_not_text": (
            "{field}: must be text of 1 to {most} characters",
            "{field}：必须是 1 到 {most} 个字符的文本",
        ),
        "shop_bad_id": (
            "{field}: must be 1 to 32 of a-z 0-9 _ -",
            "{field}：必须是 1 到 32 个字符（a-z、0-9、_、-）",
        ),
        "shop_not_flag": ("{field}: must be true or false", "{field}：必须是 true 或 false"),
        "shop_twice": ("{field}: {value} is there twice", "{field}：{value} 重复"),
        "shop_unknown_key": ("{field}: there is no such key", "{field}：没有这个键"),
        "other_question": ("other question", "其他提问"),
        "no_embedder_library": (
            "the embedder needs: pip install onnxruntime tokenizers",
            "嵌入模型需要：pip install onnxruntime tokenizers",
        ),
        "no_embedder_file": (
            "{folder}: needs model.onnx and tokenizer.json",
            "{folder}：需要 model.onnx 和 tokenizer.json",
        ),
        "embedder_wrong": ("{folder}: cannot be used as an embedder: {reason}", "{folder}：不能用作嵌入模型：{reason}"),
    }
)
