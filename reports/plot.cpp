#include "reports/plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "reports/axis.h"
#include "reports/figures.h"
#include "reports/html.h"

namespace rackproof {
namespace {

using figures::fixed;

// The drawing in its own pixels; the page scales it.
constexpr double kWidth = 480;
constexpr double kHeight = 216;
constexpr double kLeft = 76;
constexpr double kRight = 472;
constexpr double kTop = 22;
constexpr double kBottom = 190;
constexpr std::size_t kFewPoints = 3;     // drawn as dots too: a line of them would be overlooked
constexpr std::size_t kBuckets = 204;     // two pixels each
constexpr double kPixelsPerLetter = 5.4;  // of a phase name

/// What falls into one bucket of the time axis.
struct Bucket {
  std::vector<double> values;
};

/// Of the values that are shown.
struct Extent {
  double lowest = 0;
  double highest = 0;
  bool any = false;
};

std::string place(double x, double y) {
  return fixed(x, 1) + "," + fixed(y, 1);
}

std::string attribute(std::string_view name, double value) {
  return " " + std::string(name) + "=\"" + fixed(value, 1) + "\"";
}

std::string line(std::string_view style_class, double x1, double y1, double x2, double y2) {
  return "<line class=\"" + std::string(style_class) + "\"" + attribute("x1", x1) +
         attribute("y1", y1) + attribute("x2", x2) + attribute("y2", y2) + "/>\n";
}

std::string label(std::string_view style_class, double x, double y, std::string_view words) {
  return "<text class=\"" + std::string(style_class) + "\"" + attribute("x", x) +
         attribute("y", y) + ">" + escape_html(words) + "</text>\n";
}

std::string time_label(double seconds, double span) {
  constexpr double kMinute = 60;
  constexpr double kHour = 3600;
  if (span >= 3 * kHour) {
    return fixed(seconds / kHour, 0) + " h";
  }
  return span >= 5 * kMinute ? fixed(seconds / kMinute, 0) + " min" : fixed(seconds, 0) + " s";
}

double time_step(double span) {
  constexpr std::array kSteps{1.0,   2.0,   5.0,    10.0,   20.0,   30.0,    60.0,    120.0,  300.0,
                              600.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0, 21600.0, 43200.0};
  const auto found = std::ranges::find_if(kSteps, [span](double step) { return span / step <= 7; });
  return found == kSteps.end() ? span / 6 : *found;
}

class Drawing {
 public:
  explicit Drawing(const Plot& plot) : plot_(plot) {
    time_ = Axis{0, std::max(plot.seconds, 1e-3), kLeft, kRight};
  }

  std::string draw() {
    find_range();
    svg_ += "<svg viewBox=\"0 0 " + fixed(kWidth, 0) + " " + fixed(kHeight, 0) +
            "\" role=\"img\" aria-label=\"" + escape_html(plot_.title) + "\">\n";
    draw_phases();
    draw_axes();
    if (plot_.lines.size() > kMostLines) {
      draw_band();
    } else {
      for (std::size_t i = 0; i < plot_.lines.size(); ++i) {
        draw_line(plot_.lines[i], "l" + std::to_string(i));
      }
    }
    return std::move(svg_) + "</svg>\n";
  }

 private:
  [[nodiscard]] bool shown(const PlotPoint& point) const {
    return point.value && point.seconds >= time_.from && point.seconds <= time_.to;
  }

  void find_range() {
    Extent extent;
    for (const auto& series : plot_.lines) {
      widen(extent, series);
    }
    value_ = value_axis(extent.lowest, extent.highest, plot_.from_zero);
    value_.first_pixel = kBottom;
    value_.last_pixel = kTop;
  }

  void widen(Extent& extent, const PlotLine& series) const {
    for (const auto& point : series.points) {
      if (shown(point)) {
        extent.lowest = extent.any ? std::min(extent.lowest, *point.value) : *point.value;
        extent.highest = extent.any ? std::max(extent.highest, *point.value) : *point.value;
        extent.any = true;
      }
    }
  }

  void draw_phases() {
    for (std::size_t i = 0; i < plot_.phases.size(); ++i) {
      const auto& phase = plot_.phases[i];
      const auto from = time_.pixel(std::clamp(phase.from, time_.from, time_.to));
      const auto to = time_.pixel(std::clamp(phase.to, time_.from, time_.to));
      svg_ += "<rect class=\"" + std::string(i % 2 == 0 ? "even" : "odd") + "\"" +
              attribute("x", from) + attribute("y", kTop) + attribute("width", to - from) +
              attribute("height", kBottom - kTop) + "/>\n";
      const auto letters = static_cast<double>(phase.name.size());
      const auto name = letters * kPixelsPerLetter < to - from ? phase.name : std::to_string(i + 1);
      svg_ += label("phase", (from + to) / 2, kTop - 6, name);
    }
  }

