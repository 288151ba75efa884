"""What the network for real programs says."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        "help_listen": (
            "where datagrams come in; 127.0.0.1 where no host is named, port 0 is chosen and told",
            "接收数据报的地址；不写主机即 127.0.0.1，端口 0 由系统选择并显示",
        ),
        "help_to": ("where they are passed on to", "转发到的地址"),
        "help_loss": ("percent that never arrive, each way", "每个方向的丢包率（百分比）"),
        "help_burst": (
            "mean length of a burst of loss, the same both ways; 0: each datagram by itself",
            "连续丢包的平均时长（毫秒），两个方向同时；0 表示各包独立",
        ),
        "help_delay": ("of every datagram, each way", "每个数据报的延迟（毫秒，单向）"),
        "help_jitter": ("evenly up to so much more, in order", "随机附加延迟上限（毫秒），不改变顺序"),
        "help_duplicate": ("percent that arrive twice", "重复到达的比例（百分比）"),
        "help_reorder": ("percent that arrive 15 ms later than their turn", "晚到 15 毫秒（乱序）的比例（百分比）"),
        "help_kbit": ("a bottleneck of so many kbit/s, each way; 0: none", "瓶颈带宽（kbit/s，单向）；0 表示没有"),
        "help_queue": ("how much waits before the bottleneck", "瓶颈前的队列（毫秒）"),
        "help_trace": (
            "a kind of Wi-Fi ({names}) on top of the delay, or a recorded network, which stands for all of it",
            "一种 Wi-Fi（{names}），叠加在延迟之上；或录制的网络，代替以上全部",
        ),
        "help_seed": ("of the dice", "随机种子"),
        "help_seconds": ("how long; until Ctrl-C if it is not said", "运行时长（秒）；不写则到 Ctrl-C 为止"),
        "no_to": ("say where to: --to HOST:PORT", "请指定转发地址：--to 主机:端口"),
        "no_port": ("cannot listen on {port}: {reason}", "无法监听 {port}：{reason}"),
        "bad_address": ("{address} is no HOST:PORT", "{address} 不是 主机:端口"),
        "out_of_range": (
            "percents are 0 to less than 100, times and rates not negative",
            "百分比为 0 到 100（不含 100），时间和速率不能为负",
        ),
        "passing": (
            "passing on from {host}:{port} to {to_host}:{to_port}",
            "正在从 {host}:{port} 转发到 {to_host}:{to_port}",
        ),
        "line_there": (
            "there: {datagrams} datagrams, {lost} lost ({percent} %)",
            "去程：{datagrams} 个数据报，丢失 {lost}（{percent} %）",
        ),
        "line_back": (
            "back: {datagrams} datagrams, {lost} lost ({percent} %)",
            "回程：{datagrams} 个数据报，丢失 {lost}（{percent} %）",
        ),
        "line_late": (
            "later than meant by p50 {p50} ms, p99 {p99} ms, at most {max} ms",
            "比预定时间晚：p50 {p50} 毫秒，p99 {p99} 毫秒，最多 {max} 毫秒",
        ),
        "col_way": ("way", "方向"),
        "col_datagrams": ("datagrams", "数据报"),
        "col_lost": ("lost", "丢失"),
        "col_bytes": ("bytes", "字节"),
        "way_there": ("there", "去程"),
        "way_back": ("back", "回程"),
    }
)
