#include "schemas/store/integer_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <memory_resource>
#include <numeric>
#include <vector>

#include "schemas/store/block_packer.h"
#include "schemas/store/exact_divisor.h"
#include "schemas/store/stack_memory.h"
#include "schemas/store/token_coder.h"
#include "schemas/store/word_measures.h"
#include "schemas/store/word_steps.h"

namespace rackproof::store {
namespace {

// The head byte of a column: order (two bits), way (two bits), two flags.
constexpr std::uint8_t kOrderMask = 0x03;
constexpr unsigned kWayShift = 2;
constexpr std::uint8_t kWayMask = 0x03;
constexpr std::uint8_t kDivided = 0x10;    ///< By a common divisor, which follows.
constexpr std::uint8_t kFromLeast = 0x20;  ///< Tokens count from the least, which follows.
constexpr std::uint8_t kAllBits = 0x3F;

enum class Way : std::uint8_t { even, runs, blocks, tokens };

/// Fewer numbers than this never pay for the weights of their tokens.
constexpr std::size_t kFewestForTokens = 48;
/// Tokens take three times as long to read: they must save one byte in this many.
constexpr std::size_t kTokensMustSave = 32;

/// Points that a run has on average where runs are tried.
constexpr std::size_t kPointsInRun = 4;

/// Columns of chunks are short enough for memory on the stack, which costs nothing.
using Words = std::pmr::vector<std::uint64_t>;
constexpr std::size_t kOnStack = std::size_t{48} << 10;  ///< Bytes: six times a thousand words.

/// A column as differences of some order: the numbers before the first difference, and the rest.
struct Plan {
  explicit Plan(std::pmr::memory_resource* memory) : rest(memory), told(memory) {}

  unsigned order = 0;
  std::uint64_t first = 0;
  std::uint64_t slope = 0;    ///< Of order 2: the first difference.
  std::uint64_t divisor = 1;  ///< Of every rest.
  Words rest;
  std::int64_t least_rest = 0;
  // What tokens are made of.
  std::uint64_t least = 0;
  bool from_least = false;
  Words told;
  TokenPlan tokens{0, SIZE_MAX};
};

/// How many words of a column stand before the rest.
constexpr std::size_t heads_of(unsigned order) {
  return order == 2 ? 2 : 1;
}

/// The differences of one order more than those of `before`, of which none were divided yet.
Plan one_order_more(std::span<const std::uint64_t> words, unsigned order,
                    std::span<const std::uint64_t> before, std::pmr::memory_resource* memory) {
  const auto& steps = fastest_word_steps();
  Plan plan(memory);
  plan.order = order;
  plan.first = words[0];
  plan.slope = order == 2 ? before[0] : 0;
  plan.rest.resize(words.size() - heads_of(order));
  plan.least_rest = order == 0 ? steps.offsets(words.subspan(1), words[0], plan.rest)
                               : steps.differences(before, plan.rest);
  return plan;
}

std::uint64_t magnitude(std::uint64_t word) {
  return static_cast<std::int64_t>(word) < 0 ? ~word + 1 : word;
}

/// What divides all of the words; 0 where all are 0.
std::uint64_t common_divisor(std::span<const std::uint64_t> words) {
  std::uint64_t common = 0;
  ExactDivisor divisor(1);
  for (const auto word : words) {
    const auto size = magnitude(word);
    if (size == 0 || (common != 0 && divisor.divides(size))) {
      continue;
    }
    common = std::gcd(common, size);
    if (common == 1) {
      return common;
    }
    divisor = ExactDivisor(common);
  }
  return common;
}

/// Divides the rest by what divides all of it.
void divide(Plan& plan) {
  const auto common = common_divisor(plan.rest);
  if (common <= 1 || common > INT64_MAX) {
    return;
  }
  const ExactDivisor divisor(common);
  plan.divisor = common;
  plan.least_rest /= static_cast<std::int64_t>(common);
  for (auto& word : plan.rest) {
    word = divisor.quotient(word);
  }
}

/// Plans tokens where they may pay: counted from the least where all lie on one side.
void plan_tokens_of(Plan& plan) {
  plan.told.resize(plan.rest.size());
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < plan.rest.size(); ++i) {
    plan.told[i] = plan.from_least ? plan.rest[i] - plan.least : zigzag(plan.rest[i]);
    all |= plan.told[i];
  }
  if (std::bit_width(all) <= static_cast<int>(kWidestTold)) {
    plan.tokens = plan_tokens(plan.told);
  }
}

/// Sum of the bits of all numbers, counted from the least where all lie on one side.
std::size_t rough_bits(Plan& plan) {
  plan.from_least = plan.order == 0 || plan.least_rest >= 0;
  plan.least = plan.from_least ? static_cast<std::uint64_t>(plan.least_rest) : 0;
  const auto& measures = fastest_word_measures();
  return plan.from_least ? measures.bits_above(plan.rest, plan.least)
                         : measures.bits_both_sides(plan.rest);
}

/// The order whose rest is smallest.
Plan best_order(std::span<const std::uint64_t> words, std::pmr::memory_resource* memory) {
  std::pmr::vector<Plan> plans(memory);
  plans.reserve(3);
  std::pmr::vector<std::size_t> rough(memory);
  rough.reserve(3);
  std::span<const std::uint64_t> before = words;
  for (unsigned order = 0; order <= 2 && heads_of(order) < words.size(); ++order) {
    plans.push_back(one_order_more(words, order, before, memory));
    before = order == 0 ? before : plans.back().rest;
  }
  for (auto& plan : plans) {
    divide(plan);
    rough.push_back(rough_bits(plan));
  }
  const auto least = std::ranges::min(rough);
  std::size_t best = static_cast<std::size_t>(std::ranges::min_element(rough) - rough.begin());
  if (words.size() < kFewestForTokens) {
    return std::move(plans[best]);
  }
  // Sums of bits favour differences where numbers scatter about a level: those are looked at
  // closer.
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (rough[i] <= least + least / 4) {
      plan_tokens_of(plans[i]);
      best = plans[i].tokens.bytes < plans[best].tokens.bytes ? i : best;
    }
  }
  return std::move(plans[best]);
}

