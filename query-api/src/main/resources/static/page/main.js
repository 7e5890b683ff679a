/* The page: sign in, list the farms, show one, show the pipeline. */
import * as api from "./api.js";
import { byId, decimals, html } from "./elements.js";
import { FarmDetail } from "./farm.js";
import { follow } from "./live.js";
import { FarmMap } from "./map.js";
import { showPipeline } from "./pipeline.js";
import { colour, showScale } from "./scale.js";
import * as session from "./session.js";

const LISTED_AT_ONCE = 200;
const VALUES_AT_ONCE = 6;
const REFRESH_PIPELINE_MS = 5000;
const GATHER_MS = 1000; // changes of so long are read at once; by then the views show them

const farms = new Map(); // id → { farm, value }
let listed = LISTED_AT_ONCE;
let chosen = null;
let reading = new AbortController();
let pipelineTimer = null;
let changed = new Set(); // ids of farms to read again
let gathering = null;

const map = new FarmMap(byId("map"), (id) => choose(id));
const detail = new FarmDetail(map);

byId("search").addEventListener("input", () => { listed = LISTED_AT_ONCE; showList(); });
byId("more").addEventListener("click", () => { listed += LISTED_AT_ONCE; showList(); });
byId("zoom-in").addEventListener("click", () => map.zoom(1.6));
byId("zoom-out").addEventListener("click", () => map.zoom(1 / 1.6));
byId("zoom-all").addEventListener("click", () => map.showAll());
byId("close-farm").addEventListener("click", () => choose(null));
byId("index").addEventListener("change", () => { showScale(index()); readValues(); if (chosen) { choose(chosen); } });
byId("sign-out").addEventListener("click", () => { session.signOut(); start(); });
for (const button of document.querySelectorAll("[data-view]")) {
  button.addEventListener("click", () => showView(button.dataset.view));
}
byId("sign-in").addEventListener("cancel", (event) => event.preventDefault());
byId("sign-in").querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const token = byId("token").value.trim();
  const given = token ? { token } : { clientId: byId("client-id").value.trim(), secret: byId("client-secret").value.trim() };
  signIn(given);
});
window.addEventListener("unhandledrejection", (event) => { event.preventDefault(); tell(event.reason); });

start();

async function start() {
  reading.abort();
  farms.clear();
  map.clear();
  choose(null);
  showScale(index());
  showList();
  const linked = credentialsOfAddress();
  if (linked) {
    await signIn(linked);
  } else if (session.isSignedIn()) {
    await readFarms();
  } else {
    askToSignIn("");
  }
}

/** A link may carry #client-id:secret, which servers never see; it is taken out of the address at once. */
function credentialsOfAddress() {
  const [clientId, secret] = decodeURIComponent(location.hash.slice(1)).split(/:(.*)/s);
  if (!clientId || !secret) {
    return null;
  }
  history.replaceState(null, "", location.pathname);
  return { clientId, secret };
}

function askToSignIn(why) {
  byId("sign-out").hidden = true;
  byId("who").textContent = "";
  byId("sign-in-error").textContent = why;
  if (!byId("sign-in").open) {
    byId("sign-in").showModal();
  }
}

async function signIn(given) {
  try {
    await session.signIn(given);
  } catch (failure) {
    askToSignIn(failure.message);
    return;
  }
  byId("sign-in").close();
  for (const field of ["token", "client-id", "client-secret"]) {
    byId(field).value = "";
  }
  await readFarms();
}

async function readFarms() {
  byId("sign-out").hidden = false;
  reading = new AbortController();
  tell(null);
  follow(reading.signal, hear, (live) => { byId("live").textContent = live ? "Follows changes" : "Changes are not heard now"; }).catch(tell);
  try {
    let first = true;
    for await (const page of api.pages("/api/v1/farms/?page_size=100", reading.signal)) {
      for (const farm of page.results) {
        farms.set(farm.id, { farm, value: undefined });
      }
      map.add(page.results);
      byId("who").textContent = `${page.count} farms`;
      showList();
      if (first) {
        map.showAll();
        first = false;
      }
    }
    map.showAll();
    await readValues();
  } catch (failure) {
    tell(failure);
  }
}

/** The latest value of each farm, a few at a time. */
async function readValues() {
  const signal = reading.signal;
  const shown = index();
  const waiting = [...farms.values()];
  for (const entry of waiting) {
    entry.value = undefined;
    map.colour(entry.farm.id, null);
  }
  const next = async () => {
    for (let entry = waiting.shift(); entry && shown === index(); entry = waiting.shift()) {
      const { observation } = await api.get(`/api/v1/farms/${entry.farm.id}/${shown}/latest/`, signal);
      entry.value = observation?.mean ?? null;
      map.colour(entry.farm.id, observation ? colour(shown, observation.mean) : null);
      showValue(entry);
    }
  };
  try {
    await Promise.all(Array.from({ length: VALUES_AT_ONCE }, next));
  } catch (failure) {
    tell(failure);
  }
}

