#include "schemas/site_metrics.h"

#include <utility>

#include "schemas/catalogue.h"
#include "schemas/encoding.h"
#include "schemas/unit_words.h"

namespace rackproof {
namespace {

constexpr std::string_view kTotal = "_total";
constexpr std::size_t kLongestName = 128;
constexpr std::size_t kLongestHelp = 300;

Error refused(const std::string& name, const std::string& why) {
  return Error{ErrorKind::malformed, "'" + printable(name) + "' " + why};
}

bool is_site_name(std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  return name.starts_with(kSiteMetricPrefix) && name.size() > kSiteMetricPrefix.size() &&
         name.size() <= kLongestName && name.find_first_not_of(kLetters) == std::string_view::npos;
}

Result<void> check_ending(const SiteMetricDeclaration& declared) {
  std::string_view stem = declared.name;
  const bool counter = declared.kind == MetricKind::counter;
  if (stem.ends_with(kTotal) != counter) {
    return refused(declared.name, counter ? "is a counter and does not end in _total"
                                          : "ends in _total and is no counter");
  }
  stem.remove_suffix(counter ? kTotal.size() : 0);
  const auto word = unit_word(declared.unit);
  if (!word.empty() && !stem.ends_with("_" + std::string(word))) {
    return refused(declared.name, "does not end with its unit, _" + std::string(word) +
                                      (counter ? std::string(kTotal) : std::string()));
  }
  return {};
}

Result<void> check(const SiteMetricDeclaration& declared) {
  if (!is_site_name(declared.name)) {
    return refused(declared.name,
                   "is no name of a site's metric: site_ and then a-z, 0-9 and _, 128 at most");
  }
  if (declared.kind == MetricKind::state) {
    return refused(declared.name, "is a gauge or a counter");
  }
  if (unit_row(declared.unit).base != declared.unit) {
    return refused(declared.name, "is kept in the base unit " +
                                      std::string(to_string(unit_row(declared.unit).base)));
  }
  if (!declared.help.ends_with('.') || declared.help.size() > kLongestHelp ||
      printable(declared.help, kLongestHelp) != declared.help) {
    return refused(declared.name, "needs one sentence of help with its full stop, 300 at most");
  }
  return check_ending(declared);
}

}  // namespace

Result<const Metric*> SiteMetrics::add(SiteMetricDeclaration declaration) {
  if (auto sound = check(declaration); !sound) {
    return std::move(sound).error();
  }
  if (find(declaration.name) != nullptr) {
    return refused(declaration.name, "is declared twice");
  }
  auto row = std::make_unique<Row>();
  row->name = std::move(declaration.name);
  row->help = std::move(declaration.help);
  row->metric = Metric{
      .name = row->name, .unit = declaration.unit, .kind = declaration.kind, .help = row->help};
  const auto* metric = &row->metric;
  rows_.push_back(std::move(row));
  return metric;
}

const Metric* SiteMetrics::find(std::string_view name) const {
  for (const auto& row : rows_) {
    if (row->name == name) {
      return &row->metric;
    }
  }
  return nullptr;
}

const Metric* find_metric(std::string_view name, const SiteMetrics& site) {
  const auto* known = metrics::find(name);
  return known != nullptr ? known : site.find(name);
}

}  // namespace rackproof
