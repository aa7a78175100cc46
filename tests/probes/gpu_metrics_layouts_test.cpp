#include "probes/amdgpu/gpu_metrics_layouts.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "probes/amdgpu/gpu_metrics.h"
#include "tests/support/gpu_metrics_file.h"

using namespace rackproof;
using namespace rackproof::amdgpu;
using rackproof::testing::metrics_versions;
using rackproof::testing::MetricsFile;
using rackproof::testing::MetricsMember;
using rackproof::testing::MetricsVersion;

namespace {

/// '*' in `pattern` stands for any letters.
bool matches(std::string_view pattern, std::string_view name) {
  if (pattern.empty() || name.empty()) {
    return pattern == name || pattern == "*";
  }
  if (pattern.front() == '*') {
    return matches(pattern.substr(1), name) || matches(pattern, name.substr(1));
  }
  return pattern.front() == name.front() && matches(pattern.substr(1), name.substr(1));
}

bool is_named_as_left_out(std::string_view member) {
  return member.starts_with("padding") || std::ranges::any_of(left_out(), [&](const auto& row) {
           return matches(row.name, member);
         });
}

/// The readings that a member's bytes reach, found by setting them.
std::vector<FieldReading> reached(const MetricsVersion& version, const MetricsMember& member,
                                  std::size_t instance) {
  MetricsFile file(version);
  const auto before = parse_gpu_metrics(file.bytes()).value();
  file.set(member.name, 1, instance);
  const auto after = parse_gpu_metrics(file.bytes()).value();
  std::vector<FieldReading> changed;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i].reading != before[i].reading) {
      changed.push_back(after[i]);
    }
  }
  return changed;
}

/// "current_gfxclk[]" and "average_socket_power (mW)" are members of that name without the rest;
/// integrated GPUs have one video clock and call it without a number.
std::string kernel_name(const Field& field, const MetricsVersion& version) {
  std::string name(field.name.substr(0, field.name.find_first_of("[ ")));
  const auto clock = name.find("clk0");
  if (version.format >= 2 && clock != std::string::npos) {
    name.erase(clock + 3, 1);
  }
  return version.format == 3 && name == "average_mm_activity" ? "average_vcn_activity" : name;
}

std::size_t check_member(const MetricsVersion& version, const MetricsMember& member) {
  CAPTURE(int{version.format}, int{version.content}, member.name);
  if (member.width > 8) {
    CHECK(is_named_as_left_out(member.name));
    return 0;
  }
  for (std::size_t i = 0; i < member.count; ++i) {
    const auto found = reached(version, member, i);
    if (found.empty()) {
      CHECK(is_named_as_left_out(member.name));
      return 0;
    }
    REQUIRE(found.size() == 1);
    CHECK(kernel_name(*found[0].field, version) == member.name);
    CHECK(found[0].instance == i);
  }
  return 1;
}

}  // namespace

TEST_CASE("gpu_metrics: the sizes of all versions are those that the kernel publishes",
          "[probes][amdgpu]") {
  // kernel documentation and ROCm headers; 1.6 was given to two layouts
  const std::vector<std::array<std::size_t, 3>> published{
      {1, 0, 80},  {1, 1, 96},   {1, 2, 104},  {1, 3, 120},  {1, 4, 288}, {1, 5, 360},
      {1, 6, 384}, {1, 6, 1664}, {1, 7, 2208}, {1, 8, 3872}, {2, 0, 120}, {2, 1, 120},
      {2, 2, 128}, {2, 3, 152},  {2, 4, 168},  {3, 0, 264}};
  REQUIRE(layouts().size() == published.size());
  REQUIRE(metrics_versions().size() == published.size());
  for (std::size_t i = 0; i < published.size(); ++i) {
    const auto& [format, content, size] = published[i];
    CAPTURE(format, content, size);
    CHECK(MetricsFile(metrics_versions()[i]).bytes().size() == size);
    CHECK(find_layout(static_cast<std::uint8_t>(format), static_cast<std::uint8_t>(content),
                      size) == &layouts()[i]);
  }
}

TEST_CASE("gpu_metrics: each member of each version is read at its place or named as left out",
          "[probes][amdgpu]") {
  for (const auto& version : metrics_versions()) {
    const MetricsFile file(version);
    std::size_t read = 0;
    std::size_t all = 0;
    std::string left;
    for (const auto& member : file.members()) {
      const auto now = check_member(version, member);
      const bool padding = member.name.starts_with("padding");
      all += padding ? 0 : 1;
      read += now;
      left += now == 0 && !padding ? " " + member.name : "";
    }
    std::cout << "gpu_metrics " << int{version.format} << "." << int{version.content} << " of "
              << file.bytes().size() << " bytes: " << read << " of " << all << " members;"
              << (left.empty() ? " none left out" : " left out:" + left) << "\n";
  }
}

TEST_CASE("gpu_metrics: no two members of a layout share a byte or leave the file",
          "[probes][amdgpu]") {
  for (const auto& layout : layouts()) {
    CAPTURE(int{layout.format}, int{layout.content}, layout.size);
    std::vector<bool> taken(layout.size, false);
    for (const auto& row : layout.rows) {
      REQUIRE(row.field != nullptr);
      CAPTURE(row.field->name);
      const std::size_t end = row.offset + std::size_t{row.width} * row.count;
      REQUIRE(end <= layout.size);
      for (std::size_t i = row.offset; i < end; ++i) {
        CHECK_FALSE(taken[i]);
        taken[i] = true;
      }
    }
  }
}

TEST_CASE("gpu_metrics: what is left out has a reason", "[probes][amdgpu]") {
  std::set<std::string_view> names;
  for (const auto& row : left_out()) {
    CHECK(names.insert(row.name).second);
    CHECK(row.why.size() > 10);
  }
}
