/** How the ten digits are written: for each several shapes, each of a few strokes.
 * @module
 */

/** A point of a digit: x from left to right, y from top to bottom, both about −1 to 1. */
export type Point = readonly [x: number, y: number];

/** One movement of the pen. */
export interface Stroke {
  /** The points it passes. */
  readonly points: readonly Point[];
  /** Whether it is a smooth curve through them rather than straight between them. */
  readonly smooth: boolean;
}

/** A way to write a digit. */
export type Shape = readonly Stroke[];

/** A smooth curve through points. */
function curve(points: string): Stroke {
  return { points: parse(points), smooth: true };
}

/** Straight lines from point to point. */
function lines(points: string): Stroke {
  return { points: parse(points), smooth: false };
}

/** A part of an ellipse. Angles in degrees, clockwise from the right. */
function arc(x: number, y: number, width: number, height: number, from: number, to: number): Stroke {
  const count = Math.max(4, Math.round(Math.abs(to - from) / 40));
  const points = Array.from({ length: count + 1 }, (_, i): Point => {
    const angle = (from + (to - from) * i / count) * Math.PI / 180;
    return [(x + width * Math.cos(angle)) / 100, (y + height * Math.sin(angle)) / 100];
  });
  return { points, smooth: true };
}

/** Points, each written as `x,y` in hundredths. */
function parse(points: string): Point[] {
  return points.split(" ").map((point) => {
    const [x, y] = point.split(",").map(Number);
    return [x / 100, y / 100];
  });
}

/** The shapes of each digit, by digit, in hundredths. */
export const DIGIT_SHAPES: readonly (readonly Shape[])[] = [
  [ // 0: round, narrow, begun inside, not quite closed
    [arc(0, 0, 62, 100, -80, 280)],
    [arc(0, 0, 42, 100, -100, 260)],
    [curve("20,-75 5,-98 -40,-75 -60,0 -35,85 10,100 50,60 55,-20 25,-85 -10,-90")],
    [arc(0, 0, 60, 95, -60, 265)],
  ],
  [ // 1: a line, with a serif, with serif and base
    [lines("0,-100 0,100")],
    [lines("-32,-60 5,-100 5,100")],
    [lines("-35,-62 0,-100 0,100"), lines("-42,100 42,100")],
    [curve("5,-100 -3,-30 3,40 0,100")],
  ],
  [ // 2: straight base, looped base, angular, wavy base
    [
      curve("-52,-55 -30,-92 12,-100 50,-72 46,-30 10,25 -55,97"),
      lines("-55,97 60,97"),
    ],
    [curve("-50,-60 -15,-98 40,-80 40,-25 0,40 -42,90 -62,72 -38,52 0,75 35,98 68,78")],
    [curve("-50,-80 0,-100 48,-75 42,-25"), lines("42,-25 -50,100 55,95")],
    [
      curve("-55,-50 -20,-95 35,-90 45,-40 5,30 -50,92"),
      curve("-50,92 -15,78 20,95 62,85"),
    ],
  ],
  [ // 3: two bows, flat top, looped waist, bows that only touch
    [
      curve("-50,-78 -5,-100 42,-75 38,-30 -5,-8"),
      curve("-5,-8 45,12 56,55 20,96 -20,98 -55,72"),
    ],
    [
      lines("-50,-97 48,-97 -5,-20"),
      curve("-5,-20 45,0 55,50 15,95 -52,80"),
    ],
    [curve("-45,-80 5,-100 42,-65 15,-15 -12,-2 -10,-20 15,-10 50,30 35,85 -10,100 -55,80")],
    [curve("-40,-90 15,-98 45,-60 25,-20 -15,-2 30,10 52,50 25,90 -20,97 -50,85")],
  ],
  [ // 4: open, closed, with a round bowl, narrow and open
    [lines("-32,-95 -58,12 60,8"), lines("32,-60 25,100")],
    [lines("28,-100 -62,35 65,33"), lines("28,-100 26,100")],
    [curve("-48,-90 -56,-30 -30,2 10,0 45,-15"), lines("50,-92 38,100")],
    [lines("-42,-100 -46,0 42,-2"), lines("40,-100 36,100")],
  ],
  [ // 5: angular with one pen, bar apart, round
    [
      lines("52,-97 -36,-95 -46,-12"),
      curve("-46,-12 0,-30 48,-2 52,55 10,97 -50,82"),
    ],
    [
      curve("-35,-85 -42,-20 -5,-28 42,0 45,60 0,100 -50,85"),
      lines("-35,-88 58,-98"),
    ],
    [curve("50,-95 5,-95 -35,-80 -35,-30 10,-10 45,25 35,80 -10,100 -52,78")],
    [
      lines("45,-100 -30,-98 -34,-20"),
      curve("-34,-20 15,-15 45,25 30,75 -15,98 -42,90"),
    ],
  ],
  [ // 6: curved, straight stem, low bowl, bowl not quite closed
    [curve("42,-95 -8,-65 -45,0 -45,65 -5,100 42,75 42,30 2,8 -38,40")],
    [curve("15,-100 -25,-35 -42,35 -30,85 5,100 40,70 30,25 -5,15 -38,45")],
    [curve("10,-100 -30,-40 -48,40 -35,90 10,98 50,75 35,42 -10,45 -42,75")],
    [curve("48,-85 10,-95 -35,-45 -52,25 -30,88 15,98 48,60 30,15 -15,20")],
  ],
  [ // 7: plain, with a bar, curved with a serif, steep
    [lines("-52,-95 55,-97 -12,100")],
    [lines("-50,-95 55,-97 -10,100"), lines("-28,5 48,-2")],
    [curve("-55,-62 -50,-95 -10,-88 52,-98 20,-30 -2,30 -10,100")],
    [curve("-45,-90 0,-98 40,-88 42,-50 30,20 22,100")],
  ],
  [ // 8: one crossing curve, two rings, open at the top, narrow
    [curve("40,-70 2,-100 -42,-70 -25,-25 20,10 48,60 5,100 -45,65 -25,15 20,-25 42,-65")],
    [arc(0, -52, 38, 46, 90, 450), arc(0, 46, 48, 53, -90, 270)],
    [curve("50,-85 5,-100 -38,-70 -12,-22 32,20 40,70 0,100 -38,70 -20,20 20,-20 42,-55")],
    [curve("25,-75 0,-100 -26,-70 0,-10 30,55 0,100 -30,60 0,-5 26,-65")],
  ],
  [ // 9: straight stem, curved hook, one curve, bowl not quite closed
    [arc(-2, -48, 45, 50, 0, -340), lines("44,-70 36,100")],
    [arc(-2, -50, 44, 48, 10, -340), curve("42,-60 46,0 32,70 -5,98 -40,80")],
    [curve("38,-75 0,-100 -45,-70 -38,-20 5,-10 40,-55 42,-70 36,10 5,100")],
    [
      curve("42,-90 -10,-95 -48,-50 -20,-8 25,-25 45,-80"),
      lines("46,-85 30,20 20,100"),
    ],
  ],
];
