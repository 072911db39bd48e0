/** About the width of a text in pixels, in Helvetica or what takes its place. */
export function textWidth(text: string, fontSize: number): number {
  const letters = [...text].map((letter) =>
    /[ijltfI.,:;'|()[\] -]/.test(letter) ? 0.32 : /[A-Zmw%@=+×±→↑●○▲△▼◆✕]/.test(letter) ? 0.72 : 0.56
  );
  return fontSize * letters.reduce((sum, width) => sum + width, 0);
}

/** A text in lines that are no wider than so many pixels, where no single word is. */
export function wrapped(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, fontSize) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A text that is no wider than so many pixels: what is longer ends with an ellipsis. */
export function cutOff(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const letters = [...text];
  // An ellipsis is as wide as the letters are high.
  while (letters.length > 0 && textWidth(letters.join(""), fontSize) + fontSize > width) letters.pop();
  return letters.join("").trimEnd() + "…";
}
