// A flag after a name means that the value was forgotten, and so does a notebook when nothing else would be run.
function isValue(args: readonly string[], at: number): boolean {
  const text = args[at] ?? "";
  if (/^-{1,2}[A-Za-z]/.test(text)) return false;
  if (!text.endsWith(".ipynb")) return true;
  const isPath = (arg: string, index: number): boolean => {
    const isOwn = index === 0 || index === at - 1 || index === at;
    return !isOwn && !arg.startsWith("-") && !args[index - 1]?.startsWith("-");
  };
  return args.some(isPath);
}

/** Rewrites papermill's `-p name value` as `-p name=value`, the form that tsnb's options take. */
export function joinedParameters(args: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [flag = "", name, value] = args.slice(index, index + 3);
    const isName = (flag === "-p" || flag === "--param") && name !== undefined && !name.includes("=");
    if (isName && value !== undefined && isValue(args, index + 2)) {
      joined.push(flag, `${name}=${value}`);
      index += 2;
    } else {
      joined.push(flag);
    }
  }
  return joined;
}
