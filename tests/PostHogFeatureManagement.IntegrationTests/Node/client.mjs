// Does one task with PostHog's official Node client and prints the result as JSON. The task comes from the standard input.
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const task = JSON.parse(await text(process.stdin));
const { PostHog } = createRequire(`${task.folder}/package.json`)("posthog-node");
const requests = [];
const client = new PostHog("phc_emulator", {
  host: task.host,
  secretKey: task.secretKey,
  enableLocalEvaluation: task.local ?? false,
  featureFlagsPollingInterval: 3_600_000,
  requestTimeout: 60_000,
  featureFlagsRequestTimeoutMs: 60_000,
  flushAt: 100,
  flushInterval: 3_600_000,
  fetch: async (url, options) => {
    const response = await fetch(url, options);
    requests.push(`${options.method} ${new URL(url).pathname} ${response.status}`);
    return response;
  },
});
const silent = { sendFeatureFlagEvents: false };

const tasks = {
  async all({ callers }) {
    const answers = [];
    for (const { distinctId, ...options } of callers) answers.push(await client.getAllFlags(distinctId, options));
    return answers;
  },
  async single({ callers, keys }) {
    const answers = [];
    for (const { distinctId, ...options } of callers) {
      const ofCaller = {};
      for (const key of keys) ofCaller[key] = await client.getFeatureFlagResult(key, distinctId, { ...options, ...silent });
      answers.push(ofCaller);
    }
    return answers;
  },
  async polls({ count }) {
    for (let poll = 0; poll < count; poll++) await client.reloadFeatureFlags();
    return client.isLocalEvaluationReady();
  },
  async capture({ count }) {
    for (let number = 0; number < count; number++) {
      client.capture({ distinctId: `person-${number % 7}`, event: "counted", properties: { number, text: "grüße 🎈" }, groups: { workspace: "w1" } });
    }
    return null;
  },
  async remoteConfig({ keys }) {
    const payloads = {};
    for (const key of keys) payloads[key] = (await client.getRemoteConfigPayload(key)) ?? null;
    return payloads;
  },
};

if (task.local && !(await client.waitForLocalEvaluationReady(60_000))) throw new Error("The client has no definitions.");
const result = await tasks[task.name](task);
await client.shutdown(60_000);
process.stdout.write(JSON.stringify({ result, requests }));
