#include <string>

#include "schemas/toml/quantity.h"
#include "schemas/toml/reference.h"
#include "schemas/toml/writer.h"

namespace rackproof {
namespace {

void write_head(TomlWriter& out, const Architecture& architecture) {
  out.table("reference");
  out.text("id", architecture.id);
  out.entry("revision", std::to_string(architecture.revision));
  out.text("title", architecture.title);
  out.text("status", word_of(kReferenceStatuses, architecture.status));
  out.text_if_given("uri", architecture.uri);
  if (architecture.sequence) {
    out.entry("sequence", std::to_string(*architecture.sequence));
  }
  out.entry("overlays", toml_texts(architecture.overlay_chain));
  out.entry("must_judge", toml_texts(architecture.must_judge));
}

void write_identity(TomlWriter& out, const IdentityTerm& term) {
  out.array_table("identity");
  out.text_if_given("pci", term.pci);
  out.text_if_given("machine", term.machine);
  out.text_if_given("architecture", term.architecture);
  if (term.count) {
    out.entry("count", std::to_string(*term.count));
  }
}

void write_part(TomlWriter& out, const Part& part) {
  out.array_table("part");
  out.text("kind", word_of(kDeviceKinds, part.kind));
  if (part.in) {
    out.text("in", word_of(kDeviceKinds, *part.in));
  }
  out.text_if_given("model", part.model);
  if (part.serial) {
    out.entry("serial", "true");
  }
  out.entry("count", write_quantity(part.count));
  for (const auto& [name, quantity] : part.quantities) {
    out.entry(name, write_quantity(quantity));
  }
}

void write_times(TomlWriter& out, std::string_view key,
                 const std::map<std::string, Quantity, std::less<>>& times) {
  const auto everywhere = times.find("*");
  if (everywhere != times.end() && times.size() == 1) {
    out.entry(key, write_quantity(everywhere->second));
    return;
  }
  for (const auto& [tier, time] : times) {
    out.entry_in(key, tier, write_quantity(time));
  }
}

void write_phase(TomlWriter& out, const Phase& phase) {
  out.array_table("phase");
  out.text("id", phase.id);
  out.text("workload", phase.workload);
  out.entry("tier", toml_texts(phase.tiers));
  write_times(out, "seconds", phase.seconds);
  write_times(out, "seconds_per_gib", phase.seconds_per_gib);
  write_times(out, "seconds_at_most", phase.seconds_at_most);
  write_times(out, "settle", phase.settle);
  for (const auto& [name, value] : phase.parameters) {
    out.entry_in("parameters", name, write_quantity(value));
  }
}

void write_topology(TomlWriter& out, const Architecture& architecture) {
  out.table("topology");
  out.text("kind", architecture.topology_kind);
  out.entry("shape", toml_integers(architecture.topology_shape));
  out.text_if_given("places", architecture.topology_places);
}

void write_criterion(TomlWriter& out, const Criterion& criterion) {
  out.array_table("criterion");
  out.text("id", criterion.id);
  out.text("class", criterion.criterion_class);
  out.text("on", word_of(kDeviceKinds, criterion.on));
  for (const auto& [fact, pattern] : criterion.where) {
    out.entry_in("where", fact, toml_text(pattern));
  }
  out.text(criterion.measurement ? "measurement" : "metric", criterion.metric);
  out.text("during", criterion.during);
  out.text("statistic", word_of(kStatistics, criterion.statistic));
  if (criterion.at_least) {
    out.entry("at_least", write_quantity(*criterion.at_least));
  }
  if (criterion.at_most) {
    out.entry("at_most", write_quantity(*criterion.at_most));
  }
  out.text("rule", word_of(kDecisionRules, criterion.rule));
  out.entry(criterion.measurement ? "min_windows" : "min_samples",
            std::to_string(criterion.min_samples));
  out.entry("required", criterion.required ? "true" : "false");
  out.text("must_bind", word_of(kMustBinds, criterion.must_bind));
  // Left out where they are the default: documents of before these keys keep their bytes.
  if (criterion.devices != DevicesAsked::each) {
    out.text("devices", word_of(kDevicesAsked, criterion.devices));
  }
  if (criterion.not_offered != NotOffered::inconclusive) {
    out.text("not_offered", word_of(kNotOffered, criterion.not_offered));
  }
  out.text_if_given("note", criterion.note);
}

}  // namespace

std::string canonical_toml(const Architecture& architecture) {
  TomlWriter out;
  write_head(out, architecture);
  for (const auto& term : architecture.identity) {
    write_identity(out, term);
  }
  for (const auto& part : architecture.parts) {
    write_part(out, part);
  }
  if (!architecture.topology_kind.empty()) {
    write_topology(out, architecture);
  }
  for (const auto& row : architecture.software) {
    out.array_table("software");
    for (const auto& [name, version] : row.versions) {
      out.text(name, version);
    }
  }
  for (const auto& phase : architecture.phases) {
    write_phase(out, phase);
  }
  for (const auto& criterion : architecture.criteria) {
    write_criterion(out, criterion);
  }
  return out.document();
}

}  // namespace rackproof
