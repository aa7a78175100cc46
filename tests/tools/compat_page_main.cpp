#include <fstream>
#include <iostream>

#include "tests/tools/compat_page.h"

/// Writes the page into the file that is named, or to stdout.
int main(int count, char** arguments) {
  const auto page = rackproof::testing::compat_page();
  if (count < 2) {
    std::cout << page;
    return 0;
  }
  std::ofstream file(arguments[1]);
  file << page;
  return file.flush() ? 0 : 3;
}
