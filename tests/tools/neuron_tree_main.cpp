// rackproof_neuron_tree DIR [--model trn2] [--driver 2.30.2.0] [--moved] [--fault NAME DEVICE]...
// Writes a tree like the Neuron driver's, for `rackproof devices --root DIR`. Power lines bear the
// time of writing.

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "tests/support/neuron_tree.h"

using namespace rackproof::testing;

namespace {

struct Wish {
  NeuronTree tree;
  std::string directory;
  std::vector<std::pair<NeuronFault, int>> faults;
};

int usage() {
  std::cerr << "usage: rackproof_neuron_tree DIR [--model trn1|inf2|trn2|trn2-ultraserver|trn3]\n"
               "         [--driver VERSION] [--moved] [--fault NAME DEVICE]...\n";
  return EXIT_FAILURE;
}

std::optional<int> number(const std::string& text) {
  int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || value < 0) {
    return std::nullopt;
  }
  return value;
}

/// False when `words` are no command line of this program.
bool read_option(const std::vector<std::string>& words, std::size_t& i, Wish& wish) {
  const auto left = words.size() - i - 1;
  if (words[i] == "--moved") {
    wish.tree.moved = true;
    wish.tree.driver = "2.31.0.0";
  } else if (words[i] == "--driver" && left >= 1) {
    wish.tree.driver = words[++i];
  } else if (words[i] == "--model" && left >= 1) {
    const auto model = neuron_model(words[++i]);
    wish.tree.model = model.value_or(wish.tree.model);
    return model.has_value();
  } else if (words[i] == "--fault" && left >= 2) {
    const auto fault = neuron_fault(words[i + 1]);
    const auto device = number(words[i + 2]);
    i += 2;
    if (!fault || !device) {
      return false;
    }
    wish.faults.emplace_back(*fault, *device);
  } else {
    wish.directory = words[i];
    return !wish.directory.starts_with('-');
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  Wish wish;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!read_option(words, i, wish)) {
      return usage();
    }
  }
  if (wish.directory.empty() || std::filesystem::exists(wish.directory)) {
    std::cerr << "DIR must be named and not exist yet\n";
    return usage();
  }
  wish.tree.epoch = std::time(nullptr) / 60 * 60;
  write_neuron_tree(wish.directory, wish.tree);
  for (const auto& [fault, device] : wish.faults) {
    apply_fault(wish.directory, wish.tree, fault, device);
  }
  std::cout << "wrote " << wish.directory << "\n";
  return EXIT_SUCCESS;
}
