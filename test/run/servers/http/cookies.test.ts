import { expect, it } from "vitest";
import { Cookies } from "../../../../src/run/servers/http/cookies.ts";

it("sends a server's cookies back, and the one against forged requests as a header, too", () => {
  const cookies = new Cookies();
  expect(cookies.headers()).toEqual({});
  cookies.take(["a=1; Path=/; HttpOnly", "_xsrf=2|ab=cd; expires=Wed, 01 Jan 2120 00:00:00 GMT", "nothing", "=x"]);
  cookies.take(["a=3"]);
  expect(cookies.headers()).toEqual({ cookie: "a=3; _xsrf=2|ab=cd", "x-xsrftoken": "2|ab=cd" });
});

it("begins with the cookies of a header, which the server may replace", () => {
  const cookies = new Cookies("session=abc; _xsrf=own");
  expect(cookies.headers()).toEqual({ cookie: "session=abc; _xsrf=own", "x-xsrftoken": "own" });
  cookies.take(["_xsrf=theirs; Path=/"]);
  expect(cookies.headers()).toEqual({ cookie: "session=abc; _xsrf=theirs", "x-xsrftoken": "theirs" });
});

it.each(["a=; Max-Age=0", 'a=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/'])("forgets a cookie on %s", (ended) => {
  const cookies = new Cookies();
  cookies.take(["a=1", "b=2"]);
  cookies.take([ended]);
  expect(cookies.headers()).toEqual({ cookie: "b=2" });
});
