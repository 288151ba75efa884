/** Why signing in with the organisation's account did not work. The keys are the gateway's own codes. */
import { catalogue } from "../shared/words";

export const wrong = catalogue({
  oidc_state: [
    "The sign-in was begun in another browser, was used already, or took too long. Try again from here.",
    "登录是在其他浏览器中开始的、已被使用，或耗时过长。请在此重新登录。",
  ],
  oidc_unreachable: [
    "Your organisation's sign-in cannot be reached from the gateway. Try again in a moment, or use a name and a password.",
    "网关无法连接组织的登录服务。请稍后重试，或使用用户名和密码登录。",
  ],
  oidc_answer: [
    "Your organisation's sign-in answered something that the gateway cannot trust. Try again; if it stays so, tell whoever runs the gateway.",
    "组织的登录服务给出的应答不可信。请重试；若一直如此，请告知网关管理员。",
  ],
  oidc_refused: [
    "Your organisation's sign-in did not let you in, or was cancelled.",
    "组织的登录服务拒绝了登录，或登录已取消。",
  ],
  oidc_not_admitted: [
    "Your organisation knows you, but this studio does not admit you yet. Ask an owner of the studio.",
    "组织账号有效，但本演播室尚未允许你使用。请联系演播室所有者。",
  ],
  too_often: ["There were too many attempts from here. Wait a minute and try again.", "此处的尝试过于频繁。请等一分钟后重试。"],
  too_many_people: [
    "There are as many accounts here as there may be. Ask an owner to remove one.",
    "账号数量已达上限。请联系所有者删除一些账号。",
  ],
  store_not_now: [
    "The gateway cannot write to its disk at the moment. Tell whoever runs it.",
    "网关目前无法写入磁盘。请告知网关管理员。",
  ],
  other: ["Signing in did not work ({code}). Try again.", "登录失败（{code}）。请重试。"],
});
