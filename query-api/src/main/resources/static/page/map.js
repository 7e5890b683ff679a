/*
 * The map: farms in Web Mercator on a grid of degrees, without tiles from anywhere. Positions are computed in double
 * precision and drawn in pixels, because a field is too small for the single precision of a transformed drawing.
 */
import { svg } from "./elements.js";

const SMALLEST_DRAWN = 6; // pixels; smaller farms are shown as a dot of this radius
const NAMED_FROM = 40; // pixels of width
const DEEPEST = 2 ** 34; // pixels around the world
const GRID_STEPS = [90, 45, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const GRID_SPACING = 110; // pixels, at least

const x = (longitude) => longitude / 360 + 0.5;
const y = (latitude) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (Math.max(-85, Math.min(85, latitude)) * Math.PI) / 360)) / (2 * Math.PI);
const longitude = (at) => (at - 0.5) * 360;
const latitude = (at) => (Math.atan(Math.exp((0.5 - at) * 2 * Math.PI)) * 360) / Math.PI - 90;

export class FarmMap {
  #element;
  #choose;
  #farms = new Map(); // id → { farm, bounds, rings, colour, picture }
  #chosen = null;
  #scale = 1024; // pixels around the world
  #centre = { x: 0.5, y: 0.5 };
  #drawing = false;
  #moved = false;

