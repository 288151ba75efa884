/** JSON Merge Patch (RFC 7396). What the patch does not touch keeps its identity, so that only what changed is drawn. */
type Tree = Record<string, unknown>;

function is_tree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function merged<T>(target: T, patch: unknown): T {
  if (!is_tree(patch)) return patch as T;
  const before: Tree = is_tree(target) ? target : {};
  const after: Tree = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    if (key === "__proto__") continue;
    if (value === null) delete after[key];
    else after[key] = merged(before[key], value);
  }
  return after as T;
}
