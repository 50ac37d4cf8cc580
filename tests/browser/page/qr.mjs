// Reads the QR code that the page drew, as a camera would: from its black and white squares.
import decodeQR from 'qr/decode.js';

const SCALE = 4;

export async function readQr(page) {
  const { size, path } = await page.locator('.qr svg').evaluate((svg) => ({
    size: svg.viewBox.baseVal.width,
    path: svg.querySelector('path').getAttribute('d'),
  }));
  const width = size * SCALE;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let row = 0; row < SCALE; row += 1) {
      const start = ((Number(y) * SCALE + row) * width + Number(x) * SCALE) * 4;
      for (let column = 0; column < SCALE; column += 1) data.fill(0, start + column * 4, start + column * 4 + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}