  void draw_axes() {
    const auto step = round_step(value_.to - value_.from, 4);
    for (const auto value : ticks(value_.from, value_.to, step)) {
      const auto y = value_.pixel(value);
      svg_ += line("grid", kLeft, y, kRight, y);
      svg_ += label("value", kLeft - 6, y + 3.5, figures::figure(value, plot_.unit));
    }
    for (const auto seconds : ticks(0, time_.to, time_step(time_.to))) {
      const auto x = time_.pixel(seconds);
      svg_ += line("tick", x, kBottom, x, kBottom + 4);
      svg_ += label("time", x, kBottom + 16, time_label(seconds, time_.to));
    }
    svg_ += line("axis", kLeft, kBottom, kRight, kBottom);
  }

  /// Lowest and highest of each bucket, in their order: as much as the eye can see.
  void draw_line(const PlotLine& series, const std::string& style_class) {
    std::vector<PlotPoint> stretch;
    for (const auto& point : thinned(series.points)) {
      if (shown(point)) {
        stretch.push_back(point);
      } else if (!point.value) {
        draw_stretch(std::exchange(stretch, {}), style_class);
      }
    }
    draw_stretch(stretch, style_class);
  }

  void draw_stretch(const std::vector<PlotPoint>& stretch, const std::string& style_class) {
    std::string places;
    for (const auto& point : stretch) {
      places += (places.empty() ? "" : " ") +
                place(time_.pixel(point.seconds), value_.pixel(*point.value));
    }
    if (stretch.size() <= kFewPoints) {
      for (const auto& point : stretch) {
        svg_ += "<circle class=\"" + style_class + "\"" +
                attribute("cx", time_.pixel(point.seconds)) +
                attribute("cy", value_.pixel(*point.value)) + " r=\"2\"/>\n";
      }
    }
    if (stretch.size() > 1) {
      svg_ += "<polyline class=\"" + style_class + "\" points=\"" + places + "\"/>\n";
    }
  }

  [[nodiscard]] std::vector<PlotPoint> thinned(const std::vector<PlotPoint>& points) const {
    if (points.size() <= 2 * kBuckets) {
      return points;
    }
    std::vector<PlotPoint> kept;
    for (std::size_t i = 0; i < points.size();) {
      const auto bucket = bucket_of(points[i].seconds);
      auto lowest = i;
      auto highest = i;
      std::size_t end = i;
      for (; end < points.size() && bucket_of(points[end].seconds) == bucket; ++end) {
        lowest = points[end].value < points[lowest].value ? end : lowest;
        highest = points[highest].value < points[end].value ? end : highest;
      }
      kept.push_back(points[std::min(lowest, highest)]);
      if (lowest != highest) {
        kept.push_back(points[std::max(lowest, highest)]);
      }
      i = end;
    }
    return kept;
  }

  [[nodiscard]] std::size_t bucket_of(double seconds) const {
    const auto share = std::clamp(seconds / time_.to, 0.0, 1.0);
    return std::min(kBuckets - 1, static_cast<std::size_t>(share * kBuckets));
  }

  void fill(std::vector<Bucket>& buckets, const PlotLine& series) const {
    for (const auto& point : series.points) {
      if (shown(point)) {
        buckets[bucket_of(point.seconds) / 2].values.push_back(*point.value);
      }
    }
  }

  void draw_band() {
    std::vector<Bucket> buckets(kBuckets / 2);
    for (const auto& series : plot_.lines) {
      fill(buckets, series);
    }
    std::string upper;
    std::string lower;
    std::string middle;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      auto& values = buckets[i].values;
      if (values.empty()) {
        continue;
      }
      std::ranges::sort(values);
      const auto x = kLeft + (static_cast<double>(i) + 0.5) / static_cast<double>(buckets.size()) *
                                 (kRight - kLeft);
      upper += place(x, value_.pixel(values.back())) + " ";
      lower.insert(0, place(x, value_.pixel(values.front())) + " ");
      middle += place(x, value_.pixel(values[(values.size() - 1) / 2])) + " ";
    }
    svg_ += "<polygon class=\"band\" points=\"" + upper + lower + "\"/>\n";
    svg_ += "<polyline class=\"l0\" points=\"" + middle + "\"/>\n";
  }

  const Plot& plot_;
  Axis time_;
  Axis value_;
  std::string svg_;
};

bool has_values(const Plot& plot) {
  return std::ranges::any_of(plot.lines, [](const PlotLine& series) {
    return std::ranges::any_of(series.points,
                               [](const PlotPoint& point) { return point.value.has_value(); });
  });
}

void add_legend(const Plot& plot, Html& html) {
  html.open("p", "legend");
  if (plot.lines.size() > kMostLines) {
    html.element("span", "", "key k0");
    html.text(" median of " + std::to_string(plot.lines.size()) +
              " series; shaded from the lowest to the highest");
  } else {
    for (std::size_t i = 0; i < plot.lines.size(); ++i) {
      html.open("span", "entry").element("span", "", "key k" + std::to_string(i));
      html.text(" " + plot.lines[i].label).close();
    }
  }
  html.close();
}

}  // namespace

std::string draw(const Plot& plot) {
  Html html;
  html.open("figure").element("figcaption", plot.title);
  if (has_values(plot)) {
    html.markup(Drawing(plot).draw());
    add_legend(plot, html);
  } else {
    html.element("p", "Nothing was read.", "none");
  }
  if (!plot.note.empty()) {
    html.element("p", plot.note, "note");
  }
  return html.take();
}

}  // namespace rackproof
