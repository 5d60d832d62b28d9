/** A QR code, drawn as one path: black on white in both themes, because cameras read it so. */
import qrcode from "qrcode-generator";
import { useMemo } from "react";

/** Light modules around it that a reader needs (ISO/IEC 18004 section 6.3.8). */
const QUIET = 4;

/** A text of more bytes makes so many modules that they, and not damage, are what a camera fails at. */
const LONG_BYTES = 100;

interface QrCodeProps {
  text: string;
  label: string;
  /** About how wide it becomes, in pixels: every module is as wide as the next. */
  about?: number;
}

export default function QrCode({ text, label, about = 240 }: QrCodeProps) {
  const { modules, path } = useMemo(() => draw(text), [text]);
  const side = modules + 2 * QUIET;
  const size = side * Math.max(2, Math.round(about / side));
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
      style={{ maxWidth: "100%", height: "auto", background: "#fff", borderRadius: 6 }}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}

function draw(text: string): { modules: number; path: string } {
  qrcode.stringToBytes = utf8;
  const code = qrcode(0, utf8(text).length > LONG_BYTES ? "L" : "M");
  code.addData(text, "Byte");
  code.make();
  const modules = code.getModuleCount();
  let path = "";
  for (let row = 0; row < modules; row += 1) {
    for (let column = 0; column < modules; column += 1) {
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return { modules, path };
}

function utf8(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}
