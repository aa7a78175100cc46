#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "schemas/enum_names.h"
#include "schemas/inventory.h"
#include "schemas/report.h"
#include "schemas/run_record.h"

namespace rackproof {

/// One side of a comparison. References only.
struct Compared {
  const Report& report;
  const RunRecord& record;
  const Inventory& inventory;
};

/// Whether a number moved by more than both measurements are uncertain by.
enum class Change {
  none,          ///< The same number, or no number on one side.
  within,        ///< By no more than sqrt(U1^2 + U2^2).
  beyond,        ///< By more than that.
  not_knowable,  ///< One of the two has no uncertainty.
};

inline constexpr std::array kChanges{
    EnumName<Change>{Change::none, "none"},
    EnumName<Change>{Change::within, "within uncertainty"},
    EnumName<Change>{Change::beyond, "beyond uncertainty"},
    EnumName<Change>{Change::not_knowable, "uncertainty not known"},
};

/// One criterion on one device, then and now.
struct VerdictChange {
  std::string criterion;
  std::string device;              ///< Of the later report, else of the earlier one.
  std::optional<Verdict> earlier;  ///< None: the criterion or the device is new.
  std::optional<Verdict> later;    ///< None: it is gone.
  std::optional<double> percent;   ///< Of the earlier number; none where that is 0 or missing.
  Change change = Change::none;
};

/// A fact of the machine or of its surroundings, then and now; "" = was not there.
struct FactChange {
  std::string what;
  std::string earlier;
  std::string later;
};

/// An earlier report beside a later one. Nothing is judged anew.
struct Comparison {
  std::vector<std::string> warnings;    ///< What keeps the two from being compared like with like.
  std::vector<VerdictChange> verdicts;  ///< Of the later report, in its order, then what is gone.
  std::vector<FactChange> parts;        ///< Serial, firmware, model of a part; parts new or gone.
  std::vector<FactChange> software;
  std::vector<FactChange> environment;
};

/// Pure: the same two reports give the same comparison.
[[nodiscard]] Comparison compare(const Compared& earlier, const Compared& later);

/// For people, at most 100 columns: warnings first, then what changed, then every number.
[[nodiscard]] std::string comparison_text(const Comparison& comparison, const Compared& earlier,
                                          const Compared& later);
/// The same as a page of one file, without script.
[[nodiscard]] std::string comparison_html(const Comparison& comparison, const Compared& earlier,
                                          const Compared& later);
/// The same as a document of the published schema "comparison", newline at its end.
[[nodiscard]] std::string comparison_json(const Comparison& comparison, const Compared& earlier,
                                          const Compared& later);

}  // namespace rackproof
