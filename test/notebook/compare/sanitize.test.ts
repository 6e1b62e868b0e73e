import { describe, expect, it } from "vitest";
import { SANITIZER_NAMES, SANITIZERS, type SanitizerName, sanitized } from "../../../src/notebook/compare/sanitize.ts";

const CASES: readonly [SanitizerName, string, string][] = [
  ["colors", "\u001b[31mred\u001b[0m", "red"],
  ["durations", "took 1.23 s and 45ms", "took <duration> and <duration>"],
  ["durations", "1h 2m 3s, 1min 5s, 7 m", "<duration>, <duration>, 7 m"],
  ["durations", "5/5 [00:01<00:03, 3.45it/s]", "5/5 [<duration>, <duration>]"],
  ["durations", "12.3 µs ± 4.1 ns per loop", "<duration> ± <duration> per loop"],
  ["durations", "3 meters, 5 sheep, v1.2 stable", "3 meters, 5 sheep, v1.2 stable"],
  ["dates", "2024-01-02T03:04:05.123Z", "<date>"],
  ["dates", "on 2024-01-02 at 03:04", "on <date> at <date>"],
  ["dates", "2024-01-02 03:04:05.123456+00:00!", "<date>!"],
  ["dates", "Sun Nov 29 2026 01:17:46 GMT+0000 (Coordinated Universal Time)", "<date>"],
  ["dates", "Sun Nov 29 01:17:46 UTC 2026", "<date>"],
  ["dates", "Nov 29, 2026; 29 Nov 2026; 1/2/2024", "<date>; <date>; <date>"],
  ["dates", "2024-01-023, 16/9, 1.2.3, March 5", "2024-01-023, 16/9, 1.2.3, March 5"],
  ["ids", "123e4567-e89b-12d3-a456-426614174000", "<id>"],
  ["ids", "sha 3f2a1b4c5d6e7f80, #T_3f2a1_row0, url(#m0a1b2c3d4e)", "sha <id>, #<id>_row0, url(#<id>)"],
  ["ids", "deadbeef acceded 1234567890123 T_shirt", "deadbeef acceded 1234567890123 T_shirt"],
  ["addresses", "<Foo at 0x7f3a4b5c6d7e>", "<Foo at <address>>"],
  ["addresses", "http://localhost:43211/x, 127.0.0.1:80", "http://<address>/x, <address>"],
  ["addresses", "0xff, example.org:80", "0xff, example.org:80"],
  ["paths", "/home/me/a/data.csv and ~/x/y.txt", "<folder>/data.csv and <folder>/y.txt"],
  ["paths", "C:\\Users\\me\\x.csv, C:/a/b.ts, file:///tmp/q/w.ts", "<folder>/x.csv, <folder>/b.ts, <folder>/w.ts"],
  ["paths", "https://a.b/c/d.html </b> a / b km/h", "https://a.b/c/d.html </b> a / b km/h"],
];

describe("a sanitizer", () => {
  it.each(CASES)("for %s turns %j into %j", (name, text, clean) => {
    expect(SANITIZERS[name](text)).toBe(clean);
  });

  it("works beside all others", () => {
    const all = SANITIZER_NAMES.map((name) => SANITIZERS[name]);
    const text = "\u001b[2m2024-01-02 03:04\u001b[0m /tmp/a/b.txt took 3 s at 0x7f3a4b5c6d7e";
    expect(sanitized(text, all)).toBe("<date> <folder>/b.txt took <duration> at <address>");
  });

  it("takes linear time on hostile text", () => {
    for (const piece of ["/a", "1:", "0a", "a/", "1,", "Sun ", "C:\\a", "9", "1:00GMT (", "@/", "~/", "1 "]) {
      const text = piece.repeat(40_000);
      for (const name of SANITIZER_NAMES) expect(SANITIZERS[name](text).length).toBeGreaterThan(0);
    }
  });
});
