#pragma once

#include <array>
#include <chrono>
#include <iosfwd>
#include <memory>

#include "certsuite/progress.h"
#include "schemas/architecture.h"
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

/// Draws to `err`, which outlives the listener and is the process's stderr where a bar is wanted;
/// so does `reference`, which may be null: then no margins are shown.
std::unique_ptr<ProgressListener> make_progress(ProgressStyle style, std::ostream& err,
                                                const Architecture* reference = nullptr);

/// The styles one by one. The bar redraws a block of a few lines in place and asks the terminal for
/// its width each time; the plain one writes two lines a step; JSON is one object a line
/// (docs/progress.md), a "progress" at most every `beat`.
std::unique_ptr<ProgressListener> make_bar_progress(std::ostream& err,
                                                    const Architecture* reference = nullptr);
std::unique_ptr<ProgressListener> make_plain_progress(std::ostream& err);
std::unique_ptr<ProgressListener> make_json_progress(
    std::ostream& err, const Architecture* reference = nullptr,
    std::chrono::nanoseconds beat = std::chrono::seconds(1));
std::unique_ptr<ProgressListener> make_no_progress();

/// Tells both all that it is told. Both outlive it.
std::unique_ptr<ProgressListener> make_both_progress(ProgressListener& one, ProgressListener& two);

}  // namespace rackproof
