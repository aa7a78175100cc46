#pragma once

#include <string>
#include <string_view>

#include "schemas/manifest.h"
#include "schemas/result.h"

namespace rackproof {

/// A bundle directory in the making: everything is written to OUT.part, which becomes OUT in one
/// step when it is whole. OUT.part is removed again when the writer goes without finish(); only a
/// killed process leaves it behind. One thread at a time.
class BundleWriter {
 public:
  /// Error{io} when `out` is there and not an empty directory, or when OUT.part is there.
  static Result<BundleWriter> create(const std::string& out);

  ~BundleWriter();
  BundleWriter(BundleWriter&& other) noexcept;
  BundleWriter& operator=(BundleWriter&&) = delete;
  BundleWriter(const BundleWriter&) = delete;
  BundleWriter& operator=(const BundleWriter&) = delete;

  /// OUT.part: where the run may write samples.db, events.jsonl and logs/ itself.
  [[nodiscard]] const std::string& directory() const { return directory_; }
  /// The name it will have.
  [[nodiscard]] const std::string& out() const { return out_; }

  /// Writes one member whole; parents are made. Error{io} for a name that no bundle
  /// has (bundle_members.h).
  Result<void> write(std::string_view member, std::string_view bytes);

  /// Lists, hashes and writes manifest.json over every member that is there now. A file that is not
  /// a member of any bundle, or is not a regular file, is an Error{io} that names it.
  Result<Manifest> write_manifest();

  /// Gives the bundle its name. Nothing may be written afterwards.
  Result<void> finish();

 private:
  BundleWriter(std::string out, std::string directory);

  std::string out_;
  std::string directory_;  ///< "" once finished or moved from.
};

}  // namespace rackproof
