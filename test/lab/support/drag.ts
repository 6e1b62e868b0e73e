import type { Locator, Page } from "playwright-core";

/** Drags the handle of a slider by some pixels. */
export async function drag({ page }: { readonly page: Page }, handle: Locator, by: number): Promise<void> {
  await handle.scrollIntoViewIfNeeded();
  const { x = 0, y = 0, width = 0, height = 0 } = (await handle.boundingBox()) ?? {};
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + by, y + height / 2, { steps: 5 });
  await page.mouse.up();
}