/// Runs of equal numbers: how long, and how far from the run before.
void write_runs(std::span<const std::uint64_t> words, ByteWriter& out) {
  std::uint64_t before = 0;
  for (std::size_t from = 0; from < words.size();) {
    std::size_t to = from;
    while (to < words.size() && words[to] == words[from]) {
      ++to;
    }
    out.number(to - from);
    out.signed_number(static_cast<std::int64_t>(words[from] - before));
    before = words[from];
    from = to;
  }
}

std::size_t changes_in(std::span<const std::uint64_t> words) {
  std::size_t changes = 0;
  for (std::size_t i = 1; i < words.size(); ++i) {
    changes += words[i] != words[i - 1] ? 1U : 0U;
  }
  return changes;
}

void read_runs(std::span<std::uint64_t> into, ByteReader& in) {
  std::uint64_t value = 0;
  for (std::size_t from = 0; from < into.size() && in.ok();) {
    const auto length = in.count(into.size() - from);
    value += static_cast<std::uint64_t>(in.signed_number());
    if (length == 0) {
      in.fail();
      return;
    }
    std::ranges::fill(into.subspan(from, length), value);
    from += length;
  }
}

void write_plan(const Plan& plan, Way way, ByteWriter& out) {
  const bool from_least = way == Way::tokens && plan.from_least;
  out.byte(static_cast<std::uint8_t>(plan.order | (static_cast<unsigned>(way) << kWayShift) |
                                     (plan.divisor != 1 ? kDivided : 0U) |
                                     (from_least ? kFromLeast : 0U)));
  out.signed_number(static_cast<std::int64_t>(plan.first));
  if (plan.order == 2) {
    out.signed_number(static_cast<std::int64_t>(plan.slope));
  }
  if (plan.divisor != 1) {
    out.number(plan.divisor);
  }
  if (from_least) {
    out.signed_number(static_cast<std::int64_t>(plan.least));
  }
  if (way == Way::even) {
    out.signed_number(static_cast<std::int64_t>(plan.rest.front()));
  } else if (way == Way::blocks) {
    write_blocks(plan.rest, out);
  } else {
    write_tokens(plan.told, plan.tokens.told_bits, out);
  }
}

