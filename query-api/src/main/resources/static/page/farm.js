/* One farm in detail: facts, series, a day's numbers and picture, weather, imagery work. */
import * as api from "./api.js";
import { ago, byId, decimals, describe, html, percent } from "./elements.js";
import { INDICES } from "./scale.js";
import { counts, series } from "./series.js";

const PICTURE_SIZE = 512;
const CLOUD_LIMIT = 100; // a clouded day has a picture too, with holes

export class FarmDetail {
  #map;
  #shown = null; // { farm, index, observations, place, stop }

  constructor(map) {
    this.#map = map;
    byId("day").addEventListener("input", (event) => this.#chooseDay(Number(event.target.value)));
  }

  close() {
    this.#shown?.stop.abort();
    if (this.#shown) {
      this.#dropPicture();
    }
    this.#shown = null;
    byId("farm").hidden = true;
  }

  /** Shows a farm; what cannot be read is told in its place, and the rest is shown. */
  async show(farm, index) {
    this.close();
    const stop = new AbortController();
    this.#shown = { farm, index, observations: [], place: -1, stop };
    byId("farm").hidden = false;
    byId("farm-name").textContent = farm.name;
    byId("job-state").textContent = "";
    byId("series-title").textContent = `${INDICES[index].name} of the field`;
    describe(byId("facts"), [
      ["Area", farm.area_ha === null ? null : `${farm.area_ha.toFixed(2)} ha`],
      ["Owner", farm.external_user_id],
      ["Registered", farm.created_at.slice(0, 10)],
      ["Changed", ago(farm.updated_at)],
      ["Id", farm.id],
    ]);
    await Promise.all([this.#boundary(), this.#series(), this.#weather()].map((part) => part.catch((failure) => {
      if (failure.name !== "AbortError") {
        throw failure;
      }
    })));
  }

  /** The state of a job as it was told. */
  job({ job_type: type, index, status, last_error: error }) {
    byId("job-state").textContent = `${index.toUpperCase()}, ${type.replace("_", " ")}: ${status}${error ? ` (${error})` : ""}`;
  }

  get #base() {
    return `/api/v1/farms/${this.#shown.farm.id}`;
  }

  async #boundary() {
    const { farm, stop } = this.#shown;
    const feature = await api.get(`${this.#base}/boundary/`, stop.signal);
    if (feature.geometry) {
      this.#map.boundary(farm.id, feature.geometry);
    }
  }

  async #series() {
    const shown = this.#shown;
    byId("series").replaceChildren(html("p", { class: "quiet" }, "Reading …"));
    const observations = [];
    for await (const page of api.pages(`${this.#base}/${shown.index}/observations/?page_size=100`, shown.stop.signal)) {
      observations.push(...page.results);
    }
    if (this.#shown !== shown) {
      return;
    }
    shown.observations = observations;
    const slider = byId("day");
    slider.max = Math.max(0, observations.length - 1);
    slider.disabled = observations.length === 0;
    this.#jobs(observations);
    const last = observations.findLastIndex(counts);
    await this.#chooseDay(last >= 0 ? last : observations.length - 1);
  }

  async #chooseDay(place) {
    const shown = this.#shown;
    shown.place = place;
    const { observations, index } = shown;
    byId("series").replaceChildren(observations.length === 0
      ? html("p", { class: "quiet" }, "No scene has been measured yet.")
      : series(observations, place, (chosen) => this.#chooseDay(chosen)));
    const observation = observations[place];
    byId("day").value = place;
    byId("day-name").textContent = observation?.date ?? "";
    describe(byId("day-facts"), observation ? [
      ["Mean", counts(observation) ? decimals(observation.mean, 4) : "clouded"],
      ["Middle 80 %", counts(observation) ? `${decimals(observation.p10, 3)} … ${decimals(observation.p90, 3)}` : null],
      ["Cloud", percent(observation.cloud_fraction)],
      ["Seen", `${decimals(observation.valid_area_ha, 2)} of ${decimals(observation.total_area_ha, 2)} ha`],
      ["Scene", observation.scene_ids.join(", ")],
      ["Taken", ago(observation.acquired_at)],
    ] : []);
    this.#dropPicture();
    byId("picture-note").textContent = "";
    if (!observation) {
      return;
    }
    const address = await api.picture(
      `${this.#base}/${index}/raster.png?date=${observation.date}&size=${PICTURE_SIZE}&max_cloud=${CLOUD_LIMIT}`, shown.stop.signal)
      .catch((failure) => {
        if (failure.name === "AbortError") {
          return null;
        }
        throw failure;
      });
    if (this.#shown === shown && shown.place === place) {
      shown.picture = address;
      this.#map.picture(shown.farm.id, address);
      byId("picture-note").textContent = address ? "" : "No picture was made of this day.";
    } else if (address) {
      URL.revokeObjectURL(address);
    }
  }

  #dropPicture() {
    const { farm, picture } = this.#shown;
    if (picture) {
      this.#map.picture(farm.id, null);
      URL.revokeObjectURL(picture);
      this.#shown.picture = null;
    }
  }

  async #weather() {
    const place = byId("weather");
    place.replaceChildren(html("p", { class: "quiet" }, "Reading …"));
    try {
      const signal = this.#shown.stop.signal;
      const [current, daily] = await Promise.all([
        api.get(`${this.#base}/weather/current/`, signal), api.get(`${this.#base}/weather/daily/?days=7`, signal)]);
      place.replaceChildren(
        html("p", {}, `${decimals(current.temperature_c, 1) ?? "–"} °C, wind ${decimals(current.wind_speed_mps, 1) ?? "–"} m/s; observed ${ago(current.observed_at)}, ${current.source.replace("_", " ")}`),
        html("div", { class: "strip" }, daily.forecasts.map((each) => html("div", {},
          html("div", { class: "name" }, each.day.slice(5)),
          html("div", {}, `${decimals(each.t_max_c, 0) ?? "–"} / ${decimals(each.t_min_c, 0) ?? "–"} °C`),
          html("div", {}, `${decimals(each.precipitation_mm, 1) ?? "–"} mm`)))));
    } catch (failure) {
      if (!(failure instanceof api.Refused)) {
        throw failure;
      }
      place.replaceChildren(html("p", { class: "quiet" }, failure.message));
    }
  }

  #jobs(observations) {
    const newest = observations.findLast(counts);
    byId("job").replaceChildren(html("p", { class: "quiet" }, newest
      ? `The newest value is from ${newest.date}, ${ago(newest.acquired_at)}; ${observations.length} scenes were measured.`
      : "The first scenes are being looked for."));
  }
}
