/* The colours of the pictures' palettes, for farms without a picture and for the legend. */
import { byId, html, svg } from "./elements.js";

export const INDICES = {
  ndvi: { name: "NDVI", low: 0, high: 1, colours: ["#a50026", "#f46d43", "#fee08b", "#a6d96a", "#1a9850", "#006837"], ends: ["bare", "dense green"] },
  ndwi: { name: "NDWI", low: -0.8, high: 0.5, colours: ["#8c510a", "#dfc27d", "#f5f5f5", "#80cdc1", "#01665e"], ends: ["dry", "water"] },
  ndmi: { name: "NDMI", low: -0.4, high: 0.6, colours: ["#8c510a", "#dfc27d", "#f5f5f5", "#80cdc1", "#01665e"], ends: ["dry", "moist"] },
};

/** The colour of a value, between the two nearest of the palette. */
export function colour(index, value) {
  const { low, high, colours } = INDICES[index];
  const place = Math.max(0, Math.min(1, (value - low) / (high - low))) * (colours.length - 1);
  const below = Math.min(Math.floor(place), colours.length - 2);
  const share = place - below;
  const [from, to] = [channels(colours[below]), channels(colours[below + 1])];
  return `rgb(${from.map((each, at) => Math.round(each + (to[at] - each) * share)).join(" ")})`;
}

export function showScale(index) {
  const { name, low, high, colours, ends } = INDICES[index];
  const stops = colours.map((each, at) => svg("stop", { offset: at / (colours.length - 1), "stop-color": each }));
  byId("scale").replaceChildren(
    svg("svg", { width: 180, height: 12, role: "img", "aria-label": `Colours of ${name} from ${low} to ${high}` },
      svg("defs", {}, svg("linearGradient", { id: "colours" }, stops)),
      svg("rect", { width: 180, height: 12, rx: 2, fill: "url(#colours)" })),
    html("figcaption", {}, `${name} ${low} ${ends[0]} … ${high} ${ends[1]}`));
}

function channels(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
