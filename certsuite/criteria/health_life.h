#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "certsuite/criteria/health_nodes.h"
#include "certsuite/criteria/health_screen.h"
#include "schemas/health.h"

/// Which devices are still read, which fell silent, and which are gone.
namespace rackproof::criteria {

/// A device that was not read for longer was taken away on purpose: it is named and not judged.
inline constexpr std::chrono::hours kRemembered{7 * 24};

/// A question with a device that it is put to. The pointers are the node's and the reference's.
struct Bound {
  const HealthQuestion* question = nullptr;
  const Device* device = nullptr;
  const HealthReference* reference = nullptr;
};

/// Every question of the references with every device that it binds.
[[nodiscard]] std::vector<Bound> bound_questions(
    const HealthNode& node, const std::vector<const HealthReference*>& references);

/// What the screen has of a device's series; of a device that a BMC shows too, the BMC's where the
/// host's is not read. nullptr for none.
[[nodiscard]] const Screened* screened_of(const Screen& screen, const Device& device,
                                          const std::string& metric);

/// Devices of `bound` of which no asked series is fresh, with the metrics that were asked.
using Unread = std::map<std::string, std::set<std::string>>;
[[nodiscard]] Unread unread_of(const std::vector<Bound>& bound, const Screen& screen,
                               TimeRange window);

/// What is known of a device that was read at some time.
struct LastSeen {
  std::optional<UtcTime> last;  ///< None where the source does not look back so far.
  bool remembered = false;      ///< It was read within kRemembered.
};
using SeenDevices = std::map<std::string, LastSeen>;

/// Devices that were never read by the metrics asked are left out.
Result<SeenDevices> last_seen(TelemetrySource& source, const Unread& unread, TimeRange window);

/// What an unread device is.
enum class Absence {
  never_read,  ///< Nobody ever read it: its questions are asked and stay without an answer.
  silent,      ///< Nobody can say: nothing of its kind is read, or silence is usual for its kind.
  gone,        ///< Others of its kind on this node are read and it is not.
  replaced,    ///< Another one sits in its place, or as many as are declared are here.
  forgotten,   ///< Not read for kRemembered.
};

struct AbsentDevice {
  const Device* device = nullptr;
  Absence absence = Absence::silent;
  std::optional<UtcTime> last;
  bool required = false;  ///< A required question is put to it.
};

/// The unread devices of a node of which others are read.
[[nodiscard]] std::vector<AbsentDevice> absent_devices(const std::vector<Bound>& bound,
                                                       const Unread& unread,
                                                       const SeenDevices& seen);

/// A finding "presence" for one that is silent or gone.
[[nodiscard]] HealthFinding presence_finding(const AbsentDevice& absent, UtcTime now);

}  // namespace rackproof::criteria
