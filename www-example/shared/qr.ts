// A QR code as the path of an SVG: one square for each dark module.
import encodeQR from 'qr';

export function qrPath(text: string): { size: number; path: string } {
  const rows = encodeQR(text, 'raw', { border: 4, ecc: 'medium' });
  const squares = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size: rows.length, path: squares.join('') };
}
