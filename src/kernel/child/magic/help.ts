/** What `%help` prints. */
export const HELP = `Lines that start with % or ! are commands to the kernel:

  !command               runs a shell command and shows what it prints
  %npm install NAME      adds a package to the project; it can be imported at once
  %timeit CODE           measures how long a line of code takes
  %reset                 forgets every name that the cells declared
  %check on|off|block    shows type errors; does not look for them; or shows them and does not run the cell
  %help                  prints this

Everything else is TypeScript. The value of the last expression is shown. Also at hand:

  await input("Name? ")                        asks for a line of text; { password: true } hides it
  prompt("Name? ")                             the same without await; the kernel waits
  import { display } from "tsnb/display"       shows any value at any place of a cell
`;
