#pragma once

#include <array>
#include <iosfwd>
#include <memory>

#include "certsuite/progress.h"
#include "schemas/enum_names.h"

namespace rackproof {

enum class ProgressStyle {
  automatic,  ///< A bar when stderr is a terminal, plain lines elsewhere.
  plain,
  json,
  none,
};

inline constexpr std::array kProgressStyles{
    EnumName<ProgressStyle>{ProgressStyle::automatic, "auto"},
    EnumName<ProgressStyle>{ProgressStyle::plain, "plain"},
    EnumName<ProgressStyle>{ProgressStyle::json, "json"},
    EnumName<ProgressStyle>{ProgressStyle::none, "none"},
};

/// Draws to `err`, which outlives the listener and is the process's stderr where a bar is wanted.
std::unique_ptr<ProgressListener> make_progress(ProgressStyle style, std::ostream& err);

/// The styles one by one. The bar redraws one line in place and asks the terminal for its width
/// each time; the plain one writes two lines a step; JSON is one object a line, at most one
/// "progress" a second.
std::unique_ptr<ProgressListener> make_bar_progress(std::ostream& err);
std::unique_ptr<ProgressListener> make_plain_progress(std::ostream& err);
std::unique_ptr<ProgressListener> make_json_progress(std::ostream& err);
std::unique_ptr<ProgressListener> make_no_progress();

}  // namespace rackproof