/** A change: what it speaks of is read again a moment later. */
function hear(name, { data }) {
  if (name === "job" && data.external_farm_id === chosen) {
    detail.job(data);
    if (data.job_type === "raster_png" && data.status === "success") {
      changed.add(chosen); // its picture is there now
    }
  } else if (name === "missed") {
    farms.forEach((_, id) => changed.add(id));
  } else if (name === "farm" || (name === "observation" && data.index === index())) {
    changed.add(data.external_farm_id);
  }
  gathering ??= setTimeout(readChanged, GATHER_MS);
}

async function readChanged() {
  gathering = null;
  const ids = changed;
  changed = new Set();
  try {
    for (const id of ids) {
      await readFarm(id);
    }
    showList();
    if (ids.has(chosen)) {
      await detail.show(farms.get(chosen).farm, index());
    }
  } catch (failure) {
    tell(failure);
  }
}

/** One farm and its value; one that is not there any more is taken off. */
async function readFarm(id) {
  const signal = reading.signal;
  try {
    const farm = await api.get(`/api/v1/farms/${id}/`, signal);
    const { observation } = await api.get(`/api/v1/farms/${id}/${index()}/latest/`, signal);
    farms.set(id, { farm, value: observation?.mean ?? null });
    map.add([farm]);
    map.colour(id, observation ? colour(index(), observation.mean) : null);
  } catch (failure) {
    if (failure.status !== 404) {
      throw failure;
    }
    if (chosen === id) {
      choose(null);
    }
    farms.delete(id);
    map.remove(id);
  }
  byId("who").textContent = `${farms.size} farms`;
}

function choose(id) {
  chosen = id;
  byId("farms").classList.toggle("with-farm", id !== null);
  for (const button of byId("farm-list").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.id === id));
  }
  if (id === null) {
    detail.close();
    map.choose(null);
    return;
  }
  map.choose(id);
  detail.show(farms.get(id).farm, index()).catch(tell);
  byId("farm-name").focus({ preventScroll: matchMedia("(min-width: 60rem)").matches });
}

function showList() {
  const wanted = byId("search").value.trim().toLowerCase();
  const found = [...farms.values()].filter(({ farm }) => !wanted || farm.name.toLowerCase().includes(wanted) || farm.id.startsWith(wanted));
  byId("list-count").textContent = wanted ? `${found.length} of ${farms.size} farms` : "";
  byId("more").hidden = found.length <= listed;
  byId("farm-list").replaceChildren(...found.slice(0, listed).map((entry) => {
    const { farm } = entry;
    return html("li", {},
      html("button", { type: "button", "data-id": farm.id, "aria-pressed": String(farm.id === chosen), onclick: () => choose(farm.id) },
        html("span", { class: "swatch", "aria-hidden": "true" }), html("span", {}, farm.name), html("span", { class: "value" })));
  }));
  for (const entry of found.slice(0, listed)) {
    showValue(entry);
  }
}

function showValue({ farm, value }) {
  const button = byId("farm-list").querySelector(`[data-id="${farm.id}"]`);
  if (button) {
    button.querySelector(".value").textContent = value === undefined ? "…" : decimals(value, 2) ?? "–";
    button.querySelector(".swatch").style.background = typeof value === "number" ? colour(index(), value) : "";
  }
}

function showView(name) {
  for (const button of document.querySelectorAll("[data-view]")) {
    button.toggleAttribute("aria-current", false);
    if (button.dataset.view === name) {
      button.setAttribute("aria-current", "page");
    }
    byId(button.dataset.view).hidden = button.dataset.view !== name;
  }
  clearInterval(pipelineTimer);
  if (name === "pipeline") {
    showPipeline().catch(tell);
    pipelineTimer = setInterval(() => showPipeline().catch(tell), REFRESH_PIPELINE_MS);
  }
}

/** Tells what went wrong; a lost sign-in asks for a new one. */
function tell(failure) {
  if (failure === null || failure.name === "AbortError") {
    byId("notice").textContent = "";
  } else if (failure instanceof session.SignInNeeded) {
    askToSignIn(failure.message);
  } else if (failure instanceof api.Refused && failure.wait) {
    byId("notice").textContent = `${failure.message} Try again in ${failure.wait} s.`;
  } else if (failure instanceof TypeError) {
    byId("notice").textContent = "The server does not answer. What is shown may be old.";
  } else {
    byId("notice").textContent = failure.message;
  }
}

function index() {
  return byId("index").value;
}
