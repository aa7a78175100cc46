#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "probes/outside/openmetrics_text.h"

namespace rackproof::testing {

/// An exposition as a reader of other people's expositions takes it. One that breaks its format
/// fails the test.
class ToldSeries {
 public:
  using Labels = std::map<std::string, std::string>;

  explicit ToldSeries(std::string text, outside::Dialect dialect = outside::Dialect::automatic);
  ~ToldSeries() = default;
  ToldSeries(const ToldSeries&) = delete;  // what is parsed points into the text
  ToldSeries& operator=(const ToldSeries&) = delete;
  ToldSeries(ToldSeries&&) = delete;
  ToldSeries& operator=(ToldSeries&&) = delete;

  /// The series of that name that bears all of `labels`, further ones allowed; nullptr where none
  /// is. Two of them fail the test.
  [[nodiscard]] const Reading* find(std::string_view name, const Labels& labels = {}) const;
  /// The same; none fails the test.
  [[nodiscard]] double value(std::string_view name, const Labels& labels = {}) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] const outside::Exposition& exposition() const { return exposition_; }
  /// nullptr where there is none.
  [[nodiscard]] const outside::Family* family(std::string_view name) const;

 private:
  std::string text_;
  outside::Exposition exposition_;
};

}  // namespace rackproof::testing
