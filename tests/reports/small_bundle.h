#pragma once

#include <functional>
#include <map>
#include <string>

#include "reports/seal/private_key.h"
#include "reports/seal/trust.h"
#include "reports/verify.h"
#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/report.h"
#include "schemas/run_record.h"
#include "schemas/sample.h"
#include "schemas/time.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// 2026-11-21T05:17:00Z: when the small run began.
[[nodiscard]] UtcTime small_start();

/// What goes into a small bundle; a test alters what it is about before the bundle is made.
struct SmallRun {
  Inventory inventory;       ///< One node, one temperature sensor.
  RunRecord record;          ///< One idle phase of 20 s, complete, with issuer.
  std::string reference;     ///< TOML: the sensor's maximum keeps under 85 Cel.
  double celsius = 47.5;     ///< What the sensor shows, twenty times.
  Samples samples = {};      ///< Instead of these, by the places of `inventory`; empty = these.
  std::string plan = "abc";  ///< As the record's plan digest has it.
  std::string site_toml = "customer = \"Example\"\n";
  std::map<std::string, std::string> members = {};  ///< Besides, by bundle path.
  std::string journal = {};                         ///< journal.jsonl; "" = none was kept.
  std::string checkpoints = {};
  std::string order = {};       ///< Envelope that the record mentions; "" = none.
  std::string samples_of = {};  ///< Run that samples.db says it is of; "" = it says none.
};
[[nodiscard]] SmallRun small_run();

/// The same at another time.
[[nodiscard]] SmallRun moved_to(UtcTime started, SmallRun run);

/// An order of "Example Chips" for such a run, issued an hour before it, sealed by `vendor`; puts
/// it into `run`.
void order(SmallRun& run, const seal::PrivateKey& vendor);

/// A real bundle of a small run, made by assemble(): every kind of member is in it.
class SmallBundle {
 public:
  SmallBundle() : SmallBundle(small_run()) {}
  explicit SmallBundle(const SmallRun& run);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string at(const std::string& member) const { return path_ + "/" + member; }
  [[nodiscard]] const Report& report() const { return report_; }
  [[nodiscard]] const seal::PrivateKey& key() const { return key_; }

  /// Seals both statements with key().
  SmallBundle& sealed();
  /// Verifies with trust in key(), ten minutes after the run.
  [[nodiscard]] Result<Verification> verify(bool allow_simulated = false) const;
  /// What a script would make of it; an Error counts as failed and is kept out.
  [[nodiscard]] Standing standing() const;

  /// Another place in the same temporary directory.
  [[nodiscard]] std::string beside(const std::string& name) const { return dir_.at(name); }

 private:
  TempDir dir_;
  std::string path_;
  seal::PrivateKey key_;
  Report report_;
};

[[nodiscard]] std::string read_whole(const std::string& path);
void overwrite(const std::string& path, const std::string& bytes);

/// Rewrites a member as text; the test's own way of tampering.
void edit(const std::string& path, const std::function<void(std::string&)>& change);

}  // namespace rackproof::testing
