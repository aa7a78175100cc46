#include <cmath>
#include <utility>

#include "certsuite/workloads/bounded.h"
#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_data.h"
#include "certsuite/workloads/corpus_judging.h"

namespace rackproof {
namespace {

constexpr std::size_t kPositions = 16;  // as c12_llama_block.c has it
constexpr std::size_t kWide = 256;
constexpr std::size_t kHead = 64;
constexpr std::size_t kHalf = kHead / 2;
constexpr std::size_t kHidden = 512;
constexpr std::size_t kStage = kPositions * kWide;

using Floats = std::vector<float>;
using Row = std::span<const float>;
using Bounds = std::vector<Bounded>;

/// struct block, member by member.
struct Block {
  Floats x, cosine, sine, gain1, gain2, query, key, value, out, gate, up, down;
};

/// struct stages, as the program put it out: exact numbers for the stage that comes after.
struct Stages {
  Floats normed, q, k, v, mixed, middle, normed2, hidden, y;
};

Block block_of(std::uint64_t seed) {
  constexpr float kWeight = 0.125F;  // about 1 / sqrt(256): stages keep their size
  const auto weights = [seed](std::uint64_t stream, std::size_t count) {
    return fractions_of(seed ^ stream, count, kWeight);
  };
  Block block{.x = fractions_of(seed ^ 121U, kStage, 1),
              .cosine = {},
              .sine = {},
              .gain1 = fractions_of(seed ^ 122U, kWide, 2),
              .gain2 = fractions_of(seed ^ 123U, kWide, 2),
              .query = weights(124U, kWide * kWide),
              .key = weights(125U, kWide * kWide),
              .value = weights(126U, kWide * kWide),
              .out = weights(127U, kWide * kWide),
              .gate = weights(128U, kWide * kHidden),
              .up = weights(129U, kWide * kHidden),
              .down = weights(130U, kHidden * kWide)};
  for (std::size_t i = 0; i < kPositions * kHalf; ++i) {
    constexpr double kBase = 10000;  // RoFormer, section 3.2.2
    const double frequency = std::pow(kBase, -static_cast<double>(i % kHalf) / kHalf);
    const auto position = i / kHalf;
    const double angle = static_cast<double>(position) * frequency;
    block.cosine.push_back(static_cast<float>(std::cos(angle)));
    block.sine.push_back(static_cast<float>(std::sin(angle)));
  }
  return block;
}

Row row_of(const Floats& all, std::size_t row, std::size_t columns) {
  return Row(all).subspan(row * columns, columns);
}

/// Row of x times w, [from][to].
Bounds applied(Row x, const Floats& w, std::size_t to, const float* base = nullptr) {
  Bounds result;
  for (std::size_t j = 0; j < to; ++j) {
    result.push_back(dot(x, {w.data() + j, to}, base != nullptr ? base[j] : 0));
  }
  return result;
}

void rotate(Row cosine, Row sine, Bounds& x) {
  for (std::size_t h = 0; h < kWide; h += kHead) {
    for (std::size_t i = 0; i < kHalf; ++i) {
      const auto a = x[h + i];
      const auto b = x[h + i + kHalf];
      x[h + i] = a * exactly(cosine[i]) - b * exactly(sine[i]);
      x[h + i + kHalf] = b * exactly(cosine[i]) + a * exactly(sine[i]);
    }
  }
}

/// What position `at` sees of itself and those before it, in the head that starts at column `h`.
void attend(const Stages& seen, std::size_t at, std::size_t h, Bounds& mixed) {
  constexpr double kScale = 0.125;  // exact
  Bounds scores;
  for (std::size_t p = 0; p <= at; ++p) {
    const auto score =
        dot(row_of(seen.q, at, kWide).subspan(h, kHead), {seen.k.data() + p * kWide + h, 1});
    scores.push_back({score.value * kScale, score.error * kScale});
  }
  const auto weights = softmax(scores);
  for (std::size_t d = h; d < h + kHead; ++d) {
    Bounded sum;
    for (std::size_t p = 0; p <= at; ++p) {
      sum = sum + weights[p] * exactly(seen.v[p * kWide + d]);
    }
    mixed.push_back(sum);
  }
}

/// g / (1 + exp(-g)) * up
Bounds swiglu(const Bounds& gate, const Bounds& up) {
  Bounds hidden;
  for (std::size_t j = 0; j < gate.size(); ++j) {
    const auto& g = gate[j];
    const Bounded one{1, 0};
    hidden.push_back(g / (one + exponential({-g.value, g.error})) * up[j]);
  }
  return hidden;
}

/// The stages of one position, each from those before it as they were put out, in their order.
class Position {
 public:
  Position(const Block& block, const Stages& seen, std::size_t at)
      : block_(block), seen_(seen), at_(at) {}

