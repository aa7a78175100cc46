#pragma once

#include <string>
#include <string_view>

#include "schemas/manifest.h"
#include "schemas/result.h"

namespace rackproof {

/// A bundle directory in the making: everything is written to OUT.part/bundle, which becomes OUT in
/// one step when it is whole. Beside it lies OUT.part/state, of a run that can be gone on with.
/// OUT.part is removed again when the writer goes without finish(), unless the state is kept; and
/// a killed process leaves it behind. One thread at a time.
class BundleWriter {
 public:
  /// Error{io} when `out` is there and not an empty directory, or when OUT.part is there.
  static Result<BundleWriter> create(const std::string& out);

  /// For OUT.part as a killed process left it: its bundle directory is begun anew. Error{io} when
  /// `out` is there and not an empty directory.
  static Result<BundleWriter> go_on(const std::string& out);

  ~BundleWriter();
  BundleWriter(BundleWriter&& other) noexcept;
  BundleWriter& operator=(BundleWriter&&) = delete;
  BundleWriter(const BundleWriter&) = delete;
  BundleWriter& operator=(const BundleWriter&) = delete;

  /// OUT.part/bundle: where the run may write samples.db, events.jsonl and logs/ itself.
  [[nodiscard]] const std::string& directory() const { return directory_; }
  /// OUT.part/state.
  [[nodiscard]] std::string state() const;
  /// From here on the state stays when the writer goes without finish().
  void keep_state() { keeps_state_ = true; }
  /// The name it will have.
  [[nodiscard]] const std::string& out() const { return out_; }

  /// Writes one member whole; parents are made. Error{io} for a name that no bundle
  /// has (bundle_members.h).
  Result<void> write(std::string_view member, std::string_view bytes);

  /// Lists, hashes and writes manifest.json over every member that is there now. A file that is not
  /// a member of any bundle, or is not a regular file, is an Error{io} that names it.
  Result<Manifest> write_manifest();

  /// Gives the bundle its name. Nothing may be written afterwards. Error{io} or {denied} where that
  /// cannot be done or made to last.
  Result<void> finish();
  /// The same as one file, which pack_bundle() makes of it.
  Result<void> finish_archive();

 private:
  void clean_up();
  BundleWriter(std::string out, std::string directory);

  std::string out_;
  std::string directory_;  ///< "" once finished or moved from.
  bool keeps_state_ = false;
};

/// `out` without slashes at its end, so that OUT.part lies beside it.
[[nodiscard]] std::string bundle_name(std::string out);
/// OUT.part of a bundle name.
[[nodiscard]] std::string part_of(const std::string& name);

}  // namespace rackproof
