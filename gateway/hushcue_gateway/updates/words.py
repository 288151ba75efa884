"""What is said about updates: to people who ask, and of every bodypack on its way."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        # why a roll-out does not begin
        "update_running": (
            "a roll-out is going on: let it end, or stop it first",
            "正在升级中：请等它结束，或先停止",
        ),
        "update_none": ("there is no roll-out", "当前没有升级任务"),
        "update_over": ("this roll-out is over", "这次升级已经结束"),
        "update_nobody": (
            "none of these bodypacks can be updated: switch them on, or name others",
            "这些腰包都无法升级：请开机，或指定其他腰包",
        ),
        "update_unknown_host": ('"{id}" is no bodypack of this studio', "“{id}”不是本演播室的腰包"),
        "update_no_bundle": (
            "the firmware for {board} ({machine}) cannot be built: {reason}",
            "无法为 {board}（{machine}）编译固件：{reason}",
        ),
        "update_no_tools": (
            'the firmware cannot be built here: pip install "hushcue[flash]" brings the compiler',
            '此处无法编译固件：运行 pip install "hushcue[flash]" 安装编译器',
        ),
        "unknown_board": ('there is no board "{board}"; there are: {boards}', "没有板子“{board}”，可选：{boards}"),
        "update_no_old": (
            '"{id}" cannot go back over the air: this gateway does not have its earlier firmware; flash it by cable '
            "with the hushcue of that version",
            "“{id}”无法通过无线退回：网关没有它之前的固件；请用当时版本的 hushcue 经数据线刷写",
        ),
        "update_listen": (
            "bodypacks cannot fetch firmware: {host}:{port} cannot be opened: {reason}; end the program that has it, "
            "or give another port below [updates]",
            "腰包无法下载固件：{host}:{port} 打不开：{reason}；请关闭占用它的程序，或在 [updates] 下换一个端口",
        ),
        "bundle_damaged": ("this is no whole bundle: {path}: {reason}", "固件包不完整：{path}：{reason}"),
        # what becomes of a roll-out; {id} is the bodypack
        "rollout_began": ("firmware {version}: the roll-out begins with {id}", "固件 {version}：从 {id} 开始升级"),
        "rollout_done": ("firmware {version}: every bodypack has it", "固件 {version}：全部腰包已升级"),
        "rollout_stopped": (
            "firmware {version}: stopped, because {id} failed; the others keep what they have",
            "固件 {version}：{id} 失败，升级已停止；其余腰包保持原样",
        ),
        "rollout_paused": ("firmware {version}: paused", "固件 {version}：升级已暂停"),
        "rollout_resumed": ("firmware {version}: goes on", "固件 {version}：升级继续"),
        # where a bodypack is
        "waiting": ("{id}: waits for its turn", "{id}：等待升级"),
        "away": ("{id}: not connected; it is updated when it comes", "{id}：未连接；上线后再升级"),
        "talked_to": ("{id}: somebody talks to it; it waits", "{id}：正在通话，稍后升级"),
        "asked": ("{id}: was told of the new firmware", "{id}：已通知新固件"),
        "fetching": ("{id}: fetches the new firmware, {percent} %", "{id}：正在下载新固件，{percent}%"),
        "on_air": ("{id}: waits until nobody talks to it", "{id}：等到没有人对其讲话时继续"),
        "restarting": ("{id}: restarts with the new firmware", "{id}：用新固件重启"),
        "trying": ("{id}: tries the new firmware", "{id}：正在试运行新固件"),
        "done": ("{id}: has the new firmware", "{id}：升级完成"),
        # why a bodypack failed
        "rolled_back": (
            "{id}: did not come up with the new firmware and went back to the old one, which works; hushcue diagnose "
            "at the cable says more",
            "{id}：新固件未能正常运行，已自动退回旧固件，可正常使用；接数据线运行 hushcue diagnose 可查看原因",
        ),
        "no_answer": (
            "{id}: does not answer; move it nearer to the access point and try again",
            "{id}：没有回应；请靠近接入点后重试",
        ),
        "stalled": (
            "{id}: the download came to a stop; move it nearer to the access point and try again",
            "{id}：下载中断；请靠近接入点后重试",
        ),
        "no_return": (
            "{id}: did not come back after the restart; switch it off and on, it then starts by itself",
            "{id}：重启后没有上线；请关机再开机，它会自行恢复",
        ),
        "not_proved": (
            "{id}: runs the new firmware and has not confirmed it; switch it off and on",
            "{id}：新固件已运行但尚未确认；请关机再开机",
        ),
        "link": (
            "{id}: cannot fetch the firmware: is TCP port {port} of this computer open to the Wi-Fi?",
            "{id}：无法下载固件：请检查本机 TCP 端口 {port} 是否对 Wi-Fi 开放",
        ),
        "flash": (
            "{id}: its flash does not keep what is written ({about}); replace this board",
            "{id}：闪存写入失败（{about}）；请更换此板",
        ),
        "mistake": (
            "{id}: a mistake of ours; it keeps the firmware that it has. Please report it",
            "{id}：程序自身的错误；腰包保留现有固件。请反馈给我们",
        ),
        "signature": (
            "{id}: the order is not signed with its device key; write the key anew: hushcue provision --id {id}",
            "{id}：升级通知与其设备密钥不符，已拒绝；请重新写入密钥：hushcue provision --id {id}",
        ),
        "refused": (
            "{id}: refused the update ({about}); flash it by cable: hushcue flash",
            "{id}：拒绝升级（{about}）；请用数据线刷写：hushcue flash",
        ),
        "no_loader": (
            "{id}: its firmware is from before updates over the air; flash it by cable once: hushcue flash",
            "{id}：现有固件不支持无线升级；请先用数据线刷写一次：hushcue flash",
        ),
        "on_trial": (
            "{id}: what it runs is still on trial; wait a minute, then: hushcue update resume",
            "{id}：当前固件仍在试运行；请等一分钟，再运行 hushcue update resume",
        ),
        "older": (
            "{id}: refused an older version ({about}); to go back: hushcue update start --older",
            "{id}：拒绝了较旧的版本（{about}）；如需退回：hushcue update start --older",
        ),
        "changed": (
            "{id}: what arrived is not what was signed ({about}): somebody in the network may change it. Try again, or "
            "flash it by cable",
            "{id}：收到的内容与签名不符（{about}），网络中可能有人篡改；请重试，或用数据线刷写",
        ),
        "truncated": ("{id}: a file is not whole ({about}); try again", "{id}：文件不完整（{about}）；请重试"),
        "damaged": (
            "{id}: the list of files makes no sense ({about}); begin again: hushcue update start",
            "{id}：文件清单有误（{about}）；请重新开始：hushcue update start",
        ),
        "gone": (
            "{id}: the gateway no longer had a file ({about}); try again",
            "{id}：网关上缺少文件（{about}）；请重试",
        ),
        "wrong_board": (
            '{id}: this firmware is for another board ({about}); check "board" in its config.json',
            "{id}：固件适用于另一种板子（{about}）；请检查 config.json 中的 board",
        ),
        "wrong_machine": (
            '{id}: this firmware is for another processor ({about}); check "board" in its config.json',
            "{id}：固件适用于另一种处理器（{about}）；请检查 config.json 中的 board",
        ),
        "wrong_mpy": (
            "{id}: its MicroPython does not take this firmware ({about}); flash it by cable: hushcue flash",
            "{id}：MicroPython 版本不支持此固件（{about}）；请用数据线刷写：hushcue flash",
        ),
        "no_room": (
            "{id}: too little room in its flash ({about} bytes); remove files of your own from it, "
            "or hushcue flash --erase",
            "{id}：闪存空间不足（{about} 字节）；请删除自己的文件，或用 hushcue flash --erase 清空",
        ),
    }
)
