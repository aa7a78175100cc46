// decode_otlp.js REQUESTS EXPECTED: decodes base64 lines of ExportMetricsServiceRequests with the decoder
// that npm's @opentelemetry/otlp-transformer carries, and compares the points with the lines of
// EXPECTED. What the maker adds of its own (rackproof.device_info) is decoded and counted apart.
const fs = require("fs");
const root = require("@opentelemetry/otlp-transformer/build/src/generated/root");

const Request = root.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
const lines = (path) => fs.readFileSync(path, "utf8").split("\n").filter((line) => line !== "");

// Attributes to text; a key that comes twice is an error.
function attributesOf(list) {
  const pairs = list.map((each) => {
    if (typeof each.value.stringValue !== "string") {
      throw new Error("an attribute that is no text: " + each.key);
    }
    return [each.key, each.value.stringValue];
  });
  if (new Set(pairs.map(([key]) => key)).size !== pairs.length) {
    throw new Error("an attribute twice");
  }
  pairs.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return pairs.map(([key, value]) => key + "=" + value + ",").join("");
}

function valueOf(point) {
  if (point.value === "asInt") {
    return "int:" + point.asInt.toString();
  }
  if (point.value === "asDouble") {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, point.asDouble);
    return "double:" + view.getBigUint64(0).toString();
  }
  return "none";
}

const found = [];
let infos = 0;
function take(metric) {
  const sum = metric.data === "sum";
  const data = metric[metric.data];
  if (sum && data.aggregationTemporality !== 2) {
    throw new Error("a sum that is not cumulative");
  }
  for (const point of data.dataPoints) {
    if (sum && BigInt(point.startTimeUnixNano.toString()) > BigInt(point.timeUnixNano.toString())) {
      throw new Error("a sum that begins after its point");
    }
    if (metric.name === "rackproof.device_info") {
      infos += 1;
      continue;
    }
    found.push([metric.name, metric.unit, sum ? "sum" : "gauge", sum ? data.isMonotonic : false,
      point.timeUnixNano.toString(), valueOf(point), point.flags || 0,
      attributesOf(point.attributes)].join("|"));
  }
}

for (const line of lines(process.argv[2])) {
  const request = Request.decode(Buffer.from(line, "base64"));
  for (const resource of request.resourceMetrics) {
    const host = attributesOf(resource.resource.attributes);
    if (!host.startsWith("host.name=n7,service.name=rackproof,")) {
      throw new Error("another resource: " + host);
    }
    resource.scopeMetrics.forEach((scope) => scope.metrics.forEach(take));
  }
}

const expected = lines(process.argv[3]).sort();
found.sort();
let wrong = expected.length === found.length ? 0 : 1;
for (let i = 0; i < Math.max(expected.length, found.length) && wrong < 5; ++i) {
  if (expected[i] !== found[i]) {
    wrong += 1;
    console.log("expected " + expected[i] + "\nfound    " + found[i]);
  }
}
console.log(expected.length + " points expected, " + found.length + " found, " + infos +
  " of devices; " + (wrong === 0 ? "all alike" : "NOT ALIKE"));
process.exit(wrong === 0 && infos > 0 ? 0 : 1);
