#include "tests/support/told_series.h"

#include <algorithm>
#include <utility>

#include <catch2/catch.hpp>

namespace rackproof::testing {
namespace {

bool bears(const outside::Labels& told, const ToldSeries::Labels& wanted) {
  return std::ranges::all_of(wanted, [&](const auto& label) {
    return std::ranges::any_of(told, [&](const outside::Label& candidate) {
      return candidate.name == label.first && candidate.value == label.second;
    });
  });
}

}  // namespace

ToldSeries::ToldSeries(std::string text, outside::Dialect dialect) : text_(std::move(text)) {
  auto parsed = outside::parse_openmetrics(text_, dialect);
  INFO((parsed ? "" : parsed.error().message));
  REQUIRE(parsed);
  exposition_ = std::move(*parsed);
}

const Reading* ToldSeries::find(std::string_view name, const Labels& labels) const {
  const Reading* found = nullptr;
  for (const auto& series : exposition_.series) {
    if (series.name == name && bears(series.labels, labels)) {
      CAPTURE(name);
      REQUIRE(found == nullptr);
      found = &series.value;
    }
  }
  return found;
}

double ToldSeries::value(std::string_view name, const Labels& labels) const {
  const auto* found = find(name, labels);
  CAPTURE(name, text_);
  REQUIRE(found != nullptr);
  REQUIRE(has_value(*found));
  return as_double(*found);
}

std::size_t ToldSeries::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count(exposition_.series, name, &outside::ForeignSeries::name));
}

const outside::Family* ToldSeries::family(std::string_view name) const {
  const auto found = std::ranges::find(exposition_.families, name, &outside::Family::name);
  return found == exposition_.families.end() ? nullptr : &*found;
}

}  // namespace rackproof::testing
