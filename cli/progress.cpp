#include "cli/progress.h"

#include "probes/machine/terminal.h"

namespace rackproof {

std::unique_ptr<ProgressListener> make_progress(ProgressStyle style, std::ostream& err) {
  switch (style) {
    case ProgressStyle::plain:
      return make_plain_progress(err);
    case ProgressStyle::json:
      return make_json_progress(err);
    case ProgressStyle::none:
      return make_no_progress();
    case ProgressStyle::automatic:
      break;
  }
  constexpr int kStandardError = 2;
  return terminal_width(kStandardError) ? make_bar_progress(err) : make_plain_progress(err);
}

}  // namespace rackproof
