"""What is said to people who sign in, or may not."""

from hushcue_words import Catalogue

WORDS = Catalogue(
    {
        # --- what one may not ----------------------------------------------------------------------------------------
        "forbidden": ("you may not do this", "你没有权限进行此操作"),
        "csrf": (
            "the header X-Hushcue-Csrf of this session is missing or wrong; load the page again",
            "缺少本次登录的 X-Hushcue-Csrf 请求头或其值不对；请刷新页面",
        ),
        "foreign_origin": ("a page from elsewhere may not do this", "其他网站的页面不能进行此操作"),
        "too_often": (
            "too many attempts; try again in {seconds} seconds",
            "操作过于频繁；请在 {seconds} 秒后重试",
        ),
        "no_ca": (
            "this gateway has a certificate of its own; there is no authority to trust",
            "本网关使用自备证书，无需信任根证书",
        ),
        "preferences_bad": (
            "personal settings may be {most} kB of JSON at most, {deep} layers deep",
            "个人设置最多 {most} kB JSON，嵌套不超过 {deep} 层",
        ),
        "people_only": ("this is for a person who is signed in", "仅限登录的用户使用"),
        # --- signing in ----------------------------------------------------------------------------------------------
        "wrong_password": ("the name or the password is wrong", "用户名或密码错误"),
        "password_short": (
            "a password needs at least {least} characters",
            "密码至少需要 {least} 个字符",
        ),
        "password_long": (
            "a password may have at most {most} characters",
            "密码最多 {most} 个字符",
        ),
        "password_weak": (
            "this password is too easy to guess: it repeats itself, counts, or is the name",
            "密码太容易被猜到：内容重复、连续，或与用户名相同",
        ),
        "name_bad": (
            "a name has 1 to {most} printable characters and no space at its ends",
            "用户名为 1 到 {most} 个可见字符，首尾不能有空格",
        ),
        "name_taken": ("somebody has this name already; choose another", "该用户名已被使用，请换一个"),
        "unknown_account": ("there is no such account", "没有这个账户"),
        "last_owner": (
            "this is the last owner who can sign in; make another owner first",
            "这是最后一位可登录的所有者；请先指定另一位所有者",
        ),
        "unknown_invitation": (
            "this link is not valid: it was used, has expired, or was withdrawn; ask for a new one",
            "此链接无效：已被使用、已过期或已撤销；请索取新的链接",
        ),
        "invitation_for_password": (
            "this link is for a new password, not for joining a show; open it and choose one",
            "此链接用于重设密码，不能用来加入场次；请打开它并设置新密码",
        ),
        "already_in": (
            "you may do all this already; the link was not used up and is still good for somebody else",
            "你已拥有这些权限；该链接没有被使用，仍可供其他人使用",
        ),
        "invite_for_what": (
            "an invitation is for a show with a role, or for an owner",
            "邀请必须指定场次和角色，或指定为所有者",
        ),
        "unknown_token": ("there is no such token", "没有这个令牌"),
        "token_needs_both": (
            "a token for a show needs the show and a role",
            "限定场次的令牌必须同时指定场次和角色",
        ),
        "too_many_people": (
            "there are {most} {what} already; remove one first",
            "{what} 已达上限 {most}；请先删除一些",
        ),
        # --- OIDC ----------------------------------------------------------------------------------------------------
        "oidc_off": ("signing in with an account of the house is not set up here", "此处未配置企业账号登录"),
        "oidc_failed": (
            "signing in with the account of the house failed ({reason}); try again",
            "企业账号登录失败（{reason}）；请重试",
        ),
        "oidc_not_admitted": (
            "this account of the house is not admitted here; ask an owner",
            "此企业账号未获准使用；请联系所有者",
        ),
        "oidc_state": ("the browser that began to sign in is another one", "开始登录的浏览器与当前浏览器不一致"),
        "oidc_unreachable": ("the provider cannot be reached", "无法连接身份提供方"),
        "oidc_answer": ("the provider's answer cannot be used", "身份提供方的应答无法使用"),
        "oidc_refused": ("the provider refused", "身份提供方拒绝"),
        "oidc_absent": (
            'oidc: needs the library Authlib (pip install "hushcue[oidc]")',
            'oidc：需要 Authlib 库（pip install "hushcue[oidc]"）',
        ),
        # --- life ----------------------------------------------------------------------------------------------------
        "welcome_link": (
            "Nobody has an account yet. Open this link once to become the owner (valid {hours} hours):",
            "还没有任何账户。打开此链接一次即可成为所有者（{hours} 小时内有效）：",
        ),
        "signed_in": ("{name} signed in from {address}", "{name} 已登录，来自 {address}"),
        "sign_in_refused": ("a wrong name or password from {address}", "来自 {address} 的用户名或密码错误"),
        "brute_force": (
            "too many wrong passwords from {address}; it has to wait",
            "来自 {address} 的错误密码过多；需等待后再试",
        ),
        # --- hushcue account -----------------------------------------------------------------------------------------
        "account_description": (
            "When nobody can sign in: list the accounts, or make a link for a new owner or for a new password.",
            "无人能登录时使用：列出账户，或生成新所有者链接、重设密码链接。",
        ),
        "account_help_what": (
            "list: show the accounts; owner: a link that makes an owner; reset: a link for a new password of NAME",
            "list：列出账户；owner：生成可成为所有者的链接；reset：为 NAME 生成重设密码的链接",
        ),
        "account_help_name": ("whose password, for reset", "要重设密码的用户名，用于 reset"),
        "account_needs_name": ("reset needs a name", "reset 需要用户名"),
        "account_unknown": (
            'there is no account "{name}"; see: hushcue account list',
            "没有账户“{name}”；查看：hushcue account list",
        ),
        "account_none": ("there is no account yet", "还没有账户"),
        "account_line": ("{id}  {name}{owner}{off}", "{id}  {name}{owner}{off}"),
        "account_owner": ("  owner", "  所有者"),
        "account_off": ("  switched off", "  已停用"),
        "account_link": (
            "Open this link once, within {hours} hours; keep it to yourself:",
            "请在 {hours} 小时内打开此链接，仅能使用一次，请勿外传：",
        ),
        "account_no_store": (
            "{path}: there is no database yet; start the gateway once",
            "{path}：还没有数据库；请先启动一次网关",
        ),
    }
)
