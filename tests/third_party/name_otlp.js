// name_otlp.js EXPECTED: every hw.* metric, attribute and value of EXPECTED is one that npm's
// @opentelemetry/semantic-conventions knows. hw.type may be a word of ours where it has none.
const fs = require("fs");
const known = require("@opentelemetry/semantic-conventions/incubating");

const valuesOf = (prefix) =>
  new Set(Object.keys(known).filter((key) => key.startsWith(prefix)).map((key) => known[key]));
const metrics = valuesOf("METRIC_HW_");
const attributes = valuesOf("ATTR_HW_");
const words = {
  "hw.state": valuesOf("HW_STATE_VALUE_"),
  "hw.limit_type": valuesOf("HW_LIMIT_TYPE_VALUE_"),
  "network.io.direction": valuesOf("NETWORK_IO_DIRECTION_VALUE_"),
};

const wrong = new Set();
const seen = new Set();
for (const line of fs.readFileSync(process.argv[2], "utf8").split("\n")) {
  if (line === "") {
    continue;
  }
  const parts = line.split("|");
  if (parts[0].startsWith("hw.")) {
    seen.add(parts[0]);
    if (!metrics.has(parts[0])) {
      wrong.add("metric " + parts[0]);
    }
  }
  for (const pair of parts[7].split(",").filter((each) => each !== "")) {
    const [key, value] = pair.split("=");
    if (key.startsWith("hw.") && !attributes.has(key)) {
      wrong.add("attribute " + key);
    }
    if (words[key] !== undefined && !words[key].has(value)) {
      wrong.add(key + "=" + value);
    }
  }
}
wrong.forEach((each) => console.log("unknown " + each));
console.log(seen.size + " names of the conventions, of " + metrics.size);
process.exit(wrong.size === 0 && metrics.size > 0 && seen.size > 10 ? 0 : 1);
