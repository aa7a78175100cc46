#include <utility>

#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

constexpr std::size_t kSide = 32;  // as c08_conv2d.c has it
constexpr std::size_t kChannels = 16;
constexpr std::size_t kTaps = 3;
constexpr std::size_t kPicture = kSide * kSide * kChannels;
constexpr std::size_t kKernel = kTaps * kTaps * kChannels * kChannels;

/// The picture with a frame of zeros, so that no tap falls outside.
std::vector<float> framed(const std::vector<float>& picture) {
  std::vector<float> wide((kSide + 2) * (kSide + 2) * kChannels);
  for (std::size_t i = 0; i < kPicture; ++i) {
    const auto pixel = i / kChannels;
    const auto place = (pixel / kSide + 1) * (kSide + 2) + pixel % kSide + 1;
    wide[place * kChannels + i % kChannels] = picture[i];
  }
  return wide;
}

/// One number of the result, in integers.
float convolved(const std::vector<float>& wide, const std::vector<float>& taps, std::size_t index) {
  const auto pixel = index / kChannels;
  std::int64_t sum = 0;
  for (std::size_t tap = 0; tap < kTaps * kTaps; ++tap) {
    const auto row = pixel / kSide + tap / kTaps;
    const auto column = pixel % kSide + tap % kTaps;
    for (std::size_t in = 0; in < kChannels; ++in) {
      const auto left = wide[(row * (kSide + 2) + column) * kChannels + in];
      const auto right = taps[(tap * kChannels + in) * kChannels + index % kChannels];
      sum += static_cast<std::int64_t>(left) * static_cast<std::int64_t>(right);
    }
  }
  return static_cast<float>(sum);
}

std::string element(std::size_t index) {
  const auto pixel = index / kChannels;
  return "pixel [" + std::to_string(pixel / kSide) + "][" + std::to_string(pixel % kSide) +
         "], channel " + std::to_string(index % kChannels);
}

}  // namespace

CorpusUnit corpus_conv(std::uint64_t seed) {
  // The sum of |picture x tap| stays under 144 x 64 < 2^14, so every order is exact.
  constexpr int kLargest = 8;
  const auto picture = integers_of(seed ^ 81U, kPicture, kLargest);
  const auto taps = integers_of(seed ^ 82U, kKernel, kLargest);
  const auto wide = framed(picture);
  std::vector<float> expected;
  for (std::size_t i = 0; i < kPicture; ++i) {
    expected.push_back(convolved(wide, taps, i));
  }
  CorpusCase one{"integers", {}, kPicture * sizeof(float), {}};
  append_numbers(one.input, picture);
  append_numbers(one.input, taps);
  one.judge = [expected = std::move(expected)](std::span<const std::byte> output) {
    return differing(expected, numbers_at<float>(output, 0, kPicture), element);
  };
  return {"c08_conv2d", kernel_text("c08_conv2d"), {std::move(one)}};
}

}  // namespace rackproof
