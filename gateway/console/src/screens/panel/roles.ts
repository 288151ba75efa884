/** What roles are called; the live document knows them by their ids. */
import { useEffect, useState } from "preact/hooks";
import type { Role } from "../../core/document";
import { get, part } from "../../shared/http";

export function useRoles(show: string): ReadonlyMap<string, string> {
  const [roles, set_roles] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    get<Role[]>(`/shows/${part(show)}/roles`).then(
      (all) => set_roles(new Map(all.map((role) => [role.id, role.label]))),
      () => undefined, // the ids will do
    );
  }, [show]);
  return roles;
}

export function role_words(role: string | null | undefined, roles: ReadonlyMap<string, string>): string {
  return role == null ? "–" : (roles.get(role) ?? role);
}
