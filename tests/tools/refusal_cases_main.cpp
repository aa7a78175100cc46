#include <fstream>
#include <iostream>

#include "tests/tools/refusal_cases.h"

/// refusal_cases SOURCE_DIRECTORY [PAGE]: prints how many groups and single cases are held, and
/// writes the page where one is named.
int main(int count, char** words) {
  if (count != 2 && count != 3) {
    std::cerr << "usage: rackproof_refusal_cases SOURCE_DIRECTORY [PAGE]\n";
    return 2;
  }
  const auto cases = rackproof::testing::refusal_cases(words[1]);
  if (count == 3) {
    std::ofstream page(words[2]);
    page << rackproof::testing::refusals_page(cases);
    if (!page.flush()) {
      std::cerr << words[2] << ": cannot be written\n";
      return 3;
    }
  }
  std::cout << "what a verifier must refuse: " << rackproof::testing::refusal_summary(cases)
            << '\n';
  return 0;
}
