#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rackproof::testing {

/// A member of a gpu_metrics structure: `count` numbers of `width` bytes at `offset`.
struct MetricsMember {
  std::string name;
  std::size_t offset = 0;
  std::size_t width = 0;
  std::size_t count = 1;
};

/// One version of gpu_metrics as the kernel's header declares it: members in order, one after the
/// other under the natural alignment of C. Nothing of the product's tables is used.
struct MetricsVersion {
  std::uint8_t format;
  std::uint8_t content;
  std::string_view members;  ///< "u16 a b[4] u64 c": a type, then the names that have it.
};

/// Every layout that a kernel has had, 1.9 apart. 1.6 stands twice.
std::span<const MetricsVersion> metrics_versions();

/// A gpu_metrics file of that version, every byte ones ("not available") until it is set.
class MetricsFile {
 public:
  explicit MetricsFile(const MetricsVersion& version);
  /// The first layout of that number and size.
  MetricsFile(int format, int content, std::size_t size);

  [[nodiscard]] const std::vector<MetricsMember>& members() const { return members_; }
  void set(std::string_view name, std::uint64_t value, std::size_t instance = 0);
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::vector<MetricsMember> members_;
  std::string bytes_;
};

/// `value` as `width` little-endian bytes.
std::string little_endian_bytes(std::uint64_t value, std::size_t width);

/// One attribute of a 1.9 file and the file around such.
struct MetricsAttribute {
  std::uint64_t unit = 0;
  std::uint64_t type = 0;
  std::uint64_t id = 0;
  std::vector<std::uint64_t> values;
};
std::string self_describing_metrics(std::span<const MetricsAttribute> attributes,
                                    std::size_t code_width = 8);

}  // namespace rackproof::testing
