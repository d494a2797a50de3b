import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { adamw, cosine, normalized, restarts } from "./index.js";
import { bundle } from "./testing/bundle.js";
import { expectClose } from "./testing/references.js";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const missing = !existsSync(executablePath);
const title = missing
  ? `in a browser (skipped: no Chromium at ${executablePath}; set CHROMIUM)`
  : "in a browser";

const program = `
  import { adamw, cosine, normalized, restarts } from "lehr";
  const schedule = restarts(cosine(), { period: 4, mult: 2 });
  const model = adamw({ lr: 0.1, weightDecay: normalized(0.05), schedule }).bind({
    single: Float32Array.of(1, -2, 3),
    double: Float64Array.of(1, -2, 3),
  });
  for (let t = 0; t < 10; t++) {
    const gradient = [Math.sin(t), Math.cos(t), 0.5];
    model.step({ single: Float32Array.from(gradient), double: Float64Array.from(gradient) });
  }
  let generates = true;
  try {
    new Function("");
  } catch {
    generates = false;
  }
  globalThis.results = { single: [...model.params.single], double: [...model.params.double], generates };
`;

/** The same steps here. */
function expected(): { single: Float32Array; double: Float64Array } {
  const schedule = restarts(cosine(), { period: 4, mult: 2 });
  const params = { single: Float32Array.of(1, -2, 3), double: Float64Array.of(1, -2, 3) };
  const model = adamw({ lr: 0.1, weightDecay: normalized(0.05), schedule }).bind(params);
  for (let t = 0; t < 10; t++) {
    const gradient = [Math.sin(t), Math.cos(t), 0.5];
    model.step({ single: Float32Array.from(gradient), double: Float64Array.from(gradient) });
  }
  return params;
}

describe.skipIf(missing)(title, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });

  afterAll(() => browser?.close());

  it.each([
    ["steps as it does here", ""],
    ["steps where a security policy forbids generated code", "script-src 'unsafe-inline'"],
  ])("%s", async (_, policy) => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    const meta = policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
    const script = await bundle(program, "iife");
    await page.setContent(
      `<!doctype html>${meta}<script>${script.replaceAll("</script", "<\\/script")}</script>`,
    );
    expect(errors).toEqual([]);
    const found = (await page.evaluate("results")) as {
      single: number[];
      double: number[];
      generates: boolean;
    };
    expect(found.generates).toBe(policy === "");
    expectClose(found.double, expected().double, 1e-12);
    expectClose(found.single, expected().single, 1e-6);
    await page.close();
  });
});
