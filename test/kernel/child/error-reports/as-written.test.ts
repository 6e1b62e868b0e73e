import { expect, test } from "vitest";
import { asWritten } from "../../../../src/kernel/child/error-reports/as-written.ts";

test.for([
  ["__tsnb__.resume(...).foo is not a function", "(intermediate value).foo is not a function"],
  ["__tsnb__.resume is not a function or its return value is not iterable", "(intermediate value) is not iterable"],
  ["__tsnb__.meta.foo is not a function", "import.meta.foo is not a function"],
  ["fetch$1 is not a function", "fetch is not a function"],
  ["mine$1 and fetch$12 are the user's", "mine$1 and fetch$12 are the user's"],
] as const)("%s", ([message, written]) => {
  expect(asWritten(message)).toBe(written);
});
