/* The pipeline as this server's metrics tell it. */
import { ago, byId, html, table } from "./elements.js";

const BREAKER = ["answers", "not asked for now", "on trial"];
const METRIC_LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

export async function showPipeline() {
  const answer = await fetch("/metrics");
  if (!answer.ok) {
    byId("pipeline-age").textContent = "The metrics of this server are not open to this page; an operator finds them in Grafana.";
    return;
  }
  const metrics = parse(await answer.text());
  const read = metrics.get("kafka_lag_read_timestamp_seconds")?.[0]?.value;
  byId("pipeline-age").textContent = read
    ? `Lag was read ${ago(read * 1000)}.`
    : "This server does not report lag; the one with KAFKA_LAG_METRICS=true does.";
  byId("stages").replaceChildren(table(
    [{ name: "Group" }, { name: "Topic" }, { name: "Members", number: true }, { name: "Waiting", number: true }, { name: "Oldest waits", number: true }],
    stages(metrics), "No group is known here."));
  byId("dead-letters").replaceChildren(table(
    [{ name: "Topic" }, { name: "Put aside", number: true }], deadLetters(metrics), "Nothing was put aside."));
  byId("upstreams").replaceChildren(table(
    [{ name: "Upstream" }, { name: "State" }], upstreams(metrics), "No upstream was asked from here."));
}

function stages(metrics) {
  const members = new Map((metrics.get("kafka_consumergroup_members") ?? []).map((each) => [each.labels.consumergroup, each.value]));
  const ages = new Map((metrics.get("kafka_consumergroup_oldest_unprocessed_seconds") ?? [])
    .map((each) => [each.labels.consumergroup + " " + each.labels.topic, each.value]));
  return (metrics.get("kafka_consumergroup_lag_sum") ?? [])
    .sort((a, b) => b.value - a.value || a.labels.consumergroup.localeCompare(b.labels.consumergroup))
    .map(({ labels, value }) => [
      labels.consumergroup, labels.topic, String(members.get(labels.consumergroup) ?? "–"),
      html("span", { class: value > 0 ? null : "quiet" }, String(value)),
      `${Math.round(ages.get(labels.consumergroup + " " + labels.topic) ?? 0)} s`,
    ]);
}

function deadLetters(metrics) {
  const oldest = new Map((metrics.get("kafka_topic_partition_oldest_offset") ?? [])
    .map((each) => [each.labels.topic + " " + each.labels.partition, each.value]));
  const depth = new Map();
  for (const { labels, value } of metrics.get("kafka_topic_partition_current_offset") ?? []) {
    if (labels.topic.endsWith("-dlt")) {
      const kept = value - (oldest.get(labels.topic + " " + labels.partition) ?? 0);
      depth.set(labels.topic, (depth.get(labels.topic) ?? 0) + kept);
    }
  }
  return [...depth].filter(([, count]) => count > 0).map(([topic, count]) => [topic, html("span", { class: "bad" }, String(count))]);
}

function upstreams(metrics) {
  return (metrics.get("spectral_provider_circuit_state") ?? []).map(({ labels, value }) => [
    labels.provider, html("span", { class: value === 0 ? "good" : "bad" }, BREAKER[value] ?? String(value)),
  ]);
}

/** Prometheus text to name → [{ labels, value }]. */
function parse(text) {
  const metrics = new Map();
  for (const line of text.split("\n")) {
    const found = line.startsWith("#") ? null : METRIC_LINE.exec(line);
    if (found) {
      const labels = Object.fromEntries([...(found[2] ?? "").matchAll(LABEL)].map(([, name, value]) => [name, value]));
      if (!metrics.has(found[1])) {
        metrics.set(found[1], []);
      }
      metrics.get(found[1]).push({ labels, value: Number(found[3]) });
    }
  }
  return metrics;
}
