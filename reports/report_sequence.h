#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/result.h"
#include "schemas/time.h"

/// The number that an issuer gives to each report that it seals: in a file of the issuer's own,
/// kept where its key is kept. Numbers go up by one; one that was taken and then not used is a gap,
/// and none is given twice as long as there is one file.
namespace rackproof {

/// What the file says.
struct IssuedSoFar {
  std::string issuer;   ///< Site::issuer_name of every report that it counts.
  int last = 0;         ///< The number given last; 0 = none yet.
  UtcTime issued = {};  ///< When that was; the beginning of time where none was given yet.

  bool operator==(const IssuedSoFar&) const = default;
};

/// Format "rackproof-sequence/1". Error{malformed} for anything else.
Result<IssuedSoFar> decode_issued_so_far(std::string_view text);
[[nodiscard]] std::string encode_issued_so_far(const IssuedSoFar& issued);

/// Where the numbers come from.
struct SequenceFile {
  std::string path;
  std::optional<int> begin = {};  ///< Makes the file, which must not be there, to begin with this.
};

/// Gives the unsealed report in the bundle at `path` the next number of `file`, and `now`
/// as its time of issue, since numbers and times go up together; the number. A report that has a
/// number of this file already keeps both: a sealing that failed can be done again. The file is
/// written first. Error{malformed} for a report that is sealed, that names no issuer or another
/// than the file, or lacks something mandatory, and for a file that is there or not there against
/// what was asked; out_of_range where a clock stands before the last issue or no number is left.
/// Nothing is changed on failure, but that a number may be lost where the report cannot be written.
Result<int> number_report(const std::string& path, const SequenceFile& file, UtcTime now);

}  // namespace rackproof