  /** Calls choose(id) when a farm is picked. */
  constructor(element, choose) {
    this.#element = element;
    this.#choose = choose;
    this.#listen();
    new ResizeObserver(() => this.#draw()).observe(element);
  }

  /** Adds farms, or replaces them; pictures and boundaries that are known stay. */
  add(farms) {
    for (const farm of farms) {
      const { west, south, east, north } = Object.fromEntries(Object.entries(farm.bbox).map(([side, text]) => [side, Number(text)]));
      const bounds = { left: x(west), right: x(east), top: y(north), bottom: y(south) };
      this.#farms.set(farm.id, { ...this.#farms.get(farm.id), farm, bounds });
    }
    this.#draw();
  }

  remove(id) {
    this.#farms.delete(id);
    this.#draw();
  }

  clear() {
    this.#farms.clear();
    this.#chosen = null;
    this.#draw();
  }

  /** Colours a farm by its value; null is no value. */
  colour(id, colour) {
    this.#change(id, { colour });
  }

  /** Draws the exact boundary, a GeoJSON Polygon or MultiPolygon, in place of the bounds. */
  boundary(id, geometry) {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    this.#change(id, { rings: polygons.flat().map((ring) => ring.map(([lon, lat]) => [x(lon), y(lat)])) });
  }

  /** Lays a picture over the farm's bounds; null takes it away. */
  picture(id, address) {
    this.#change(id, { picture: address });
  }

  choose(id) {
    this.#chosen = id;
    const entry = this.#farms.get(id);
    if (entry) {
      this.#fit([entry.bounds], 0.5);
    }
    this.#draw();
  }

  showAll() {
    const bounds = [...this.#farms.values()].map((entry) => entry.bounds);
    if (bounds.length > 0) {
      this.#fit(bounds, 0.85);
    }
    this.#draw();
  }

  zoom(factor, at = { x: this.#size().width / 2, y: this.#size().height / 2 }) {
    const before = this.#world(at);
    this.#scale = Math.min(DEEPEST, Math.max(256, this.#scale * factor));
    const after = this.#world(at);
    this.#centre = { x: this.#centre.x + before.x - after.x, y: this.#centre.y + before.y - after.y };
    this.#draw();
  }

  #change(id, change) {
    const entry = this.#farms.get(id);
    if (entry) {
      Object.assign(entry, change);
      this.#draw();
    }
  }

  #size() {
    return { width: this.#element.clientWidth || 1, height: this.#element.clientHeight || 1 };
  }

  #screen(point) {
    const { width, height } = this.#size();
    return { x: (point.x - this.#centre.x) * this.#scale + width / 2, y: (point.y - this.#centre.y) * this.#scale + height / 2 };
  }

  #world(pixel) {
    const { width, height } = this.#size();
    return { x: (pixel.x - width / 2) / this.#scale + this.#centre.x, y: (pixel.y - height / 2) / this.#scale + this.#centre.y };
  }

  #fit(bounds, share) {
    const left = Math.min(...bounds.map((each) => each.left));
    const right = Math.max(...bounds.map((each) => each.right));
    const top = Math.min(...bounds.map((each) => each.top));
    const bottom = Math.max(...bounds.map((each) => each.bottom));
    const { width, height } = this.#size();
    this.#centre = { x: (left + right) / 2, y: (top + bottom) / 2 };
    this.#scale = Math.min(DEEPEST, share * Math.min(width / Math.max(right - left, 1e-9), height / Math.max(bottom - top, 1e-9)));
  }

  /** Once per frame, however often it is asked for. */
  #draw() {
    if (this.#drawing) {
      return;
    }
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      const focused = document.activeElement?.getAttribute?.("data-farm");
      const { width, height } = this.#size();
      this.#element.setAttribute("viewBox", `0 0 ${width} ${height}`);
      this.#element.replaceChildren(this.#grid(), ...this.#visible().map((entry) => this.#farm(entry)));
      if (focused) {
        this.#element.querySelector(`[data-farm="${CSS.escape(focused)}"]`)?.focus();
      }
    });
  }

  #visible() {
    const { width, height } = this.#size();
    const entries = [...this.#farms.values()].filter(({ bounds }) => {
      const topLeft = this.#screen({ x: bounds.left, y: bounds.top });
      const bottomRight = this.#screen({ x: bounds.right, y: bounds.bottom });
      return bottomRight.x > -20 && bottomRight.y > -20 && topLeft.x < width + 20 && topLeft.y < height + 20;
    });
    return entries.sort((a, b) => (a.farm.id === this.#chosen) - (b.farm.id === this.#chosen));
  }

  #farm({ farm, bounds, rings, colour, picture }) {
    const topLeft = this.#screen({ x: bounds.left, y: bounds.top });
    const bottomRight = this.#screen({ x: bounds.right, y: bounds.bottom });
    const width = bottomRight.x - topLeft.x;
    const height = bottomRight.y - topLeft.y;
    const small = Math.max(width, height) < 2 * SMALLEST_DRAWN;
    const chosen = farm.id === this.#chosen;
    const pick = () => this.#choose(farm.id);
    const group = svg("g", {
      class: ["farm", chosen && "chosen", picture && !small && "pictured"].filter(Boolean).join(" "),
      "data-farm": farm.id,
      tabindex: "0",
      role: "button",
      "aria-pressed": String(chosen),
      "aria-label": farm.name,
      onclick: () => this.#moved || pick(),
      onkeydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), pick()),
    }, svg("title", {}, farm.name));
    const fill = colour ?? "var(--cloud)";
    if (small) {
      group.append(svg("circle", { class: "boundary", cx: topLeft.x + width / 2, cy: topLeft.y + height / 2, r: SMALLEST_DRAWN, fill }));
      return group;
    }
    if (picture) {
      group.append(svg("image", { href: picture, x: topLeft.x, y: topLeft.y, width, height, preserveAspectRatio: "none" }));
    }
    const outline = rings ?? [[[bounds.left, bounds.top], [bounds.right, bounds.top], [bounds.right, bounds.bottom], [bounds.left, bounds.bottom]]];
    const path = outline.map((ring) => "M" + ring.map(([px, py]) => {
      const at = this.#screen({ x: px, y: py });
      return `${at.x.toFixed(1)} ${at.y.toFixed(1)}`;
    }).join("L") + "Z").join("");
    group.append(svg("path", { class: "boundary", d: path, fill, "fill-rule": "evenodd" }));
    if (width > NAMED_FROM) {
      group.append(svg("text", { class: "name", x: topLeft.x, y: topLeft.y - 5 }, farm.name));
    }
    return group;
  }

  #grid() {
    const { width, height } = this.#size();
    const topLeft = this.#world({ x: 0, y: 0 });
    const bottomRight = this.#world({ x: width, y: height });
    const perDegree = this.#scale / 360;
    const step = GRID_STEPS.findLast((each) => each * perDegree >= GRID_SPACING) ?? GRID_STEPS[0];
    const digits = step < 1 ? Math.ceil(-Math.log10(step)) : 0;
    const group = svg("g", { "aria-hidden": "true" });
    for (let lon = Math.ceil(longitude(topLeft.x) / step) * step; lon <= longitude(bottomRight.x); lon += step) {
      const at = this.#screen({ x: x(lon), y: 0 }).x;
      group.append(svg("line", { class: "grid", x1: at, x2: at, y1: 0, y2: height }),
        svg("text", { class: "grid-name", x: at + 4, y: height - 6 }, `${Math.abs(lon).toFixed(digits)}° ${lon < 0 ? "W" : "E"}`));
    }
    for (let lat = Math.ceil(latitude(bottomRight.y) / step) * step; lat <= latitude(topLeft.y); lat += step) {
      const at = this.#screen({ x: 0, y: y(lat) }).y;
      group.append(svg("line", { class: "grid", x1: 0, x2: width, y1: at, y2: at }),
        svg("text", { class: "grid-name", x: 6, y: at - 4 }, `${Math.abs(lat).toFixed(digits)}° ${lat < 0 ? "S" : "N"}`));
    }
    return group;
  }

  #listen() {
    const fingers = new Map();
    const at = (event) => {
      const box = this.#element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const spread = () => {
      const [a, b] = [...fingers.values()];
      return Math.hypot(a.x - b.x, a.y - b.y);
    };
    this.#element.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, at(event));
      this.#moved = false;
    });
    this.#element.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) {
        return;
      }
      const now = at(event);
      if (fingers.size === 2) {
        const was = spread();
        fingers.set(event.pointerId, now);
        this.#moved = true;
        this.zoom(spread() / Math.max(was, 1), now);
        return;
      }
      if (!this.#moved && Math.hypot(now.x - before.x, now.y - before.y) < 4) {
        return; // a click, so far
      }
      this.#moved = true;
      fingers.set(event.pointerId, now);
      this.#move(before.x - now.x, before.y - now.y);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
      this.#element.addEventListener(end, (event) => fingers.delete(event.pointerId));
    }
    this.#element.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(2 ** (-event.deltaY / 300), at(event));
    }, { passive: false });
    this.#element.addEventListener("keydown", (event) => {
      const steps = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
      if (steps[event.key]) {
        this.#move(...steps[event.key]);
      } else if (event.key === "+" || event.key === "=") {
        this.zoom(1.6);
      } else if (event.key === "-") {
        this.zoom(1 / 1.6);
      } else if (event.key === "Home") {
        this.showAll();
      } else {
        return;
      }
      event.preventDefault();
    });
  }

  #move(right, down) {
    this.#centre = { x: this.#centre.x + right / this.#scale, y: this.#centre.y + down / this.#scale };
    this.#draw();
  }
}
