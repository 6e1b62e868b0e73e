import pl from "nodejs-polars";
import { expect, it } from "vitest";
import { rainByCity } from "./rain.ts";

it("adds up the rain of a city and finds its wettest month", () => {
  const weather = pl.DataFrame({
    city: ["Turin", "Bergen", "Turin"],
    month: ["2025-01", "2025-01", "2025-02"],
    rain_mm: [40, 255, 60],
  });
  expect(rainByCity(weather).toRecords()).toEqual([
    { city: "Bergen", rain: 255, wettest_month: "2025-01" },
    { city: "Turin", rain: 100, wettest_month: "2025-02" },
  ]);
});
