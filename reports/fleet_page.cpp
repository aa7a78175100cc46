#include "reports/fleet_page.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "reports/html.h"
#include "schemas/encoding.h"
#include "schemas/text.h"
#include "schemas/time.h"

namespace rackproof {
namespace {

constexpr std::size_t kMostNodes = 2000;
constexpr std::size_t kMostReasons = 3;  ///< Of one device, on a line.

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="15">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>rackproof: fleet</title><style>
:root { color-scheme: light dark; --ink: #1c2126; --soft: #5b6570; --line: #d7dce1; --paper: #fff;
  --bad: #b3202a; --warn: #8f5200; --link: #1d4f7c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e8ec; --soft: #9aa5b1; --line: #353d46;
  --paper: #14181c; --bad: #ff8a8a; --warn: #f0b95a; --link: #8ec3f3; } }
body { margin: 0 auto; max-width: 1200px; padding: 20px; background: var(--paper);
  color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
h1, p, td:first-child, td:last-child { overflow-wrap: anywhere; }
h1 { font-size: 22px; margin: 0 0 4px; } p { color: var(--soft); margin: 4px 0 16px; }
a { color: var(--link); } table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; font-size: 13px; color: var(--soft); }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.bad { color: var(--bad); font-weight: 600; } .warn { color: var(--warn); }
@media (max-width: 760px) { thead { display: none; } tr { display: block; padding: 8px 0;
  border-bottom: 2px solid var(--line); } td { display: flex; gap: 8px; border: 0; padding: 1px 0; }
  td::before { content: attr(data-label); flex: 0 0 120px; color: var(--soft); } }
</style></head><body>
)";

/// As a value in a URL's query.
std::string in_url(std::string_view text) {
  constexpr std::string_view kPlain = "-._~/:";
  std::string out;
  for (const char c : text) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                       kPlain.find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : "%" + to_hex(std::string_view(&c, 1));
  }
  return out;
}

std::string number_of(const LastOfSeries& reading) {
  const auto& value = reading.point.reading;
  const auto* count = std::get_if<std::int64_t>(&value);
  auto text = count != nullptr ? std::to_string(*count) : short_number(as_double(value));
  if (reading.unit == "Cel") {
    return text + " °C";
  }
  return reading.unit.empty() || reading.unit == "1" ? text : text + " " + reading.unit;
}

bool is_stale(UtcTime read_at, UtcTime now) {
  return now - read_at > kFleetStale;
}

std::string age_text(UtcTime read_at, UtcTime now) {
  const auto age = std::max<std::chrono::nanoseconds>(now - read_at, std::chrono::nanoseconds(0));
  const auto words = format_duration(std::chrono::floor<std::chrono::seconds>(age)) + " ago";
  return is_stale(read_at, now) ? words + ", stale" : words;
}

std::string tail_of(const std::string& id, const std::string& node) {
  return id.size() > node.size() + 1 && id.starts_with(node) ? id.substr(node.size() + 1) : id;
}

std::string_view alarm(FleetColumn column, double value) {
  if (column == FleetColumn::uncorrected) {
    return value > 0 ? "bad" : "";
  }
  return column == FleetColumn::corrected && value > 0 ? "warn" : "";
}

constexpr std::array kShown{std::pair{FleetColumn::temperature, "Hottest"},
                            std::pair{FleetColumn::power, "Most power"},
                            std::pair{FleetColumn::corrected, "ECC corrected"},
                            std::pair{FleetColumn::uncorrected, "ECC uncorrected"}};

/// "" where the node has no such value: a dash is not a nought.
void add_greatest(HtmlTable& table, const FleetNode& node, FleetColumn column, bool whose) {
  const auto found = greatest(node, column);
  if (!found) {
    table.cell("–");
    return;
  }
  auto text = number_of(found->reading->last);
  const auto value = as_double(found->reading->last.point.reading);
  const bool names = whose && (value > 0 || column == FleetColumn::temperature);
  table.cell(names ? text + " (" + tail_of(found->device->device.id, node.id) + ")" : text,
             alarm(column, value));
}

std::vector<std::string> headings(std::vector<std::string> first, std::vector<std::string> last) {
  for (const auto& [column, heading] : kShown) {
    first.emplace_back(heading);
  }
  first.insert(first.end(), last.begin(), last.end());
  return first;
}

bool has_something_to_tell(const FleetNode& node, UtcTime now) {
  const auto uncorrected = greatest(node, FleetColumn::uncorrected);
  return is_stale(node.read_at(), now) || reasons_in(node) > 0 ||
         (uncorrected && as_double(uncorrected->reading->last.point.reading) > 0);
}

std::string reasons_text(const FleetDevice& device) {
  std::string text;
  std::size_t count = 0;
  for (const auto& reading : device.readings) {
    const auto* why = std::get_if<Error>(&reading.last.point.reading);
    if (why != nullptr && ++count <= kMostReasons) {
      text += (text.empty() ? "" : "; ") + reading.last.key.metric + ": " +
              std::string(to_string(why->kind)) + (why->message.empty() ? "" : ", " + why->message);
    }
  }
  return count <= kMostReasons ? text
                               : text + "; and " + std::to_string(count - kMostReasons) + " more";
}

/// States that are not what they should be: a probe that fails, a part that is gone or unwell.
std::string states_text(const FleetDevice& device) {
  std::string text;
  for (const auto& reading : device.readings) {
    const auto& value = reading.last.point.reading;
    if (!has_value(value) || reading.column != FleetColumn::state) {
      continue;
    }
    const bool health = reading.last.key.metric == "device_health";
    if ((as_double(value) != 0) == health) {
      text +=
          (text.empty() ? "" : "; ") + reading.last.key.metric + " is " + number_of(reading.last);
    }
  }
  return text;
}

bool has_a_number(const FleetNode& node) {
  return std::ranges::any_of(
      kShown, [&](const auto& shown) { return greatest(node, shown.first).has_value(); });
}

std::string joined(const std::string& first, const std::string& second) {
  return first.empty() || second.empty() ? first + second : first + "; " + second;
}

std::string whole(const std::string& heading, const std::string& note, const std::string& body) {
  return std::string(kHead) + "<h1>" + heading + "</h1>\n<p>" + escape_html(note) + "</p>\n" +
         body + "\n</body></html>\n";
}

std::string as_of(UtcTime now) {
  constexpr std::size_t kToTheSecond = 19;  // "2026-11-21T05:17:00"
  return "As of " + format_utc(now).substr(0, kToTheSecond) + "Z; read anew every 15 s.";
}

}  // namespace

