/*
 * A series as a drawing: a line through the days that count, a hollow mark with a dashed bridge for the days that clouds
 * took, so that a gap looks like one.
 */
import { decimals, percent, svg } from "./elements.js";

const WIDTH = 380;
const HEIGHT = 150;
const EDGE = { left: 30, right: 8, top: 8, bottom: 20 };

/** Observations by day, ascending; chosen is a place among them; choose(place) is called on a click. */
export function series(observations, chosen, choose) {
  const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": summary(observations) });
  if (observations.length === 0) {
    return drawing;
  }
  const times = observations.map((each) => Date.parse(each.date));
  const values = observations.filter(counts).flatMap((each) => [each.p10 ?? each.mean, each.p90 ?? each.mean]);
  const low = Math.min(0, ...values);
  const high = Math.max(low + 0.1, 1 > Math.max(0, ...values) ? Math.max(0.5, ...values) : 1);
  const span = Math.max(times.at(-1) - times[0], 1);
  const x = (time) => EDGE.left + ((time - times[0]) / span) * (WIDTH - EDGE.left - EDGE.right);
  const y = (value) => HEIGHT - EDGE.bottom - ((value - low) / (high - low)) * (HEIGHT - EDGE.top - EDGE.bottom);
  for (const value of [low, (low + high) / 2, high]) {
    drawing.append(svg("line", { class: "axis", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(value), y2: y(value) }),
      svg("text", { x: EDGE.left - 4, y: y(value) + 3, "text-anchor": "end" }, value.toFixed(1)));
  }
  drawing.append(svg("text", { x: EDGE.left, y: HEIGHT - 6 }, observations[0].date),
    svg("text", { x: WIDTH - EDGE.right, y: HEIGHT - 6, "text-anchor": "end" }, observations.at(-1).date));
  let previous = null;
  let clouded = false;
  observations.forEach((each, place) => {
    const at = x(times[place]);
    if (counts(each)) {
      if (previous) {
        drawing.append(svg("line", { class: clouded ? "gap" : "line", x1: previous.x, y1: previous.y, x2: at, y2: y(each.mean) }));
      }
      previous = { x: at, y: y(each.mean) };
      clouded = false;
      if (each.p10 !== null && each.p90 !== null) {
        drawing.append(svg("line", { class: "axis", x1: at, x2: at, y1: y(each.p10), y2: y(each.p90) }));
      }
    } else {
      clouded = true;
    }
    drawing.append(svg("circle", {
      class: [counts(each) ? "point" : "cloud", place === chosen && "chosen"].filter(Boolean).join(" "),
      cx: at, cy: counts(each) ? y(each.mean) : HEIGHT - EDGE.bottom, r: place === chosen ? 5 : 3,
      onclick: () => choose(place),
    }, svg("title", {}, `${each.date}: ${counts(each) ? decimals(each.mean, 3) : "clouded"} (${percent(each.cloud_fraction) ?? "?"} cloud)`)));
  });
  return drawing;
}

/** Whether a day's mean stands for the field. */
export function counts(observation) {
  return observation.mean !== null && observation.state !== "rejected";
}

function summary(observations) {
  const good = observations.filter(counts);
  if (good.length === 0) {
    return "No value in this period.";
  }
  return `${good.length} values from ${good[0].date} to ${good.at(-1).date}, the last ${decimals(good.at(-1).mean, 2)}; ` +
    `${observations.length - good.length} days were clouded.`;
}
