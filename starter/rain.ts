import pl from "nodejs-polars";

/**
 * The rain of each city in a year, and its wettest month.
 *
 * @param weather a row for each month and city: `city`, `month` as 2025-01, `rain_mm` in millimetres.
 * @returns a row for each city, by name: `city`, `rain` in millimetres, `wettest_month`.
 */
export function rainByCity(weather: pl.DataFrame): pl.DataFrame {
  return weather
    .sort("rain_mm", true)
    .groupBy("city")
    .agg(pl.col("rain_mm").sum().alias("rain"), pl.col("month").first().alias("wettest_month"))
    .sort("city");
}