bool all_equal(std::span<const std::uint64_t> words) {
  return std::ranges::adjacent_find(words, std::ranges::not_equal_to()) == words.end();
}

void read_told(std::span<std::uint64_t> rest, bool from_least, ByteReader& in) {
  const auto least = from_least ? static_cast<std::uint64_t>(in.signed_number()) : 0;
  read_tokens(rest, in);
  for (auto& word : rest) {
    word = from_least ? word + least : unzigzag(word);
  }
}

/// Undoes what differences() and divide() did, in place: the heads stand at the front.
void add_up(std::span<std::uint64_t> into, unsigned order, std::uint64_t divisor,
            const WordKernels& kernels) {
  const auto heads = heads_of(order);
  const auto rest = into.subspan(heads);
  if (divisor != 1) {
    std::ranges::for_each(rest, [divisor](std::uint64_t& word) { word *= divisor; });
  }
  if (order == 0) {
    std::ranges::for_each(rest, [first = into[0]](std::uint64_t& word) { word += first; });
    return;
  }
  if (order == 2) {
    kernels.running_sum(rest, into[1] - into[0]);
  }
  kernels.running_sum(rest, into[heads - 1]);
}

}  // namespace

void write_integers(std::span<const std::uint64_t> words, ByteWriter& out) {
  if (words.empty()) {
    return;
  }
  ByteWriter runs;
  runs.byte(static_cast<std::uint8_t>(static_cast<unsigned>(Way::runs) << kWayShift));
  const bool few_runs = words.size() == 1 || changes_in(words) <= words.size() / kPointsInRun;
  if (few_runs) {
    write_runs(words, runs);
  }
  constexpr std::size_t kShort = 12;  // nothing else is shorter than this by much
  if (few_runs && (runs.bytes().size() <= kShort || words.size() == 1)) {
    out.raw(runs.bytes());
    return;
  }
  StackMemory<kOnStack> memory;
  const auto plan = best_order(words, memory.get());
  if (all_equal(plan.rest)) {
    write_plan(plan, Way::even, out);
    return;
  }
  const auto blocks = blocks_size(plan.rest);
  const bool tokens = plan.tokens.bytes < blocks - blocks / kTokensMustSave;
  const auto way = tokens ? Way::tokens : Way::blocks;
  if (!few_runs) {
    write_plan(plan, way, out);
    return;
  }
  ByteWriter packed;
  write_plan(plan, way, packed);
  out.raw(runs.bytes().size() <= packed.bytes().size() ? runs.bytes() : packed.bytes());
}

void read_integers(std::span<std::uint64_t> into, ByteReader& in, const WordKernels& kernels) {
  if (into.empty()) {
    return;
  }
  const auto head = in.byte();
  const unsigned order = head & kOrderMask;
  const auto way = static_cast<Way>((head >> kWayShift) & kWayMask);
  if (way == Way::runs) {
    read_runs(into, in);
    return;
  }
  if (order > 2 || heads_of(order) > into.size() || (head & ~kAllBits) != 0) {
    in.fail();
    return;
  }
  into[0] = static_cast<std::uint64_t>(in.signed_number());
  if (order == 2) {
    into[1] = into[0] + static_cast<std::uint64_t>(in.signed_number());
  }
  const auto divisor = (head & kDivided) != 0 ? in.number() : 1;
  const auto rest = into.subspan(heads_of(order));
  if (way == Way::tokens) {
    read_told(rest, (head & kFromLeast) != 0, in);
  } else if (way == Way::blocks) {
    read_blocks(rest, in, kernels);
  } else {
    std::ranges::fill(rest, static_cast<std::uint64_t>(in.signed_number()));
  }
  if (in.ok()) {
    add_up(into, order, divisor, kernels);
  }
}

}  // namespace rackproof::store
