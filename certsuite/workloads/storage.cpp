#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "certsuite/workloads/factories.h"
#include "certsuite/workloads/parameters.h"
#include "certsuite/workloads/storage_run.h"
#include "probes/machine/direct_file.h"
#include "probes/machine/scratch.h"
#include "schemas/catalogue.h"

namespace rackproof {
namespace {

constexpr std::string_view kFileBytes = "file_bytes";

class FileOnDevice final : public BlockFile {
 public:
  explicit FileOnDevice(DirectFile file) : file_(std::move(file)) {}
  Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes) override {
    return file_.write(offset, bytes);
  }
  Result<void> read(std::uint64_t offset, std::span<std::byte> bytes) override {
    return file_.read(offset, bytes);
  }
  Result<void> flush() override { return file_.flush(); }

 private:
  DirectFile file_;
};

/// As asked, or 256 MiB and no more than a quarter of what is free. Whole chunks.
Result<std::uint64_t> choose_size(const Effort& effort) {
  constexpr double kUsual = 256.0 * 1024 * 1024;
  constexpr double kLargest = 1e15;
  const auto free = free_bytes(effort.directory);
  if (!free) {
    return free.error();
  }
  const bool asked = effort.parameters.contains(kFileBytes);
  const double room = static_cast<double>(*free) / (asked ? 1 : 4);
  const double wanted =
      parameter(effort, kFileBytes, std::min(kUsual, room), kChunkBytes, kLargest);
  if (wanted > room) {
    return Error{ErrorKind::out_of_range, effort.directory + ": " + std::to_string(*free) +
                                              " bytes are free, too few for the test file"};
  }
  return static_cast<std::uint64_t>(wanted) / kChunkBytes * kChunkBytes;
}

class Storage final : public Workload {
 public:
  [[nodiscard]] std::string_view name() const override { return "storage"; }
  [[nodiscard]] std::string_view purpose() const override {
    return "Writes stamped blocks past the page cache, reads them back and checks address, "
           "generation and every bit: finds storage that loses, misdirects or changes data.";
  }
  [[nodiscard]] std::vector<std::string_view> measurements() const override {
    return {metrics::named("storage_write_bytes_per_second")->name,
            metrics::named("storage_read_bytes_per_second")->name,
            metrics::named("storage_mismatch_count")->name};
  }
  [[nodiscard]] std::vector<std::string_view> parameters() const override { return {kFileBytes}; }
  [[nodiscard]] std::string needs(const Inventory& /*inventory*/) const override { return ""; }

  Result<WorkloadOutcome> run(const Effort& effort, WorkloadListener& listener) override {
    auto file = DirectFile::make_in(effort.directory);
    if (!file && file.error().kind == ErrorKind::unsupported) {
      listener.fact({"direct_io", file.error().message, ""});
      WorkloadOutcome outcome;
      outcome.skipped = file.error().message;
      return outcome;
    }
    if (!file) {
      return std::move(file).error();
    }
    const auto bytes = choose_size(effort);
    if (!bytes) {
      return bytes.error();
    }
    listener.fact({"filesystem", file->filesystem(), ""});
    listener.fact({"direct_io", "O_DIRECT", ""});
    listener.fact({"file_size", std::to_string(*bytes), "B"});
    FileOnDevice device(std::move(*file));
    return run_storage(effort, listener, device, *bytes);
  }
};

}  // namespace

std::unique_ptr<Workload> make_storage() {
  return std::make_unique<Storage>();
}

}  // namespace rackproof
