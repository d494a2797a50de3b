import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const { resolve } = createRequire(import.meta.url);

/** The fonts pictures are written in: those of the machine would make pictures that differ from place to place. */
const FONT = {
  family: "Inter",
  files: [
    "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
    "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
  ],
};

/** Pixels per unit of the drawing. */
const ZOOM = 2;

interface Renderer {
  fonts: Uint8Array[];
}

let renderer: Promise<Renderer> | undefined;

async function prepare(): Promise<Renderer> {
  await initWasm(await readFile(resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return { fonts: await Promise.all(FONT.files.map((file) => readFile(resolve(file)))) };
}

/**
 * An SVG document as a PNG picture on white, at twice its size. It is written in fonts that come with the lab, so
 * that the same document gives the same bytes on every machine.
 *
 * @param svg with colours of its own: neither `currentColor` of a page nor a reader's preferences reach it.
 */
export async function pngOfSvg(svg: string): Promise<Uint8Array> {
  renderer ??= prepare();
  const { fonts } = await renderer;
  const image = new Resvg(svg, {
    background: "#ffffff",
    fitTo: { mode: "zoom", value: ZOOM },
    font: {
      fontBuffers: fonts,
      loadSystemFonts: false,
      defaultFontFamily: FONT.family,
      sansSerifFamily: FONT.family,
    },
  });
  try {
    return image.render().asPng();
  } finally {
    image.free();
  }
}
