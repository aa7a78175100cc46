#include "schemas/toml/reference_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "schemas/encoding.h"
#include "schemas/toml/machine_reader.h"
#include "schemas/toml/quantity.h"
#include "schemas/toml/reader.h"

namespace rackproof {
namespace {

using Quantities = std::map<std::string, Quantity, std::less<>>;

/// Which of the two layouts a time of a phase has: one quantity for every tier, or one for each
/// tier.
bool is_per_tier(const TomlTable& table) {
  return !table.entries.empty() && std::ranges::all_of(table.entries, [](const TomlEntry& entry) {
    return entry.node.table() != nullptr;
  });
}

Quantities read_quantities(const TomlTable& table, const std::string& what, Findings& findings) {
  Quantities quantities;
  for (const auto& entry : table.entries) {
    quantities.emplace(entry.key,
                       read_quantity(entry.node, what + " '" + printable(entry.key) + "'",
                                     QuantityUse::setting, findings));
  }
  return quantities;
}

/// A scheme, a colon and something behind it, in the characters that RFC 3986 allows.
bool is_absolute_uri(std::string_view text) {
  constexpr std::size_t kLongest = 2'000;
  constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view kDigits = "0123456789";
  const auto letters = std::string(kLower) + std::string(kUpper);
  const auto scheme = letters + std::string(kDigits) + "+-.";
  const auto allowed = scheme + "_~:/?#[]@!$&'()*,;=%";
  const auto colon = text.find(':');
  return text.size() <= kLongest && colon != std::string_view::npos && colon > 0 &&
         colon + 1 < text.size() && letters.find(text.front()) != std::string::npos &&
         text.substr(0, colon).find_first_not_of(scheme) == std::string_view::npos &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

/// Reads the tables of one reference, top to bottom, noting where each item stands.
class ReferenceReader {
 public:
  ReferenceReader(const TomlTable& tree, Findings& findings)
      : top_(tree, "reference file", findings), findings_(findings) {}

  ReadReference read() {
    read_head();
    read_machine(top_, result_, findings_);
    for (const auto* table : top_.tables("phase")) {
      read_phase(*table);
    }
    for (const auto* table : top_.tables("criterion")) {
      read_criterion(*table);
    }
    top_.finish();
    return std::move(result_);
  }

 private:
  Architecture& out() { return result_.architecture; }

  void read_head() {
    const auto* table = top_.table("reference");
    if (table == nullptr) {
      top_.error("reference", "is missing: a reference starts with [reference]");
      return;
    }
    TableReader reader(*table, "[reference]", findings_);
    out().id = reader.required_text("id");
    result_.places.emplace("reference", table->where);
    const auto revision = reader.integer("revision");
    if (revision.value_or(0) < 1) {
      reader.error("revision", "is missing or below 1");
    }
    out().revision = revision.value_or(0);
    out().title = reader.required_text("title");
    reader.required_text("status");
    out().status = reader.word("status", kReferenceStatuses, ReferenceStatus::draft);
    read_publication(reader);
    out().overlay_chain = reader.texts("overlays");
    if (out().overlay_chain.empty()) {
      out().overlay_chain.push_back(out().id);
    }
    out().must_judge = reader.texts("must_judge");
    reader.finish();
  }

  void read_publication(TableReader& reader) {
    out().uri = reader.text("uri");
    if (!out().uri.empty() && !is_absolute_uri(out().uri)) {
      reader.error("uri", "is no absolute URI (\"https://...\"): '" + printable(out().uri) + "'");
    }
    out().sequence = reader.integer("sequence");
    if (out().sequence && *out().sequence < 1) {
      reader.error("sequence", "counts from 1");
    }
  }

  void read_phase(const TomlTable& table) {
    Phase phase;
    const auto* id = table.find("id");
    const auto name = id != nullptr && id->text() != nullptr ? *id->text() : "";
    TableReader reader(table, item_name("phase", printable(name)), findings_);
    phase.id = reader.required_text("id");
    result_.places.emplace(item_name("phase", phase.id), table.where);
    phase.workload = reader.required_text("workload");
    phase.tiers = reader.texts("tier");
    phase.seconds = read_times(reader, "seconds");
    phase.seconds_per_gib = read_times(reader, "seconds_per_gib");
    phase.seconds_at_most = read_times(reader, "seconds_at_most");
    phase.settle = read_times(reader, "settle");
    if (const auto* parameters = reader.table("parameters")) {
      phase.parameters = read_quantities(*parameters, reader.what() + " parameter", findings_);
    }
    reader.finish();
    out().phases.push_back(std::move(phase));
  }

  Quantities read_times(TableReader& reader, std::string_view key) {
    const auto* node = reader.find(key);
    if (node == nullptr) {
      return {};
    }
    const auto what = reader.what() + " " + std::string(key);
    const auto* table = node->table();
    if (table != nullptr && is_per_tier(*table)) {
      return read_quantities(*table, what, findings_);
    }
    return {{"*", read_quantity(*node, what, QuantityUse::setting, findings_)}};
  }

  void read_criterion(const TomlTable& table) {
    Criterion criterion;
    const auto* id = table.find("id");
    const auto name = id != nullptr && id->text() != nullptr ? *id->text() : "";
    TableReader reader(table, item_name("criterion", printable(name)), findings_);
    criterion.id = reader.required_text("id");
    result_.places.emplace(item_name("criterion", criterion.id), table.where);
    criterion.criterion_class = reader.required_text("class");
    reader.required_text("on");
    criterion.on = reader.word("on", kDeviceKinds, DeviceKind::node);
    read_where(reader, criterion);
    read_subject(reader, criterion);
    criterion.during = reader.text("during");
    if (criterion.during.empty()) {
      criterion.during = "*";
    }
    reader.required_text("statistic");
    criterion.statistic = reader.word("statistic", kStatistics, Statistic::last);
    criterion.at_least = read_limit(reader, "at_least");
    criterion.at_most = read_limit(reader, "at_most");
    if (!criterion.at_least && !criterion.at_most) {
      reader.error("at_least", "is missing (or give at_most): a criterion has a limit");
    }
    criterion.rule = reader.word("rule", kDecisionRules, DecisionRule::simple);
    if (!reader.boolean("required")) {
      reader.error("required", "is missing: say whether it counts (true) or is advisory (false)");
    }
    criterion.required = reader.boolean("required").value_or(true);
    criterion.must_bind = reader.word("must_bind", kMustBinds, MustBind::never);
    criterion.devices = reader.word("devices", kDevicesAsked, DevicesAsked::each);
    criterion.not_offered = reader.word("not_offered", kNotOffered, NotOffered::inconclusive);
    criterion.note = reader.text("note");
    reader.finish();
    out().criteria.push_back(std::move(criterion));
  }

  /// What a device must be for the criterion to be put to it.
  void read_where(TableReader& reader, Criterion& criterion) {
    const auto* table = reader.table("where");
    if (table == nullptr) {
      return;
    }
    TableReader asked(*table, reader.what() + " 'where'", findings_);
    for (const auto& entry : table->entries) {
      criterion.where.emplace(entry.key, asked.required_text(entry.key));
    }
    if (criterion.where.empty()) {
      reader.error("where", "asks for nothing");
    }
  }

  /// What is judged, and in which of the two ways it is counted.
  void read_subject(TableReader& reader, Criterion& criterion) {
    const auto metric = reader.text("metric");
    const auto measurement = reader.text("measurement");
    if (metric.empty() == measurement.empty()) {
      reader.error("metric", "or 'measurement' is needed, and not both");
    }
    criterion.measurement = !measurement.empty();
    criterion.metric = criterion.measurement ? measurement : metric;
    const auto samples = reader.integer(criterion.measurement ? "min_windows" : "min_samples");
    if (samples && *samples < 1) {
      reader.error(criterion.measurement ? "min_windows" : "min_samples", "is 1 or more");
    }
    criterion.min_samples = samples.value_or(1);
  }

  std::optional<Quantity> read_limit(TableReader& reader, std::string_view key) {
    const auto* node = reader.find(key);
    if (node == nullptr) {
      return std::nullopt;
    }
    return read_quantity(*node, reader.what() + " '" + std::string(key) + "'", QuantityUse::limit,
                         findings_);
  }

  TableReader top_;
  Findings& findings_;
  ReadReference result_;
};

}  // namespace

std::string item_name(std::string_view table, std::string_view id) {
  return std::string(table) + " " + std::string(id);
}

ReadReference read_reference(const TomlTable& tree, Findings& findings) {
  return ReferenceReader(tree, findings).read();
}

}  // namespace rackproof
