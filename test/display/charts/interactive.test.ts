import pl from "nodejs-polars";
import { describe, expect, test } from "vitest";
import { chart } from "../../../src/display/chart.ts";
import { chartWarnings } from "../../../src/display/picture/svg.ts";

const weather = pl.DataFrame({
  date: ["2026-01-01", "2026-01-02", "2026-01-01", "2026-01-02"],
  temp_c: [-2, 1, 4.5, 3],
  city: ["Oslo", "Oslo", "Bergen", "Bergen"],
  unused: [1, 2, 3, 4],
});

function specOf(made: object) {
  return JSON.parse(JSON.stringify(made));
}

describe("interactive charts", () => {
  test("leave boxes as they are, and the points beside or below them can be picked", async () => {
    const box = chart(weather).box({ x: "city", y: "temp_c", color: "city" });
    const point = chart(weather).point({ x: "city", y: "temp_c", color: "city" });
    const layered = specOf(box.layer(point).interactive());
    expect(layered.layer[0]).toEqual(specOf(box.layer(point)).layer[0]);
    expect(layered.layer[1].params.map(({ name }: { name: string }) => name)).toEqual(["zoom", "pick"]);
    expect(await box.layer(point).interactive().toSvg()).toContain("<svg");
    expect(await box.concat(point).interactive().toSvg()).toContain("<svg");
    expect(await chartWarnings(box.layer(point).interactive())).toEqual([]);
  });
});
