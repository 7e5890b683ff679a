/* Elements without markup in strings: text from the server is never parsed as HTML. */
const SVG = "http://www.w3.org/2000/svg";

export function byId(id) {
  return document.getElementById(id);
}

export function html(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Fills a description list with [name, value] pairs; absent values are told as a dash. */
export function describe(list, pairs) {
  list.replaceChildren(...pairs.flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, value ?? "–")]));
}

/** A table; columns are { name, number } and rows arrays of text or elements. */
export function table(columns, rows, nothing) {
  if (rows.length === 0) {
    return html("p", { class: "quiet" }, nothing);
  }
  const kind = (column) => (column.number ? "number" : null);
  return html("div", { class: "scrolls" },
    html("table", {},
      html("thead", {}, html("tr", {}, columns.map((column) => html("th", { scope: "col", class: kind(column) }, column.name)))),
      html("tbody", {}, rows.map((row) =>
        html("tr", {}, row.map((cell, at) => html("td", { class: kind(columns[at]) }, cell)))))));
}

export function decimals(value, digits) {
  return value === null || value === undefined ? null : value.toFixed(digits);
}

export function percent(fraction) {
  return fraction === null || fraction === undefined ? null : `${Math.round(fraction * 100)} %`;
}

/** "3 days ago", for times in the past. */
export function ago(instant) {
  const seconds = Math.max(0, (Date.now() - new Date(instant).getTime()) / 1000);
  for (const [unit, length] of [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]]) {
    const count = Math.floor(seconds / length);
    if (count > 0) {
      return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
    }
  }
  return "just now";
}
