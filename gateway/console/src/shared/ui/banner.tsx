/** A strip across the page for what everybody has to know before going on. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

interface BannerProps {
  level: "info" | "warning" | "error";
  children: ComponentChildren;
  icon?: IconName;
  actions?: ComponentChildren;
}

export function Banner({ level, children, icon, actions }: BannerProps) {
  return (
    <div class={`banner banner-${level}`} role={level === "info" ? "status" : "alert"}>
      <Icon name={icon ?? (level === "info" ? "info" : "warning")} />
      <div class="banner-text">{children}</div>
      {actions !== undefined && <div class="banner-actions">{actions}</div>}
    </div>
  );
}

export function Empty({ icon, title, children }: { icon: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title">{title}</p>
      {children !== undefined && <div class="empty-text">{children}</div>}
    </div>
  );
}
