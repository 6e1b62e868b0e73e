// A flag or a notebook after a name means that the value was forgotten.
function isValue(text: string): boolean {
  return !/^-{1,2}[A-Za-z]/.test(text) && !text.endsWith(".ipynb");
}

/** Rewrites papermill's `-p name value` as `-p name=value`, the form that tsnb's options take. */
export function joinedParameters(args: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [flag = "", name, value] = args.slice(index, index + 3);
    const isName = (flag === "-p" || flag === "--param") && name !== undefined && !name.includes("=");
    if (isName && value !== undefined && isValue(value)) {
      joined.push(flag, `${name}=${value}`);
      index += 2;
    } else {
      joined.push(flag);
    }
  }
  return joined;
}