  /// "" or the first element of the first stage that is wrong.
  std::string judge() {
    const auto normed = row_of(seen_.normed, at_, kWide);
    check("normed", seen_.normed, normalised(row_of(block_.x, at_, kWide), block_.gain1));
    check("q", seen_.q, turned(applied(normed, block_.query, kWide)));
    check("k", seen_.k, turned(applied(normed, block_.key, kWide)));
    check("v", seen_.v, applied(normed, block_.value, kWide));
    Bounds mixed;
    for (std::size_t h = 0; h < kWide; h += kHead) {
      attend(seen_, at_, h, mixed);
    }
    check("mixed", seen_.mixed, mixed);
    check("middle", seen_.middle,
          applied(row_of(seen_.mixed, at_, kWide), block_.out, kWide, &block_.x[at_ * kWide]));
    feed_forward();
    return trouble_;
  }

 private:
  void feed_forward() {
    const auto normed = row_of(seen_.normed2, at_, kWide);
    check("normed2", seen_.normed2, normalised(row_of(seen_.middle, at_, kWide), block_.gain2));
    check("hidden", seen_.hidden,
          swiglu(applied(normed, block_.gate, kHidden), applied(normed, block_.up, kHidden)));
    check("y", seen_.y,
          applied(row_of(seen_.hidden, at_, kHidden), block_.down, kWide,
                  &seen_.middle[at_ * kWide]));
  }

  [[nodiscard]] Bounds turned(Bounds x) const {
    rotate(row_of(block_.cosine, at_, kHalf), row_of(block_.sine, at_, kHalf), x);
    return x;
  }

  void check(const std::string& stage, const Floats& seen, const Bounds& bounds) {
    if (trouble_.empty()) {
      trouble_ = outside(bounds, row_of(seen, at_, bounds.size()), [&](std::size_t index) {
        return stage + "[" + std::to_string(at_) + "][" + std::to_string(index) + "]";
      });
    }
  }

  const Block& block_;
  const Stages& seen_;
  std::size_t at_;
  std::string trouble_;
};

Stages stages_of(std::span<const std::byte> output) {
  std::size_t offset = 0;
  const auto next = [&](std::size_t columns) {
    const auto count = kPositions * columns;
    auto numbers = numbers_at<float>(output, offset, count);
    offset += count * sizeof(float);
    return numbers;
  };
  Stages seen;
  for (auto* stage :
       {&seen.normed, &seen.q, &seen.k, &seen.v, &seen.mixed, &seen.middle, &seen.normed2}) {
    *stage = next(kWide);
  }
  seen.hidden = next(kHidden);
  seen.y = next(kWide);
  return seen;
}

std::string judge_block(const Block& block, std::span<const std::byte> output) {
  const auto seen = stages_of(output);
  for (std::size_t at = 0; at < kPositions; ++at) {
    if (auto trouble = Position(block, seen, at).judge(); !trouble.empty()) {
      return trouble;
    }
  }
  return "";
}

}  // namespace

CorpusUnit corpus_llama(std::uint64_t seed) {
  auto block = block_of(seed);
  CorpusCase one{"one block", {}, (8 * kStage + kPositions * kHidden) * sizeof(float), {}};
  one.same_everywhere = false;  // expf
  for (const auto* numbers :
       {&block.x, &block.cosine, &block.sine, &block.gain1, &block.gain2, &block.query, &block.key,
        &block.value, &block.out, &block.gate, &block.up, &block.down}) {
    append_numbers(one.input, *numbers);
  }
  one.judge = [block = std::move(block)](std::span<const std::byte> output) {
    return judge_block(block, output);
  };
  return {"c12_llama_block", kernel_text("c12_llama_block"), {std::move(one)}};
}

}  // namespace rackproof
