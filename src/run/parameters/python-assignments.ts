/** An assignment at the top level of Python code: `name: annotation = value  # comment`. */
export type PythonAssignment = {
  readonly name: string;
  readonly annotation: string | undefined;
  readonly value: string;
  readonly comment: string | undefined;
};

const ASSIGNMENT = /^(?!(?:else|finally|try)\b)(\w+)[ \t]*(?::[ \t]*([^=]+?))?[ \t]*=(?!=)\s*([^]*)$/;
const STRING = /("""|''')(?:\\[^]|(?!\1)[^\\])*(?:\1|$)|(["'])(?:\\[^]|(?!\2)[^\\\n])*(?:\2|(?=\n|$))/y;

/** The assignments at the top level of some Python code, in order; those inside strings and blocks do not count. */
export function pythonAssignments(source: string): readonly PythonAssignment[] {
  return statementsIn(source).flatMap(({ code, comment }): PythonAssignment[] => {
    const [, name, annotation, value = ""] = ASSIGNMENT.exec(code) ?? [];
    return name === undefined ? [] : [{ name, annotation, value: value.trim(), comment }];
  });
}

type Statement = { code: string; comment: string | undefined };

/** The statements of Python code, each with the comment at its end. Statements of a block begin with spaces. */
function statementsIn(source: string): readonly Statement[] {
  const found: Statement[] = [];
  let statement: Statement = { code: "", comment: undefined };
  let depth = 0;
  const end = (): void => {
    found.push(statement);
    statement = { code: "", comment: undefined };
  };
  for (let at = 0; at < source.length; at++) {
    const character = source[at] ?? "";
    STRING.lastIndex = at;
    const [string] = STRING.exec(source) ?? [];
    if (string !== undefined) {
      statement.code += string;
      at += string.length - 1;
    } else if (character === "#") {
      const [comment = ""] = /^.*/.exec(source.slice(at)) ?? [];
      if (depth === 0) statement.comment = comment.slice(1).trim();
      at += comment.length - 1;
    } else if (depth === 0 && character === "\n") {
      end();
    } else if (depth === 0 && character === ";") {
      const [indent = ""] = /^[ \t]*/.exec(statement.code) ?? [];
      end();
      statement.code = indent;
      at += /^[ \t]*/.exec(source.slice(at + 1))?.[0].length ?? 0;
    } else if (character === "\\" && source[at + 1] === "\n") {
      at++;
    } else {
      depth += "([{".includes(character) ? 1 : ")]}".includes(character) ? -1 : 0;
      statement.code += character;
    }
  }
  end();
  return found;
}