std::string fleet_page(const std::vector<FleetNode>& nodes, UtcTime now) {
  std::vector<const FleetNode*> order;
  order.reserve(nodes.size());
  for (const auto& node : nodes) {
    order.push_back(&node);
  }
  const auto calm = std::stable_partition(order.begin(), order.end(), [&](const FleetNode* node) {
    return has_something_to_tell(*node, now);
  });
  const auto told = calm - order.begin();
  HtmlTable table(headings({"Node", "Devices"}, {"Without a value", "Last read"}));
  for (std::size_t i = 0; i < order.size() && i < kMostNodes; ++i) {
    const auto& node = *order[i];
    const auto reasons = reasons_in(node);
    table.row();
    table.markup("<a href=\"?node=" + in_url(node.id) + "\">" + escape_html(node.id) + "</a>");
    table.cell(std::to_string(node.devices.size()));
    for (const auto& [column, heading] : kShown) {
      add_greatest(table, node, column, true);
    }
    table.cell(reasons == 0 ? "–" : std::to_string(reasons), reasons == 0 ? "" : "warn");
    table.cell(age_text(node.read_at(), now), is_stale(node.read_at(), now) ? "bad" : "");
  }
  auto note = std::to_string(nodes.size()) + (nodes.size() == 1 ? " node, " : " nodes, ") +
              std::to_string(told) + " with something to tell. " + as_of(now);
  if (order.size() > kMostNodes) {
    note += " The first " + std::to_string(kMostNodes) + " are shown.";
  }
  return whole("Fleet", note, table.take("Nothing that is shown here was ever read."));
}

std::string node_page(const FleetNode& node, UtcTime now) {
  HtmlTable table(headings({"Device", "Kind", "Position"}, {"Last read", "What there is to tell"}));
  std::size_t left_out = 0;
  for (const auto& device : node.devices) {
    const FleetNode alone{node.id, {device}};
    const auto tale = joined(states_text(device), reasons_text(device));
    if (tale.empty() && !has_a_number(alone) && !is_stale(device.read_at(), node.read_at())) {
      ++left_out;
      continue;
    }
    table.row();
    table.cell(tail_of(device.device.id, node.id));
    table.cell(word_of(kDeviceKinds, device.device.kind));
    table.cell(device.device.position.empty() ? "–" : device.device.position);
    for (const auto& [column, heading] : kShown) {
      add_greatest(table, alone, column, false);
    }
    table.cell(age_text(device.read_at(), now), is_stale(device.read_at(), now) ? "bad" : "");
    table.cell(tale.empty() ? "–" : tale, tale.empty() ? "" : "warn");
  }
  auto note = "Last read " + age_text(node.read_at(), now) + ". " + as_of(now);
  if (left_out > 0) {
    note += " " + std::to_string(left_out) +
            " devices and probes have no such number and nothing to tell.";
  }
  return whole("<a href=\"./\">Fleet</a> / " + escape_html(node.id), note,
               table.take("Nothing that is shown here was ever read."));
}

std::string fleet_trouble_page(std::string_view why, UtcTime now) {
  Html body;
  body.element("p", why, "bad");
  return whole("Fleet", as_of(now), body.take());
}

}  // namespace rackproof
